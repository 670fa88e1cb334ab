"""A compliance order from the draft of a decision to the check that it is still kept; who is told, who sees it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.audit.selectors import chain_faults
from caseapp.core.actors import VISITOR
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import OrderState
from caseapp.enforcement.models import ComplianceOrder, Finding, Investigation, InvestigationComplaint, OrderProof
from caseapp.enforcement.services.decisions import draft_mark
from caseapp.enforcement.tasks import mark_orders
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import InvestigationFactory, breach_found, draft, order

pytestmark = pytest.mark.django_db


def day(ahead):
    return timezone.localdate() + datetime.timedelta(days=ahead)


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def investigator(authority):
    return actor_of(officer(authority, "investigator"))


@pytest.fixture
def supervisor(authority):
    return actor_of(officer(authority, "supervisor"))


def act(actor, made, action, **given):
    return services.perform_on_order(actor=actor, order=made, action=action, given=given)


def prove(actor, made, **given):
    return act(actor, made, "record_proof", **{"body": "Here is the log.", "on": day(0), **given})


class TestDrafting:
    @pytest.fixture
    def investigation(self, authority, investigator):
        made = InvestigationFactory(authority=authority, state="representations", complaints_joined=1)
        breach_found(made)
        draft(made, User.objects.get(pk=investigator.user_id), outcome="warning", fine_amount=None, fine_currency="")
        return made

    def add(self, actor, investigation, **changes):
        given = {"kind": "stop", "text": "Switch it off.", "due_on": day(30), **changes}
        return services.draft_order(actor=actor, investigation=investigation, **given)

    def test_an_order_takes_effect_with_the_decision_and_the_complainant_reads_it_in_plain_words(
        self, investigation, investigator, supervisor
    ):
        made = self.add(investigator, investigation)
        complaint = investigation.complaints.get()
        owner = actor_of(complaint.owner)
        assert selectors.outcome_for_complainant(owner, complaint).orders == ()
        services.approve_decision(actor=supervisor, investigation=investigation)
        made.refresh_from_db()
        assert (made.state, made.ordered_on) == (OrderState.ORDERED, day(0))
        told = selectors.outcome_for_complainant(owner, complaint).orders[0]
        assert "must stop" in str(told.plain_words)
        assert TimelineEntry.objects.filter(subject_id=str(complaint.pk), kind="complaints.order_ordered").exists()
        assert chain_faults(f"order:{made.pk}") == []

    def test_whoever_adds_or_leaves_out_an_order_cannot_approve_it(self, investigation, investigator, supervisor):
        seen = draft_mark(investigation.decision)
        made = self.add(supervisor, investigation)
        with pytest.raises(NotAllowed):
            services.approve_decision(actor=supervisor, investigation=investigation)
        other = actor_of(officer(investigation.authority, "supervisor"))
        with pytest.raises(WrongState):
            services.approve_decision(actor=other, investigation=investigation, seen=seen)
        act(investigator, made, "drop")
        with pytest.raises(NotAllowed):
            services.approve_decision(actor=supervisor, investigation=investigation)
        services.approve_decision(actor=other, investigation=investigation)
        made.refresh_from_db()
        assert (made.state, made.ordered_on) == (OrderState.DROPPED, None)

    def test_an_order_needs_a_draft_a_finding_and_an_outcome_it_goes_with(
        self, authority, investigation, investigator, supervisor
    ):
        with pytest.raises(WrongState):
            self.add(investigator, InvestigationFactory(authority=authority))
        self.add(investigator, investigation)
        Finding.objects.all().delete()
        with pytest.raises(WrongState):
            services.approve_decision(actor=supervisor, investigation=investigation)
        breach_found(investigation)
        services.draft_decision(actor=investigator, investigation=investigation, outcome="no_breach", reasons="None.")
        with pytest.raises(WrongState):
            services.approve_decision(actor=supervisor, investigation=investigation)

    def test_an_order_whose_day_has_come_is_not_made(self, investigation, investigator, supervisor):
        made = self.add(investigator, investigation)
        ComplianceOrder.objects.filter(pk=made.pk).update(due_on=day(0))
        with pytest.raises(WrongState):
            services.approve_decision(actor=supervisor, investigation=investigation)
        assert Investigation.objects.get(pk=investigation.pk).state == "representations"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "burn"}, "kind"),
            ({"text": " "}, "text"),
            ({"text": "x" * 10_001}, "text"),
            ({"due_on": day(0)}, "due_on"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_field(self, investigation, investigator, changes, field):
        with pytest.raises(InvalidInput) as refusal:
            self.add(investigator, investigation, **changes)
        assert set(refusal.value.errors) == {field}


class TestProofs:
    def test_a_proof_is_refused_given_again_and_accepted(self, authority, investigator):
        made = order(authority=authority)
        prove(investigator, made, note="File, page 4")
        act(investigator, made, "refuse_proof", reason="The log is empty.", due_on=day(10))
        assert (made.state, made.due_on) == (OrderState.PROOF_REFUSED, day(10))
        prove(investigator, made)
        act(investigator, made, "accept_proof", recheck_on=day(90))
        assert (made.state, made.fulfilled_on, made.recheck_on) == (OrderState.FULFILLED, day(0), day(90))
        assert list(OrderProof.objects.values_list("result", "reason", "note")) == [
            ("refused", "The log is empty.", "File, page 4"),
            ("accepted", "", ""),
        ]
        owner = made.decision.investigation.complaints.get().owner
        assert Notice.objects.filter(user=owner, kind="enforcement.order_news").count() == 1

    @pytest.mark.parametrize("on", [day(1), day(-61)])
    def test_a_proof_came_between_the_order_and_today(self, authority, investigator, on):
        with pytest.raises(InvalidInput) as refusal:
            prove(investigator, order(authority=authority), on=on)
        assert set(refusal.value.errors) == {"on"}

    def test_more_time_is_later_and_a_supervisors_to_give(self, authority, investigator, supervisor):
        made = order(authority=authority, state=OrderState.OVERDUE, due_in_days=-3)
        with pytest.raises(NotAllowed):
            act(investigator, made, "extend", reason="Illness.", due_on=day(10))
        with pytest.raises(InvalidInput):
            act(supervisor, made, "extend", reason="Illness.", due_on=day(-1))
        act(supervisor, made, "extend", reason="Illness.", due_on=day(10))
        assert (made.state, made.due_on) == (OrderState.ORDERED, day(10))

    def test_a_new_check_finds_it_kept_or_not(self, authority, investigator):
        made = order(authority=authority, state=OrderState.RECHECK_DUE, recheck_on=day(-1))
        act(investigator, made, "confirm_kept", reason="We went there.", recheck_on=day(200))
        assert (made.state, made.recheck_on) == (OrderState.FULFILLED, day(200))
        act(investigator, made, "find_broken", reason="It runs again.", due_on=day(5))
        assert (made.state, made.recheck_on, made.due_on) == (OrderState.BROKEN, None, day(5))
        prove(investigator, made)

    def test_a_lifted_order_tells_the_complainants(self, authority, supervisor):
        made = order(authority=authority)
        act(supervisor, made, "lift", reason="Annulled by the court.")
        complaint = made.decision.investigation.complaints.get()
        assert TimelineEntry.objects.filter(subject_id=str(complaint.pk), kind="complaints.order_lifted").exists()


class TestClock:
    def test_late_orders_and_those_to_check_again_are_marked_once_and_people_told(self, authority, supervisor):
        late = order(authority=authority, due_in_days=-1)
        refused = order(authority=authority, state=OrderState.PROOF_REFUSED, due_in_days=-1)
        today = order(authority=authority, due_in_days=0)
        proven = order(authority=authority, state=OrderState.PROOF_GIVEN, due_in_days=-1)
        again = order(authority=authority, state=OrderState.FULFILLED, recheck_on=day(0))
        later = order(authority=authority, state=OrderState.FULFILLED, recheck_on=day(2))
        mark_orders.work()
        assert services.mark_orders_by_clock() == 0
        states = [
            ComplianceOrder.objects.get(pk=each.pk).state for each in (late, refused, today, proven, again, later)
        ]
        assert states == ["overdue", "overdue", "ordered", "proof_given", "recheck_due", "fulfilled"]
        lead = late.decision.investigation.lead_id
        assert Notice.objects.filter(user_id=lead, kind="enforcement.order_overdue").count() == 1
        # The escalation: a supervisor who has nothing to do with the case hears of both late ones.
        assert Notice.objects.filter(user_id=supervisor.user_id, kind="enforcement.order_overdue").count() == 2
        checker = again.decision.approved_by_id
        assert Notice.objects.filter(user_id=checker, kind="enforcement.order_recheck").count() == 1

    def test_the_desk_counts_what_waits(self, authority, investigator):
        order(authority=authority, due_in_days=3)
        order(authority=authority, due_in_days=-1)
        order(authority=authority, state=OrderState.PROOF_GIVEN)
        work = selectors.work_today(investigator)
        assert (work.orders_due, work.orders_overdue, work.orders_to_check) == (1, 1, 1)
        assert (work.due, work.overdue) == (1, 1)


class TestPublic:
    def test_a_final_order_stands_in_the_dossier_and_is_hidden_while_an_appeal_is_open(self, authority, supervisor):
        made = order(authority=authority)
        services.publish_order(actor=supervisor, order=made, summary="It has to delete its templates.")
        page = reverse("respondents:detail", args=[made.respondent.reference])
        assert "It has to delete its templates." in Client().get(page).content.decode()
        assert [each.pk for each in selectors.orders(VISITOR)] == [made.pk]
        Investigation.objects.update(state="appealed")
        assert "It has to delete its templates." not in Client().get(page).content.decode()
        assert not selectors.orders(VISITOR).exists()
        with pytest.raises(WrongState):
            services.publish_order(actor=supervisor, order=made, summary="Again.")

    def test_what_was_never_ordered_or_names_somebody_is_not_published(self, authority, supervisor):
        drafted = order(authority=authority, state=OrderState.DRAFTED, ordered_on=None)
        with pytest.raises(WrongState):
            services.publish_order(actor=supervisor, order=drafted, summary="It has to stop.")
        with pytest.raises(InvalidInput):
            services.publish_order(actor=supervisor, order=order(authority=authority), summary="Ask a@b.example")


class TestPages:
    def test_an_investigator_walks_from_the_draft_to_a_fulfilled_order(self, authority, investigator, supervisor):
        user = User.objects.get(pk=investigator.user_id)
        investigation = InvestigationFactory(authority=authority, state="representations", complaints_joined=1)
        breach_found(investigation)
        draft(investigation, user, outcome="warning", fine_amount=None, fine_currency="")
        client = Client()
        client.force_login(user)
        add = reverse("enforcement:draft_order", args=[investigation.reference])
        refused = client.post(add, {"kind": "stop", "text": "Stop.", "due_on": day(-1).isoformat()})
        assert refused.status_code == 400
        assert "Choose a day after today." in refused.content.decode()
        assert client.post(add, {"kind": "stop", "text": "Stop.", "due_on": day(9).isoformat()}).status_code == 302
        page = reverse("enforcement:investigation", args=[investigation.reference])
        made = ComplianceOrder.objects.get()
        assert made.reference in client.get(page).content.decode()
        services.approve_decision(actor=supervisor, investigation=investigation)
        door = reverse("enforcement:order_act", args=[made.reference, "record_proof"])
        assert client.post(door, {"body": "Switched off.", "on": day(0).isoformat()}).status_code == 302
        shown = client.get(reverse("enforcement:order", args=[made.reference])).content.decode()
        assert "Switched off." in shown
        door = reverse("enforcement:order_act", args=[made.reference, "accept_proof"])
        assert "Switched off." in client.get(door).content.decode()
        assert client.post(door, {"recheck_on": ""}).status_code == 302
        made.refresh_from_db()
        assert made.state == OrderState.FULFILLED
        listed = client.get(reverse("enforcement:orders"), {"state": "fulfilled"}).content.decode()
        assert made.reference in listed
        assert "No order matches" in client.get(reverse("enforcement:orders"), {"waiting": "late"}).content.decode()

    def test_the_complainant_finds_the_order_in_the_outcome(self, authority):
        made = order(authority=authority)
        complaint = InvestigationComplaint.objects.get(investigation=made.decision.investigation).complaint
        client = Client()
        client.force_login(complaint.owner)
        shown = client.get(f"/complaints/{complaint.reference}/").content.decode()
        assert "must delete the templates" in shown


class TestInterface:
    def test_an_order_over_http(self, authority, investigator, supervisor):
        client = Client()
        client.force_login(User.objects.get(pk=investigator.user_id))
        made = order(authority=authority)
        base = f"/api/v1/compliance-orders/{made.reference}/"
        found = client.get(base).json()
        assert found["status"] == "ordered"
        assert {each["action"] for each in found["allowed_actions"]} == {"record_proof"}
        sent = {"action": "record_proof", "body": "The log.", "on": day(0).isoformat()}
        assert client.post(f"{base}transitions/", sent, "application/json").json()["status"] == "proof_given"
        assert client.get(f"{base}proofs/").json()["results"][0]["body"] == "The log."
        late = {"action": "refuse_proof", "reason": "Empty.", "due_on": day(0).isoformat()}
        assert client.post(f"{base}transitions/", late, "application/json").status_code == 400
        again = {"action": "accept_proof", "recheck_on": day(3).isoformat()}
        assert client.post(f"{base}transitions/", again, "application/json").json()["recheck_on"] == day(3).isoformat()

    def test_everybody_lists_final_orders_without_their_text(self, authority, supervisor):
        made = order(authority=authority)
        assert Client().get("/api/v1/compliance-orders/").json()["results"] == []
        services.publish_order(actor=supervisor, order=made, summary="It has to delete its templates.")
        row = Client().get("/api/v1/compliance-orders/").json()["results"][0]
        assert row["summary"] == "It has to delete its templates."
        assert "text" not in row
        assert Client().get(f"/api/v1/compliance-orders/{made.reference}/").status_code == 401
