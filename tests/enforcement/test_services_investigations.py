"""From accepted complaints to an approved decision: what each act writes, whom it tells, what it refuses."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from caseapp.audit.models import Entry
from caseapp.audit.selectors import chain_faults
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import FineState, InvestigationState
from caseapp.enforcement.models import Decision, Finding, Fine, Investigation, LedgerEntry
from caseapp.enforcement.services.decisions import draft_mark
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import (
    InvestigationFactory,
    accepted,
    breach_found,
    decided_with_fine,
    draft,
    framework,
)
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


def soon(days=14):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def investigator(authority):
    return actor_of(officer(authority, "investigator"))


@pytest.fixture
def supervisor(authority):
    return actor_of(officer(authority, "supervisor"))


class TestOpening:
    def test_all_complaints_join_and_their_people_are_told(self, authority, investigator):
        respondent = RespondentFactory()
        complaints = [accepted(authority, respondent=respondent) for _ in range(3)]
        investigation = services.open_investigation(
            actor=investigator, complaints=complaints, title="Show flats", question="Who is captured?"
        )
        assert investigation.reference.startswith("INV-")
        assert investigation.lead_id == investigator.user_id
        assert investigation.links.count() == 3
        states = Complaint.objects.filter(investigations=investigation).values_list("state", flat=True)
        assert set(states) == {ComplaintState.IN_INVESTIGATION}
        told = Notice.objects.filter(user__in=[each.owner for each in complaints])
        assert told.count() == 3
        entry = TimelineEntry.objects.filter(kind="complaints.start_investigation").first()
        assert entry.data["investigation"] == investigation.reference
        assert Entry.objects.filter(action="investigations.open", subject_id=str(investigation.pk)).exists()
        assert chain_faults(f"investigation:{investigation.pk}") == []

    def test_one_that_is_not_accepted_stops_all(self, authority, investigator):
        respondent = RespondentFactory()
        good = accepted(authority, respondent=respondent)
        early = ComplaintFactory(authority=authority, respondent=respondent, state=ComplaintState.UNDER_REVIEW)
        with pytest.raises(InvalidInput) as refusal:
            services.open_investigation(actor=investigator, complaints=[good, early], title="Show flats")
        assert early.reference in str(refusal.value.errors["complaints"])
        assert good.reference not in str(refusal.value.errors["complaints"])
        good.refresh_from_db()
        assert good.state == ComplaintState.ACCEPTED
        assert not Investigation.objects.exists()

    def test_several_respondents_are_refused(self, authority, investigator):
        with pytest.raises(InvalidInput, match="another respondent"):
            services.open_investigation(
                actor=investigator, complaints=[accepted(authority), accepted(authority)], title="Two"
            )

    def test_another_authoritys_complaint_is_refused(self, investigator):
        with pytest.raises(InvalidInput, match="not for you"):
            services.open_investigation(actor=investigator, complaints=[accepted(AuthorityFactory())], title="Theirs")

    def test_an_empty_choice_and_an_empty_title_are_refused(self, authority, investigator):
        with pytest.raises(InvalidInput) as refusal:
            services.open_investigation(actor=investigator, complaints=[], title="None")
        assert "complaints" in refusal.value.errors
        with pytest.raises(InvalidInput) as refusal:
            services.open_investigation(actor=investigator, complaints=[accepted(authority)], title="  ")
        assert "title" in refusal.value.errors

    def test_an_intake_officer_does_not_open_one(self, authority):
        clerk = actor_of(officer(authority, "intake_officer"))
        with pytest.raises(NotAllowed):
            services.open_investigation(actor=clerk, complaints=[accepted(authority)], title="No")


@pytest.mark.django_db(transaction=True)
def test_a_complaint_joins_one_investigation_even_when_two_are_opened_at_the_same_moment():
    authority = AuthorityFactory()
    complaint = accepted(authority)
    actors = [actor_of(officer(authority, "investigator")) for _ in range(3)]
    start, outcomes = threading.Barrier(len(actors)), []

    def attempt(actor):
        start.wait()
        try:
            services.open_investigation(actor=actor, complaints=[complaint], title="Show flats")
            outcomes.append("opened")
        except (InvalidInput, WrongState):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["opened", "refused", "refused"]
    assert Investigation.objects.count() == 1
    assert complaint.investigations.count() == 1


class TestJoiningLater:
    def test_a_further_complaint_joins_until_the_decision(self, authority, investigator):
        investigation = InvestigationFactory(authority=authority, state=InvestigationState.REPRESENTATIONS)
        late = accepted(authority, respondent=investigation.respondent)
        assert list(selectors.joinable(investigator, late)) == [investigation]
        services.add_complaints(actor=investigator, investigation=investigation, complaints=[late])
        late.refresh_from_db()
        assert late.state == ComplaintState.IN_INVESTIGATION
        assert selectors.investigation_of(investigator, late) == investigation

    def test_none_joins_after_the_decision(self, authority, investigator):
        investigation = InvestigationFactory(authority=authority, state=InvestigationState.DECIDED)
        late = accepted(authority, respondent=investigation.respondent)
        assert not selectors.joinable(investigator, late).exists()
        with pytest.raises(WrongState):
            services.add_complaints(actor=investigator, investigation=investigation, complaints=[late])

    def test_a_choice_is_sorted_into_taken_and_refused(self, authority, investigator):
        respondent = RespondentFactory()
        good = [accepted(authority, respondent=respondent) for _ in range(2)]
        other = accepted(authority)
        early = ComplaintFactory(authority=authority, respondent=respondent)
        foreign = accepted(AuthorityFactory())
        found = selectors.selection(investigator, [each.reference for each in (*good, other, early, foreign)])
        assert found.respondent == respondent
        assert set(found.taken) == set(good)
        assert {complaint for complaint, _why in found.refused} == {other, early}


class TestHearing:
    def test_a_request_has_a_day_ahead_and_is_answered_once(self, authority, investigator):
        investigation = InvestigationFactory(authority=authority)
        with pytest.raises(InvalidInput) as refusal:
            services.request_information(
                actor=investigator, investigation=investigation, body="Which system?", due_on=timezone.localdate()
            )
        assert "due_on" in refusal.value.errors
        request = services.request_information(
            actor=investigator, investigation=investigation, body="Which system?", due_on=soon()
        )
        investigation.refresh_from_db()
        assert investigation.state == InvestigationState.INFORMATION_REQUESTED
        with pytest.raises(InvalidInput):
            services.record_answer(actor=investigator, request=request, answered_on=soon(1), answer="None.")
        services.record_answer(
            actor=investigator, request=request, answered_on=timezone.localdate(), answer="FaceGate 3."
        )
        with pytest.raises(WrongState):
            services.record_answer(
                actor=investigator, request=request, answered_on=timezone.localdate(), answer="Again."
            )

    def test_a_second_request_may_follow_the_first(self, authority, investigator):
        investigation = InvestigationFactory(authority=authority)
        for body in ("Which system?", "Since when?"):
            services.request_information(actor=investigator, investigation=investigation, body=body, due_on=soon())
        assert investigation.information_requests.count() == 2

    def test_notice_and_representations_are_kept_whole(self, authority, investigator):
        investigation = InvestigationFactory(authority=authority, state=InvestigationState.INFORMATION_REQUESTED)
        services.give_notice(
            actor=investigator, investigation=investigation, reason="We mean to fine you.", due_on=soon()
        )
        services.record_representations(actor=investigator, investigation=investigation, reason="We disagree.")
        investigation.refresh_from_db()
        assert investigation.state == InvestigationState.REPRESENTATIONS
        assert investigation.notice.body == "We mean to fine you."
        assert [each.body for each in investigation.representations.all()] == ["We disagree."]


class TestFindings:
    def test_a_finding_takes_its_article_from_the_law_and_can_be_corrected(self, authority, investigator):
        investigation, law = InvestigationFactory(authority=authority), framework()
        for result in ("not_established", "breach"):
            services.record_finding(
                actor=investigator,
                investigation=investigation,
                framework=law,
                element_key="separate_consent",
                result=result,
                reasons="Nobody was asked.",
            )
        finding = Finding.objects.get()
        assert (finding.result, finding.article) == ("breach", "Article 29")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"element_key": "unknown"}, "element_key"), ({"result": "maybe"}, "result"), ({"reasons": " "}, "reasons")],
    )
    def test_what_makes_no_sense_is_refused_by_field(self, authority, investigator, changes, field):
        given = {"element_key": "separate_consent", "result": "breach", "reasons": "So.", **changes}
        with pytest.raises(InvalidInput) as refusal:
            services.record_finding(
                actor=investigator,
                investigation=InvestigationFactory(authority=authority),
                framework=framework(),
                **given,
            )
        assert field in refusal.value.errors


class TestDrafting:
    def test_supervisors_other_than_the_author_are_told(self, authority, investigator, supervisor):
        author = actor_of(officer(authority, "supervisor"))
        services.draft_decision(
            actor=author,
            investigation=InvestigationFactory(authority=authority),
            outcome="no_breach",
            reasons="Nothing was captured.",
        )
        assert set(Notice.objects.values_list("user_id", "kind")) == {(supervisor.user_id, "enforcement.draft_waiting")}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"fine_amount": None}, "fine_amount"),
            ({"fine_amount": Decimal(0)}, "fine_amount"),
            ({"fine_amount": Decimal("1E30")}, "fine_amount"),
            ({"fine_amount": Decimal("10.5"), "fine_currency": "KRW"}, "fine_amount"),
            ({"fine_currency": "XYZ"}, "fine_currency"),
            ({"fine_due_on": None}, "fine_due_on"),
            ({"fine_due_on": datetime.date(2020, 1, 1)}, "fine_due_on"),
            ({"outcome": "prison"}, "outcome"),
            ({"reasons": ""}, "reasons"),
        ],
    )
    def test_a_fine_needs_sum_currency_and_day(self, authority, investigator, changes, field):
        given = {
            "outcome": "fine",
            "reasons": "So.",
            "fine_amount": Decimal(250000),
            "fine_currency": "CNY",
            "fine_due_on": soon(),
            **changes,
        }
        with pytest.raises(InvalidInput) as refusal:
            services.draft_decision(
                actor=investigator, investigation=InvestigationFactory(authority=authority), **given
            )
        assert set(refusal.value.errors) == {field}

    def test_without_a_fine_its_terms_are_dropped(self, authority, investigator):
        investigation = InvestigationFactory(authority=authority)
        draft = services.draft_decision(
            actor=investigator,
            investigation=investigation,
            outcome="warning",
            reasons="So.",
            fine_amount=Decimal(5),
            fine_currency="CNY",
            fine_due_on=soon(),
        )
        assert (draft.fine_amount, draft.fine_currency, draft.fine_due_on) == (None, "", None)

    def test_a_draft_is_rewritten_in_place_and_its_author_is_the_last_writer(self, authority, investigator, supervisor):
        investigation = InvestigationFactory(authority=authority)
        services.draft_decision(actor=investigator, investigation=investigation, outcome="warning", reasons="A")
        services.draft_decision(actor=supervisor, investigation=investigation, outcome="warning", reasons="B")
        draft = Decision.objects.get()
        assert (draft.reasons, draft.drafted_by_id) == ("B", supervisor.user_id)

    def test_a_fine_above_the_stated_maximum_is_remarked(self, authority, investigator):
        law = framework(max_fine_amount=Decimal(200000), max_fine_currency="CNY", max_fine_article_en="Article 66")
        investigation = InvestigationFactory(authority=authority)
        above = draft(investigation, officer(authority), legal_basis=law)
        assert selectors.draft_excess(above).maximum == 200000
        above.fine_amount = Decimal(200000)
        assert selectors.draft_excess(above) is None
        above.fine_amount, above.fine_currency = Decimal(250000), "USD"
        assert selectors.draft_excess(above) is None


class TestApproval:
    @pytest.fixture
    def ready(self, authority, investigator):
        investigation = InvestigationFactory(
            authority=authority, state=InvestigationState.REPRESENTATIONS, complaints_joined=2
        )
        breach_found(investigation)
        return investigation

    def test_the_author_does_not_approve_their_own_draft(self, authority, ready):
        both = officer(authority, "supervisor")
        draft(ready, both)
        with pytest.raises(NotAllowed):
            services.approve_decision(actor=actor_of(both), investigation=ready)

    def test_nor_does_whoever_wrote_an_earlier_version(self, authority, ready, investigator, supervisor):
        both, words = actor_of(officer(authority, "supervisor")), {"investigation": ready, "outcome": "warning"}
        services.draft_decision(actor=both, reasons="My words.", **words)
        services.draft_decision(actor=investigator, reasons="My words, polished.", **words)
        assert selectors.work_today(both).to_approve == 0
        with pytest.raises(NotAllowed):
            services.approve_decision(actor=both, investigation=ready)
        assert selectors.work_today(supervisor).to_approve == 1
        services.approve_decision(actor=supervisor, investigation=ready)

    def test_an_investigator_does_not_approve(self, authority, ready, investigator):
        draft(ready, officer(authority, "investigator"))
        with pytest.raises(NotAllowed):
            services.approve_decision(actor=investigator, investigation=ready)

    def test_nothing_is_approved_without_a_draft(self, ready, supervisor):
        with pytest.raises(WrongState, match="Draft the decision first"):
            services.approve_decision(actor=supervisor, investigation=ready)

    def test_no_fine_without_a_finding_of_a_breach(self, authority, ready, supervisor):
        ready.findings.all().delete()
        draft(ready, officer(authority, "investigator"))
        with pytest.raises(WrongState, match="finding of a breach"):
            services.approve_decision(actor=supervisor, investigation=ready)

    def test_a_draft_rewritten_since_it_was_read_is_not_approved(self, authority, ready, supervisor, investigator):
        read = draft_mark(draft(ready, officer(authority, "investigator")))
        services.draft_decision(
            actor=investigator,
            investigation=ready,
            outcome="fine",
            reasons="Ten times as much.",
            fine_amount=Decimal(2500000),
            fine_currency="CNY",
            fine_due_on=soon(),
        )
        with pytest.raises(WrongState, match="rewritten"):
            services.approve_decision(actor=supervisor, investigation=ready, seen=read)
        ready.refresh_from_db()
        assert ready.state == InvestigationState.REPRESENTATIONS

    def test_a_day_to_pay_that_has_passed_stops_the_approval(self, authority, ready, supervisor):
        draft(ready, officer(authority, "investigator"), fine_due_on=datetime.date(2026, 1, 1))
        with pytest.raises(InvalidInput) as refusal:
            services.approve_decision(actor=supervisor, investigation=ready)
        assert "fine_due_on" in refusal.value.errors
        assert not Fine.objects.exists()

    def test_a_fine_comes_with_its_ledger_and_everybody_is_told(self, authority):
        fine, investigator, _supervisor = decided_with_fine(authority)
        assert fine.state == FineState.DUE
        assert fine.reference.startswith("FINE-")
        assert list(LedgerEntry.objects.values_list("kind", "amount", "currency")) == [
            ("imposed", Decimal(250000), "CNY")
        ]
        investigation = fine.decision.investigation
        assert investigation.state == InvestigationState.DECIDED
        assert investigation.decided_at is not None
        complaints = Complaint.objects.filter(investigations=investigation)
        assert {(each.state, each.outcome) for each in complaints} == {("closed", "fine")}
        for complaint in complaints:
            kinds = set(TimelineEntry.objects.filter(subject_id=str(complaint.pk)).values_list("kind", flat=True))
            assert {"complaints.fine_imposed", "complaints.conclude"} <= kinds
            outcome = selectors.outcome_for_complainant(actor_of(complaint.owner), complaint)
            assert outcome.statement == "We fined the company."
            assert (outcome.fine.amount, outcome.fine.currency) == (250000, "CNY")
            assert outcome.other_complaints == 1
        assert Notice.objects.filter(user_id=investigator.user_id, kind="enforcement.decided").exists()
        assert chain_faults(f"fine:{fine.pk}") == []

    def test_a_withdrawn_complaint_is_left_as_it_is(self, authority, ready, supervisor):
        withdrawn = ready.complaints.first()
        Complaint.objects.filter(pk=withdrawn.pk).update(state=ComplaintState.WITHDRAWN)
        draft(ready, officer(authority, "investigator"))
        services.approve_decision(actor=supervisor, investigation=ready)
        withdrawn.refresh_from_db()
        assert (withdrawn.state, withdrawn.outcome) == (ComplaintState.WITHDRAWN, "")

    @pytest.mark.parametrize(
        ("outcome", "theirs"),
        [("warning", "order"), ("no_breach", "no_breach"), ("discontinued", "insufficient_evidence")],
    )
    def test_a_decision_without_a_fine_closes_the_complaints_too(self, authority, ready, supervisor, outcome, theirs):
        draft(
            ready,
            officer(authority, "investigator"),
            outcome=outcome,
            fine_amount=None,
            fine_currency="",
            fine_due_on=None,
        )
        services.approve_decision(actor=supervisor, investigation=ready)
        assert set(ready.complaints.values_list("outcome", flat=True)) == {theirs}
        assert not Fine.objects.exists()
        services.close(actor=supervisor, investigation=ready)
        ready.refresh_from_db()
        assert ready.state == InvestigationState.CLOSED


def test_a_stranger_learns_nothing_of_an_outcome(authority):
    fine, _investigator, _supervisor = decided_with_fine(authority, complaints=1)
    complaint = Complaint.objects.get(investigations=fine.decision.investigation)
    stranger = actor_of(ComplaintFactory().owner)
    assert selectors.outcome_for_complainant(stranger, complaint) is None
    assert selectors.outcome_for_complainant(actor_of(complaint.owner), ComplaintFactory()) is None
