"""The act page, messages, assignment and contact details, for each side of a complaint."""

import re

import pytest
from django.urls import reverse

from caseapp.accounts.middleware import RECEIPT_SESSION_KEY
from caseapp.audit.models import Entry
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Contact, Identity
from caseapp.core import timeline
from caseapp.core.models import TimelineEntry
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer
from tests.factories.complaints import ComplaintFactory, let_firm_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def desk(client, authority):
    client.force_login(officer(authority, "investigator"))
    return client


def address(complaint, action):
    return reverse("complaints:act", args=[complaint.reference, action])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def as_receipt_holder(client, complaint):
    import time

    session = client.session
    session[RECEIPT_SESSION_KEY] = {"complaint": complaint.pk, "seen": int(time.time())}
    session.save()


class TestTheOfficer:
    def test_an_act_says_what_it_does_and_then_does_it(self, desk, authority):
        complaint = ComplaintFactory(authority=authority)
        page = desk.get(address(complaint, "acknowledge"))
        assert "The complainant is told" in text(page)
        done = desk.post(address(complaint, "acknowledge"))
        assert done.status_code == 302
        assert done.url == reverse("workspace:complaint", args=[complaint.reference])
        complaint.refresh_from_db()
        assert complaint.state == ComplaintState.UNDER_REVIEW

    def test_what_is_needed_is_asked_for(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.UNDER_REVIEW)
        page = desk.post(address(complaint, "reject"), {"reason": "  "})
        assert page.status_code == 400
        assert set(page.context["form"].errors) == {"reason"}
        desk.post(address(complaint, "reject"), {"reason": "Outside our remit."})
        complaint.refresh_from_db()
        assert complaint.state == ComplaintState.REJECTED

    def test_a_question_carries_a_day_to_answer_by(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.UNDER_REVIEW)
        page = desk.post(address(complaint, "request_information"), {"message": "When?", "due_on": "2020-01-01"})
        assert set(page.context["form"].errors) == {"due_on"}
        desk.post(address(complaint, "request_information"), {"message": "When?", "due_on": "2999-01-01"})
        assert complaint.messages.get().due_on.year == 2999

    def test_a_referral_names_another_authority(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.UNDER_REVIEW)
        other = AuthorityFactory()
        page = desk.get(address(complaint, "refer"))
        assert "Warning:" in text(page)
        offered = set(page.context["form"].fields["authority"].queryset)
        assert offered == {other}
        desk.post(address(complaint, "refer"), {"authority": other.pk, "reason": "Theirs."})
        complaint.refresh_from_db()
        assert complaint.state == ComplaintState.REFERRED

    def test_a_state_that_does_not_allow_it_is_a_409_with_a_way_back(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.WITHDRAWN)
        for response in (desk.get(address(complaint, "accept")), desk.post(address(complaint, "accept"))):
            assert response.status_code == 409
            assert "“Accept” is not possible while this is “Withdrawn”." in text(response)
            assert reverse("workspace:complaint", args=[complaint.reference]) in response.content.decode()

    def test_a_second_click_changes_nothing(self, desk, authority):
        complaint = ComplaintFactory(authority=authority)
        desk.post(address(complaint, "acknowledge"))
        assert desk.post(address(complaint, "acknowledge")).status_code == 409
        assert TimelineEntry.objects.filter(kind="complaints.acknowledge").count() == 1

    @pytest.mark.parametrize("action", ["reply", "withdraw", "start_investigation", "submit", "no-such", "reopen"])
    def test_an_action_of_another_side_or_role_does_not_exist(self, desk, authority, action):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.AWAITING_COMPLAINANT)
        assert desk.get(address(complaint, action)).status_code == 404

    def test_another_authoritys_complaint_does_not_exist(self, desk):
        assert desk.get(address(ComplaintFactory(authority=AuthorityFactory()), "acknowledge")).status_code == 404


