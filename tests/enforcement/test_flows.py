"""An officer and a supervisor work through the pages, from accepted complaints to a fine in the public register."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.enforcement.enums import FineState, InvestigationState
from caseapp.enforcement.models import Decision, Fine, Investigation
from caseapp.law.models import Jurisdiction
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import InvestigationFactory, accepted, fine, framework
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    Jurisdiction.objects.filter(pk=place().pk).update(currency="CNY")
    return AuthorityFactory()


@pytest.fixture
def as_investigator(client, authority):
    client.force_login(officer(authority, "investigator", display_name="Wang Hao"))
    return client


@pytest.fixture
def as_supervisor(authority):
    from django.test import Client

    client = Client()
    client.force_login(officer(authority, "supervisor", display_name="Zhao Min"))
    return client


def soon(days=14):
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def act(client, what, subject, action, **given):
    return client.post(reverse(f"enforcement:{what}_act", args=[subject.reference, action]), given, follow=True)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_whole_way_from_complaints_to_a_paid_and_published_fine(as_investigator, as_supervisor, authority):
    respondent, law = RespondentFactory(name="Haishu Estates"), framework()
    chosen = [accepted(authority, respondent=respondent) for _ in range(2)]
    other = accepted(authority, respondent=RespondentFactory(name="Yinzhou Leisure"))
    references = [each.reference for each in (*chosen, other)]

    page = as_investigator.post(reverse("enforcement:open"), {"complaint": references})
    assert page.status_code == 200
    assert "2 complaints will join" in text(page)
    assert "It is about another respondent (Yinzhou Leisure)." in text(page)
    assert not Investigation.objects.exists()

    page = as_investigator.post(
        reverse("enforcement:open"),
        {"complaint": references[:2], "title": "Show flats", "question": "Who?", "confirmed": "yes"},
        follow=True,
    )
    investigation = Investigation.objects.get()
    assert page.redirect_chain[-1][0] == reverse("enforcement:investigation", args=[investigation.reference])
    assert "2 complaints joined it" in text(page)

    page = act(as_investigator, "investigation", investigation, "request_information", body="Which?", due_on=soon())
    assert "Ask the respondent" in text(page)
    asked = investigation.information_requests.get()
    as_investigator.post(
        reverse("enforcement:record_answer", args=[investigation.reference, asked.pk]),
        {"answered_on": timezone.localdate().isoformat(), "answer": "FaceGate 3 in all show flats."},
    )
    act(as_investigator, "investigation", investigation, "give_notice", reason="We mean to fine you.", due_on=soon())
    act(as_investigator, "investigation", investigation, "record_representations", reason="They regret it.")

    page = as_investigator.get(reverse("enforcement:elements", args=[investigation.reference]))
    assert "Were you asked separately?" in text(page)
    as_investigator.post(
        reverse("enforcement:record_finding", args=[investigation.reference, law.pk, "separate_consent"]),
        {"result": "breach", "reasons": "Nobody was asked."},
    )
    page = as_investigator.post(
        reverse("enforcement:draft_decision", args=[investigation.reference]),
        {
            "outcome": "fine",
            "legal_basis": law.pk,
            "reasons": "Faces were captured.",
            "statement": "We fined the company.",
            "fine_amount": "250,000",
            "fine_currency": "CNY",
            "fine_due_on": soon(30),
        },
        follow=True,
    )
    assert page.status_code == 200
    page = as_investigator.get(reverse("enforcement:investigation", args=[investigation.reference]))
    assert "a supervisor who did not has to approve it" in text(page)
    assert "No breach of" not in text(page)
    assert reverse("register:propose", args=["reply", investigation.reference]) not in page.content.decode()
    Decision.objects.update(legal_basis=framework(code="OTHER"))
    page = as_investigator.get(reverse("enforcement:investigation", args=[investigation.reference]))
    assert "No breach of" in text(page), "the finding was made under another law"
    Decision.objects.update(legal_basis=law)
    assert (
        as_investigator.get(
            reverse("enforcement:investigation_act", args=[investigation.reference, "decide"])
        ).status_code
        == 404
    )

    address = reverse("enforcement:investigation_act", args=[investigation.reference, "decide"])
    page = as_supervisor.get(address)
    assert "CNY 250,000" in text(page).replace("\xa0", " ")
    seen = page.context["form"].fields["seen"].initial
    page = as_supervisor.post(address, {"seen": seen}, follow=True)
    made = Fine.objects.get()
    assert made.state == FineState.DUE
    assert made.reference in text(page)
    assert {each.refresh_from_db() or each.state for each in chosen} == {ComplaintState.CLOSED}

    page = as_investigator.get(reverse("enforcement:investigation", args=[investigation.reference]))
    for kind in ("decision", "reply"):
        assert reverse("register:propose", args=[kind, investigation.reference]) in page.content.decode()

    page = as_investigator.get(reverse("enforcement:fines"))
    assert made.reference in text(page)
    payment = reverse("enforcement:fine_act", args=[made.reference, "record_payment"])
    form = as_investigator.get(payment).context["form"]
    given = {"on": timezone.localdate().isoformat(), "key": form.fields["key"].initial}
    page = as_investigator.post(payment, {**given, "amount": "300000"})
    assert page.status_code == 400
    assert "This is more than is owed: 250,000.00 CNY." in text(page)
    for _click in range(2):
        as_investigator.post(payment, {**given, "amount": "100000"})
    assert made.ledger.filter(kind="payment").count() == 1
    form = as_investigator.get(payment).context["form"]
    page = as_investigator.post(payment, {**given, "key": form.fields["key"].initial, "amount": "150 000"}, follow=True)
    made.refresh_from_db()
    assert made.state == FineState.PAID

    propose = reverse("register:propose", args=["fine", made.reference])
    page = as_investigator.post(propose, {"text": f"After {chosen[0].reference}."})
    assert "Leave out references of complaints" in text(page)
    address = as_investigator.post(propose, {"text": "Captured faces without consent."})["Location"]
    assert as_investigator.post(f"{address}do/approve/").status_code == 404
    as_supervisor.post(f"{address}do/approve/")
    made.refresh_from_db()
    assert made.published_at is not None
    act(as_supervisor, "investigation", investigation, "close")
    investigation.refresh_from_db()
    assert investigation.state == InvestigationState.CLOSED
    assert Notice.objects.filter(user=chosen[0].owner).count() >= 3


def test_a_fine_is_appealed_reduced_and_set_as_due_again(as_investigator, as_supervisor, authority):
    made = fine(authority=authority, state=FineState.PART_PAID, paid="50000")
    today = timezone.localdate().isoformat()
    act(as_investigator, "fine", made, "lodge_appeal", lodged_on=today, court="Ningbo Intermediate Court")
    page = act(as_supervisor, "fine", made, "reduce", decided_on=today, new_amount="150000")
    assert "Reduced on appeal" in text(page)
    page = act(as_investigator, "fine", made, "fall_due", due_on=soon(30))
    made.refresh_from_db()
    assert made.state == FineState.DUE
    page = as_investigator.get(reverse("enforcement:fine", args=[made.reference]))
    assert "CNY 100,000" in text(page).replace("\xa0", " ")


def test_a_credit_is_said_on_the_page_of_the_fine(as_investigator, as_supervisor, authority):
    made = fine(authority=authority, state=FineState.UNDER_APPEAL, paid="50000")
    act(as_supervisor, "fine", made, "annul", decided_on=timezone.localdate().isoformat())
    page = as_investigator.get(reverse("enforcement:fine", args=[made.reference]))
    assert "is to be returned to the respondent" in text(page)


def test_an_action_that_the_state_does_not_allow_says_so_with_a_way_back(as_investigator, authority):
    made = fine(authority=authority, state=FineState.PAID, paid="250000")
    page = as_investigator.get(reverse("enforcement:fine_act", args=[made.reference, "record_payment"]))
    assert page.status_code == 409
    assert "“Record a payment” is not possible while this is “Paid”." in text(page)
    assert reverse("enforcement:fine", args=[made.reference]) in page.content.decode()


@pytest.mark.parametrize("action", ["settle", "become_overdue", "no_such_thing"])
def test_an_action_that_is_never_offered_does_not_exist(as_investigator, authority, action):
    made = fine(authority=authority)
    assert as_investigator.get(reverse("enforcement:fine_act", args=[made.reference, action])).status_code == 404


def test_what_is_missing_is_said_beside_the_field(as_investigator, authority):
    investigation = InvestigationFactory(authority=authority)
    page = act(as_investigator, "investigation", investigation, "request_information", body="", due_on="yesterday")
    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"body", "due_on"}
    assert "There is a problem" in text(page)


def test_choosing_nothing_leads_back_to_accepted_complaints(as_investigator):
    page = as_investigator.post(reverse("enforcement:open"), {})
    assert "None of the chosen complaints can be investigated now" in text(page)
    assert as_investigator.get(reverse("enforcement:open")).url == "/complaints/?state=accepted"


def test_further_complaints_are_taken_in(as_investigator, authority):
    investigation = InvestigationFactory(authority=authority)
    late = accepted(authority, respondent=investigation.respondent)
    address = reverse("enforcement:add_complaints", args=[investigation.reference])
    assert late.reference in text(as_investigator.get(address))
    assert as_investigator.post(address, {}).status_code == 400
    as_investigator.post(address, {"complaint": [late.reference]})
    late.refresh_from_db()
    assert late.state == ComplaintState.IN_INVESTIGATION


def test_lists_are_narrowed_by_the_address(as_investigator, authority):
    late = fine(authority=authority, state=FineState.OVERDUE, due_in_days=-9)
    due = fine(authority=authority)
    page = text(as_investigator.get(reverse("enforcement:fines"), {"due": "late"}))
    assert late.reference in page
    assert due.reference not in page
    running = InvestigationFactory(authority=authority)
    page = text(as_investigator.get(reverse("enforcement:investigations"), {"state": "open"}))
    assert running.reference in page
    assert late.decision.investigation.reference not in page
    page = text(as_investigator.get(reverse("enforcement:investigations"), {"state": "nonsense"}))
    assert running.reference in page


def test_another_authoritys_pages_do_not_exist(as_investigator):
    theirs = fine(published_at=timezone.now())
    for name, subject in (("fine", theirs), ("investigation", theirs.decision.investigation)):
        assert as_investigator.get(reverse(f"enforcement:{name}", args=[subject.reference])).status_code == 404
    assert ComplaintFactory().reference not in text(as_investigator.get(reverse("complaints:list")))


@pytest.mark.parametrize("name", ["enforcement:investigations", "enforcement:fines"])
def test_the_desk_is_for_officers(client, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(ComplaintFactory().owner)
    assert client.get(reverse(name)).status_code == 403


class TestStatements:
    """Pages cost the same with one row and with three."""

    def count(self, client, address, django_assert_max_num_queries, limit):
        client.get(address)  # what is read once and kept
        with django_assert_max_num_queries(limit) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    def test_lists(self, as_investigator, authority, django_assert_max_num_queries):
        fine(authority=authority)
        names = ("enforcement:fines", "enforcement:investigations")
        one = [self.count(as_investigator, reverse(name), django_assert_max_num_queries, 12) for name in names]
        for _ in range(2):
            fine(authority=authority)
        three = [self.count(as_investigator, reverse(name), django_assert_max_num_queries, 12) for name in names]
        assert one == three

    def test_an_investigation(self, as_investigator, as_supervisor, authority, django_assert_max_num_queries):
        law = framework()
        counts = []
        for number in (1, 3):
            made = fine(authority=authority)
            investigation = made.decision.investigation
            for _ in range(number - 1):
                extra = ComplaintFactory(
                    state="in_investigation", authority=authority, respondent=investigation.respondent
                )
                investigation.links.create(complaint=extra)
            for index in range(number):
                asked = investigation.information_requests.create(body="Which?", due_on=timezone.localdate())
                asked.elements.create(element=law.elements.all()[0])
                investigation.time_wishes.create(request=asked, wanted_until=timezone.localdate(), reason="Holidays.")
                investigation.missed_days.create(request=asked, due_on=timezone.localdate())
                investigation.representations.create(body="They regret it.")
                investigation.findings.create(framework=law, element_key=f"key-{index}", result="breach", reasons="So.")
            address = reverse("enforcement:investigation", args=[investigation.reference])
            counts.append(self.count(as_investigator, address, django_assert_max_num_queries, 20))
        assert counts[0] == counts[1]

    def test_a_fine(self, as_investigator, authority, django_assert_max_num_queries):
        counts = []
        for number in (1, 3):
            made = fine(authority=authority)
            for _ in range(number):
                made.ledger.create(kind="payment", amount=-1, currency="CNY", on=timezone.localdate())
                made.appeals.create(
                    lodged_on=timezone.localdate(), decided_on=timezone.localdate(), court="Court", outcome="upheld"
                )
            address = reverse("enforcement:fine", args=[made.reference])
            counts.append(self.count(as_investigator, address, django_assert_max_num_queries, 20))
        assert counts[0] == counts[1]
