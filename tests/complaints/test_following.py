"""What the complainant reads of others: who opened the file, how many are alike, what became of a contest."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.complaints import selectors, services
from caseapp.complaints.enums import AccessKind
from caseapp.complaints.models import Access, Complaint, Contact, Identity
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.notifications.models import Notice
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, actor_of, lawyer, officer
from tests.factories.complaints import ComplaintFactory, let_firm_in, receipt_holder
from tests.factories.litigation import EngagementFactory
from tests.factories.respondents import RespondentFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestAccesses:
    def test_the_complainant_reads_which_side_opened_what_and_no_name(self):
        complaint = ComplaintFactory(authority=AuthorityFactory())
        Identity.of(complaint, Contact(name="Lin Mei")).save()
        item = files.add(complaint)
        clerk = officer(complaint.authority, display_name="Zhao Officer")
        desk = signed_in(clerk)
        desk.get(f"/complaints/{complaint.reference}/")
        desk.get(f"/evidence/{item.pk}/")
        b"".join(desk.get(f"/evidence/{item.pk}/content/").streaming_content)
        desk.post(f"/complaints/{complaint.reference}/identity/")
        shown = signed_in(complaint.owner).get(f"/complaints/{complaint.reference}/").content.decode()
        who = complaint.authority.name
        for words in ("read your complaint", "opened file 1 of", "downloaded file 1 of", "opened your contact details"):
            assert f"{who} {words}" in shown
        assert "Zhao" not in shown

    def test_a_day_is_one_line_however_often_somebody_looks(self):
        complaint = ComplaintFactory(authority=AuthorityFactory())
        desk = signed_in(officer(complaint.authority))
        for _ in range(3):
            desk.get(f"/complaints/{complaint.reference}/")
        assert Access.objects.count() == 1

    def test_a_firm_is_named_as_a_firm(self):
        complaint, firm = ComplaintFactory(authority=AuthorityFactory()), FirmFactory()
        let_firm_in(complaint, firm)
        signed_in(lawyer(firm)).get(f"/complaints/{complaint.reference}/")
        (one,) = selectors.accesses(actor_of(complaint.owner), complaint)
        assert selectors.access_sentence(one) == f"{firm.name} read your complaint."

    def test_ones_own_looking_is_not_written_down(self):
        complaint = ComplaintFactory(authority=AuthorityFactory())
        signed_in(complaint.owner).get(f"/complaints/{complaint.reference}/")
        services.record_access(actor=receipt_holder(complaint), complaint=complaint, kind=AccessKind.READ)
        assert not Access.objects.exists()

    def test_nobody_else_reads_the_list(self):
        people = cast()
        services.record_access(actor=people.actors["supervisor"], complaint=people.complaint, kind=AccessKind.READ)
        seen = {role for role in ROLES if selectors.accesses(people.actors[role], people.complaint).exists()}
        assert seen == {"owner"}


class TestAlike:
    def test_small_numbers_are_not_told(self):
        respondent = RespondentFactory()
        mine, *_others = [ComplaintFactory(respondent=respondent) for _ in range(4)]
        assert selectors.alike(mine.respondent_id).total is None

    def test_numbers_and_outcomes_but_never_one_below_five(self):
        respondent = RespondentFactory()
        for state, outcome, number in (
            ("closed", "fine", 6),
            ("closed", "no_breach", 2),
            ("rejected", "", 1),
            ("under_review", "", 7),
            ("draft", "", 9),
            ("withdrawn", "", 8),
        ):
            for _ in range(number):
                ComplaintFactory(respondent=respondent, state=state, outcome=outcome, submitted_at=timezone.now())
        ComplaintFactory(respondent=respondent, submitted_at=timezone.now() - dt.timedelta(days=1200))
        found = selectors.alike(respondent.pk)
        # 16 count: 7 open, and 6 fined whom the three small ones joined, so that none of those can be found out.
        assert (found.total, found.open, found.outcomes, found.others) == (15, 5, (), 5)

    def test_the_home_and_the_look_up_tell_the_same_number(self):
        respondent = RespondentFactory()
        for _ in range(7):
            ComplaintFactory(respondent=respondent, state="submitted", submitted_at=timezone.now())
        (number,) = selectors.numbers_about([respondent.pk]).values()
        assert selectors.number_told(number) == "at least 5 complaints so far"
        assert selectors.alike(respondent.pk).total == 5


class TestContest:
    def closed(self) -> Complaint:
        return ComplaintFactory(authority=AuthorityFactory(), state="closed", outcome="no_breach")

    def test_it_stays_closed_until_a_supervisor_answers(self):
        complaint = self.closed()
        boss = officer(complaint.authority, "supervisor")
        asked = services.request_reopening(actor=actor_of(complaint.owner), complaint=complaint, reason="New photos.")
        assert asked.state == "closed"
        assert Notice.objects.filter(user=boss, kind="complaints.contested").exists()
        with pytest.raises(WrongState):
            services.request_reopening(actor=actor_of(complaint.owner), complaint=complaint, reason="Again.")
        kept = services.decline_reopening(actor=actor_of(boss), complaint=asked, reason="Nothing new.")
        assert (kept.state, kept.reopening_asked_at) == ("closed", None)
        shown = signed_in(complaint.owner).get(f"/complaints/{complaint.reference}/").content.decode()
        assert "Nothing new." in shown

    def test_the_desk_finds_it_until_it_is_answered(self):
        complaint = self.closed()
        boss = officer(complaint.authority, "supervisor")
        asked = services.request_reopening(actor=actor_of(complaint.owner), complaint=complaint, reason="New photos.")
        assert "Ends that are contested" in signed_in(boss).get("/home/").content.decode()
        assert complaint.reference in signed_in(boss).get("/complaints/?state=contested").content.decode()
        services.decline_reopening(actor=actor_of(boss), complaint=asked, reason="Nothing new.")
        assert "Ends that are contested" not in signed_in(boss).get("/home/").content.decode()
        assert complaint.reference not in signed_in(boss).get("/complaints/?state=contested").content.decode()

    def test_a_supervisor_may_reopen_it(self):
        complaint = self.closed()
        asked = services.request_reopening(actor=actor_of(complaint.owner), complaint=complaint, reason="New photos.")
        boss = actor_of(officer(complaint.authority, "supervisor"))
        opened = services.reopen(actor=boss, complaint=asked, reason="New photographs.")
        assert (opened.state, opened.reopening_asked_at) == ("under_review", None)

    def test_without_a_contest_there_is_nothing_to_decline(self):
        complaint = self.closed()
        boss = actor_of(officer(complaint.authority, "supervisor"))
        with pytest.raises(NotAllowed):
            services.decline_reopening(actor=boss, complaint=complaint, reason="x")

    def test_pages_of_both_sides(self):
        complaint = self.closed()
        citizen = signed_in(complaint.owner)
        here = f"/complaints/{complaint.reference}/do/request_reopening/"
        assert citizen.post(here, {"reason": ""}).status_code == 400
        assert citizen.post(here, {"reason": "They were there. 他们在场。"}).status_code == 302
        assert "You contest" in citizen.get(f"/complaints/{complaint.reference}/").content.decode()
        desk = signed_in(officer(complaint.authority, "supervisor"))
        shown = desk.get(f"/complaints/{complaint.reference}/").content.decode()
        assert "contests the closure" in shown
        assert "/do/decline_reopening/" in shown


class TestAttachments:
    def letters(self, complaint):
        return complaint.messages.order_by("pk")

    def test_a_file_sent_with_a_message_is_evidence_with_custody(self):
        complaint = ComplaintFactory(authority=AuthorityFactory())
        citizen = signed_in(complaint.owner)
        answer = citizen.post(
            f"/complaints/{complaint.reference}/messages/",
            {"message": "See the photograph.", "file": [files.upload("door.png", files.picture())]},
        )
        assert answer.status_code == 302
        (item,) = self.letters(complaint).get().attachments.all()
        assert item.vault.complaint == complaint
        desk = signed_in(officer(complaint.authority))
        for page in ("", "messages/", "evidence/"):
            assert "door.png" in desk.get(f"/complaints/{complaint.reference}/{page}").content.decode()
        assert Notice.objects.filter(kind="evidence.added").count() == 0

    def test_the_authority_attaches_too(self):
        complaint = ComplaintFactory(authority=AuthorityFactory())
        desk = signed_in(officer(complaint.authority))
        desk.post(
            f"/complaints/{complaint.reference}/messages/",
            {"message": "Our letter.", "file": [files.upload("letter.pdf", files.pdf())]},
        )
        shown = signed_in(complaint.owner).get(f"/complaints/{complaint.reference}/").content.decode()
        assert "letter.pdf" in shown

    def test_a_refused_file_keeps_the_message_from_being_sent(self):
        complaint = ComplaintFactory(authority=AuthorityFactory())
        before = files.files_on_disk()
        answer = signed_in(complaint.owner).post(
            f"/complaints/{complaint.reference}/",
            {
                "message": "Two files.",
                "file": [files.upload("good.png", files.picture()), files.upload("bad.jpg", b"<html>")],
            },
        )
        assert answer.status_code == 400
        assert answer.context["form"].errors["file"]
        assert "Two files." in answer.content.decode()
        assert not complaint.messages.exists()
        assert files.files_on_disk() == before

    def test_an_answer_may_carry_files(self):
        complaint = ComplaintFactory(authority=AuthorityFactory(), state="under_review")
        services.request_information(
            actor=actor_of(officer(complaint.authority)), complaint=complaint, message="A photograph?"
        )
        signed_in(complaint.owner).post(
            f"/complaints/{complaint.reference}/messages/",
            {"message": "Here.", "file": [files.upload("door.png", files.picture())]},
        )
        complaint.refresh_from_db()
        assert complaint.state == "under_review"
        assert self.letters(complaint).last().attachments.count() == 1

    def test_a_firm_cannot_write_on_it(self):
        complaint, firm = ComplaintFactory(authority=AuthorityFactory()), FirmFactory()
        let_firm_in(complaint, firm)
        answer = signed_in(lawyer(firm)).post(f"/complaints/{complaint.reference}/messages/", {"message": "Hello"})
        assert answer.status_code == 404


def test_reading_beside_the_queue_and_at_the_firms_request_counts_as_reading():
    complaint, firm = ComplaintFactory(authority=AuthorityFactory()), FirmFactory()
    signed_in(officer(complaint.authority)).get(f"/complaints/?look={complaint.reference}")
    engagement = EngagementFactory(complaint=complaint, firm=firm, state="offered")
    let_firm_in(complaint, firm, ["facts"])
    signed_in(lawyer(firm)).get(f"/requests/{engagement.reference}/")
    told = [selectors.access_sentence(one) for one in selectors.accesses(actor_of(complaint.owner), complaint)]
    assert sorted(told) == sorted(f"{who.name} read your complaint." for who in (complaint.authority, firm))