class TestTheComplainant:
    def test_a_question_is_answered(self, client, authority):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.AWAITING_COMPLAINANT)
        client.force_login(complaint.owner)
        page = client.get(address(complaint, "reply"))
        assert "base_public.html" in [template.name for template in page.templates]
        client.post(address(complaint, "reply"), {"message": "In March."})
        complaint.refresh_from_db()
        assert complaint.state == ComplaintState.UNDER_REVIEW

    def test_a_receipt_holder_withdraws_without_a_reason(self, client, authority):
        complaint = ComplaintFactory(authority=authority, owner=None, anonymous=True)
        as_receipt_holder(client, complaint)
        assert "You cannot take a withdrawal back" in text(client.get(address(complaint, "withdraw")))
        client.post(address(complaint, "withdraw"), {})
        complaint.refresh_from_db()
        assert complaint.state == ComplaintState.WITHDRAWN

    def test_an_officers_act_does_not_exist_for_them(self, client, authority):
        complaint = ComplaintFactory(authority=authority)
        client.force_login(complaint.owner)
        assert client.get(address(complaint, "acknowledge")).status_code == 404

    def test_strangers_and_visitors(self, client, authority):
        complaint = ComplaintFactory(authority=authority)
        assert client.get(address(complaint, "withdraw")).status_code == 302
        client.force_login(UserFactory())
        assert client.get(address(complaint, "withdraw")).status_code == 404


class TestMessages:
    def test_both_sides_write_and_read(self, desk, client, authority):
        complaint = ComplaintFactory(authority=authority)
        there = reverse("workspace:messages", args=[complaint.reference])
        desk.post(there, {"message": "We look into it."})
        client.force_login(complaint.owner)
        page = client.get(there)
        assert "We look into it." in text(page)
        assert "The authority" in text(page)
        assert client.post(there, {"message": " "}).status_code == 400
        client.post(there, {"message": "Thank you."})
        assert [message.side for message in complaint.messages.all()] == ["authority", "complainant"]

    def test_a_firm_does_not_read_them(self, client, authority):
        complaint, firm = ComplaintFactory(authority=authority), FirmFactory()
        let_firm_in(complaint, firm)
        client.force_login(lawyer(firm))
        assert client.get(reverse("workspace:messages", args=[complaint.reference])).status_code == 404


class TestAssigning:
    def test_to_a_colleague_and_to_nobody(self, desk, authority):
        complaint, colleague = ComplaintFactory(authority=authority), officer(authority)
        there = reverse("complaints:assign", args=[complaint.reference])
        desk.post(there, {"assignee": colleague.pk})
        complaint.refresh_from_db()
        assert complaint.assigned_to == colleague
        desk.post(there, {"assignee": ""})
        complaint.refresh_from_db()
        assert complaint.assigned_to is None
        given_back, given = timeline.entries(complaint, include_internal=True)[:2]
        assert timeline.sentence(given) == f"The complaint was given to {colleague.display_name}."
        assert timeline.sentence(given_back) == "The complaint was given back: nobody has it now."

    def test_the_page_says_who_has_it_now(self, desk, authority):
        complaint, colleague = ComplaintFactory(authority=authority), officer(authority, display_name="Zhao Min")
        there = reverse("complaints:assign", args=[complaint.reference])
        assert "The complaint was given to Zhao Min." in text(desk.post(there, {"assignee": colleague.pk}, follow=True))
        told = text(desk.post(there, {"assignee": ""}, follow=True))
        assert "The complaint was given back. Nobody has it now." in told

    def test_not_to_somebody_elsewhere(self, desk, authority):
        complaint, stranger = ComplaintFactory(authority=authority), officer(AuthorityFactory())
        page = desk.post(reverse("complaints:assign", args=[complaint.reference]), {"assignee": stranger.pk})
        assert page.status_code == 400


class TestContactDetails:
    @pytest.fixture
    def complaint(self, authority):
        made = ComplaintFactory(authority=authority)
        Identity.of(made, Contact(name="Lin Mei", email="lin@example.org")).save()
        return made

    def test_opening_them_is_an_act_that_the_complainant_reads(self, desk, complaint):
        there = reverse("complaints:identity", args=[complaint.reference])
        assert "Lin Mei" not in text(desk.get(there))
        assert not Entry.objects.filter(action="complaints.open_identity").exists()
        page = desk.post(there)
        assert "Lin Mei" in text(page)
        assert "no-store" in page["Cache-Control"]
        assert Entry.objects.filter(action="complaints.open_identity", subject_id=str(complaint.pk)).count() == 1
        assert TimelineEntry.objects.get(kind="complaints.identity_opened").shared

    def test_the_desk_page_itself_shows_no_name(self, desk, complaint):
        page = desk.get(reverse("workspace:complaint", args=[complaint.reference]))
        assert page.status_code == 200
        assert "Lin Mei" not in text(page)
        assert not Entry.objects.filter(action="complaints.open_identity").exists()

    def test_a_firm_without_that_part_is_not_offered_them(self, client, complaint):
        firm = FirmFactory()
        let_firm_in(complaint, firm, ["facts"])
        client.force_login(lawyer(firm))
        there = reverse("complaints:identity", args=[complaint.reference])
        assert client.get(there).status_code == 404
        assert client.post(there).status_code == 404
        page = client.get(reverse("workspace:complaint", args=[complaint.reference]))
        assert "Not shown to you" in text(page)
        assert 'id="evidence"' not in page.content.decode()


class TestTheDeskPage:
    def test_it_costs_the_same_with_one_and_with_three_of_everything(
        self, desk, authority, django_assert_max_num_queries
    ):
        counts = []
        for number in (1, 3):
            complaint = ComplaintFactory(authority=authority, state=ComplaintState.ACCEPTED)
            for _ in range(number):
                complaint.messages.create(side="authority", body="We look into it.")
                let_firm_in(complaint, FirmFactory())
                TimelineEntry.objects.create(
                    subject_model="complaints.complaint",
                    subject_id=str(complaint.pk),
                    kind="complaints.message",
                    side="authority",
                    at=complaint.created_at,
                )
            # The dates of a place and an hour are worked out once in ten minutes, for all its complaints.
            desk.get(reverse("workspace:complaint", args=[complaint.reference]))
            with django_assert_max_num_queries(20) as counted:
                page = desk.get(reverse("workspace:complaint", args=[complaint.reference]))
            assert page.status_code == 200
            counts.append(len(counted))
        assert counts[0] == counts[1]

    def test_an_accepted_complaint_can_be_investigated_from_its_page(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, state=ComplaintState.ACCEPTED)
        page = desk.get(reverse("workspace:complaint", args=[complaint.reference]))
        assert reverse("enforcement:open") in page.content.decode()
        desk.force_login(officer(authority, "intake_officer"))
        page = desk.get(reverse("workspace:complaint", args=[complaint.reference]))
        assert reverse("enforcement:open") not in page.content.decode()

    def test_which_firms_the_complainant_talks_to_is_not_told_to_others(self, desk, client, authority):
        complaint, own, other = ComplaintFactory(authority=authority), FirmFactory(), FirmFactory()
        for firm in (own, other):
            let_firm_in(complaint, firm)
        there = reverse("workspace:complaint", args=[complaint.reference])
        officers = text(desk.get(there))
        assert authority.name in officers
        assert own.name not in officers
        client.force_login(lawyer(own))
        lawyers = text(client.get(there))
        assert own.name in lawyers
        assert other.name not in lawyers

    def test_internal_entries_are_for_the_authority(self, desk, client, authority):
        complaint, firm = ComplaintFactory(authority=authority), FirmFactory()
        let_firm_in(complaint, firm)
        colleague = officer(authority, display_name="Zhao Min")
        desk.post(reverse("complaints:assign", args=[complaint.reference]), {"assignee": colleague.pk})
        there = reverse("workspace:complaint", args=[complaint.reference])
        assert "The complaint was given to Zhao Min." in text(desk.get(there))
        client.force_login(lawyer(firm))
        assert "The complaint was given to" not in text(client.get(there))
