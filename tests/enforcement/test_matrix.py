"""Role × action × state for investigations and fines, and role × page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.enforcement import services
from caseapp.enforcement.enums import (
    UNDECIDED_STATES,
    UNPAID_STATES,
    WAITING_ORDER_STATES,
    FineState,
    InvestigationState,
    OrderState,
)
from caseapp.enforcement.models import ComplianceOrder, Fine, Investigation, InvestigationComplaint
from caseapp.enforcement.workflow import FINE, INVESTIGATION, ORDER
from tests.factories.accounts import actor_of, officer
from tests.factories.enforcement import InvestigationFactory, breach_found, draft, fine, order
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

DECIDERS = {"investigator", "supervisor"}
SUPERVISORS = {"supervisor"}
CASEWORK = {"intake_officer", "investigator", "supervisor"}
TODAY = timezone.localdate()
GIVEN = {
    "body": "Words.",
    "reason": "Because.",
    "due_on": TODAY,
    "amount": "1",
    "on": TODAY,
    "lodged_on": TODAY,
    "court": "Court",
    "decided_on": TODAY,
    "new_amount": "1",
    "number": 2,
}

I, F, O = InvestigationState, FineState, OrderState

INVESTIGATIONS = {
    "request_information": (DECIDERS, {I.OPENED, I.INFORMATION_REQUESTED}, {I.INFORMATION_REQUESTED}),
    "give_notice": (DECIDERS, {I.INFORMATION_REQUESTED}, {I.NOTICE_OF_INTENT}),
    "record_representations": (DECIDERS, {I.NOTICE_OF_INTENT}, {I.REPRESENTATIONS}),
    "decide": (SUPERVISORS, {I.REPRESENTATIONS}, {I.DECIDED}),
    "lodge_appeal": (DECIDERS, {I.DECIDED}, {I.APPEALED}),
    "resolve_appeal": (DECIDERS, {I.APPEALED}, {I.DECIDED}),
    "close": (DECIDERS, {I.DECIDED}, {I.CLOSED}),
}
FINES = {
    "fall_due": (DECIDERS, {F.IMPOSED, F.UPHELD, F.REDUCED}, {F.DUE}),
    "record_payment": (DECIDERS, {F.DUE, F.PART_PAID, F.OVERDUE}, {F.PART_PAID, F.OVERDUE}),
    "add_surcharge": (DECIDERS, {F.DUE, F.PART_PAID, F.OVERDUE}, {F.DUE, F.PART_PAID, F.OVERDUE}),
    "agree_instalments": (SUPERVISORS, {F.DUE, F.PART_PAID, F.OVERDUE}, {F.DUE}),
    "settle": (DECIDERS, {F.PART_PAID, F.OVERDUE, F.REDUCED}, {F.PAID}),
    "become_overdue": (DECIDERS, {F.DUE, F.PART_PAID}, {F.OVERDUE}),
    "lodge_appeal": (DECIDERS, UNPAID_STATES, {F.UNDER_APPEAL}),
    "uphold": (SUPERVISORS, {F.UNDER_APPEAL}, {F.UPHELD}),
    "reduce": (SUPERVISORS, {F.UNDER_APPEAL}, {F.REDUCED}),
    "annul": (SUPERVISORS, {F.UNDER_APPEAL}, {F.ANNULLED}),
    "write_off": (SUPERVISORS, UNPAID_STATES, {F.WRITTEN_OFF}),
}
ORDERS = {
    "drop": (DECIDERS, {O.DRAFTED}, {O.DROPPED}),
    "take_effect": (SUPERVISORS, {O.DRAFTED}, {O.ORDERED}),
    "record_proof": (DECIDERS, WAITING_ORDER_STATES | {O.OVERDUE}, {O.PROOF_GIVEN}),
    "accept_proof": (DECIDERS, {O.PROOF_GIVEN}, {O.FULFILLED}),
    "refuse_proof": (DECIDERS, {O.PROOF_GIVEN}, {O.PROOF_REFUSED}),
    "become_overdue": (DECIDERS, WAITING_ORDER_STATES, {O.OVERDUE}),
    "fall_due_again": (DECIDERS, {O.FULFILLED}, {O.RECHECK_DUE}),
    "confirm_kept": (DECIDERS, {O.FULFILLED, O.RECHECK_DUE}, {O.FULFILLED}),
    "find_broken": (DECIDERS, {O.FULFILLED, O.RECHECK_DUE}, {O.BROKEN}),
    "extend": (SUPERVISORS, WAITING_ORDER_STATES | {O.OVERDUE}, {O.ORDERED}),
    "lift": (SUPERVISORS, set(O) - {O.DRAFTED, O.DROPPED, O.LIFTED}, {O.LIFTED}),
}
INDIRECT = (
    {"lodge_appeal", "resolve_appeal"},
    {"settle", "become_overdue"},
    {"take_effect", "become_overdue", "fall_due_again"},
)


def investigation(people):
    """One that the cast's complaint is part of, with a draft that nobody of the cast wrote, and a finding."""
    made = InvestigationFactory(authority=people.authority)
    InvestigationComplaint.objects.create(investigation=made, complaint=people.complaint)
    draft(made, officer(people.authority, "investigator"))
    breach_found(made)
    return made


def imposed(people):
    return fine(authority=people.authority)


def ordered(people):
    return order(authority=people.authority)


MACHINES = {
    "investigations": (INVESTIGATION, INVESTIGATIONS, Investigation, I, investigation, INDIRECT[0]),
    "fines": (FINE, FINES, Fine, F, imposed, INDIRECT[1]),
    "orders": (ORDER, ORDERS, ComplianceOrder, O, ordered, INDIRECT[2]),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_tables_name_every_action_and_state(machine):
    workflow, table, _model, states, _make, indirect = MACHINES[machine]
    assert set(table) == {row.action for row in workflow.transitions}
    assert workflow.states == set(states.values)
    assert indirect == {row.action for row in workflow.transitions if row.indirect}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_role_in_every_state(machine):
    workflow, table, model, states, make, indirect = MACHINES[machine]
    people = cast()
    subject = make(people)
    seen = {role for role in ROLES if model.objects.visible_to(people.actors[role]).filter(pk=subject.pk).exists()}
    assert seen == CASEWORK
    for role in ROLES:
        actor = people.actors[role]
        for state in states.values:
            model.objects.filter(pk=subject.pk).update(state=state)
            here = model.objects.get(pk=subject.pk)
            offered = {row.action for row in workflow.allowed(actor, here)}
            expected = {
                action
                for action, (may, sources, _targets) in table.items()
                if role in may and state in sources and action not in indirect
            }
            assert offered == expected, f"{role} · {state}"
            for action, (may, sources, targets) in table.items():
                model.objects.filter(pk=subject.pk).update(state=state)
                with cell(role, action, state, may=role in may, legal=state in sources):
                    after = workflow.apply(actor, model.objects.get(pk=subject.pk), action, given=GIVEN)
                    assert after.state in targets


@pytest.mark.parametrize("role", ROLES)
def test_acts_that_change_no_state_are_held_by_the_same_roles(role):
    people = cast()
    actor = people.actors[role]
    made, owed, due = investigation(people), imposed(people), ordered(people)
    expected = {
        "enforcement.add_complaints": (made, DECIDERS),
        "enforcement.record_answer": (made, DECIDERS),
        "enforcement.record_finding": (made, DECIDERS),
        "enforcement.draft_decision": (made, DECIDERS),
        "enforcement.record_worksheet": (made, DECIDERS),
        "enforcement.draft_order": (made, DECIDERS),
        "orders.publish": (due, SUPERVISORS),
        "orders.view_file": (due, CASEWORK),
        "fines.publish": (owed, SUPERVISORS),
        "fines.view_ledger": (owed, CASEWORK),
    }
    for action, (subject, may) in expected.items():
        assert can(actor, action, subject) == (role in may), action
    elsewhere = {"officer_elsewhere"}
    assert can(actor, "enforcement.open_investigation") == (role in DECIDERS | elsewhere)


def test_a_draft_is_written_by_those_who_decide_and_until_the_decision_alone():
    people = cast()
    made = investigation(people)
    for role in ROLES:
        for state in InvestigationState.values:
            Investigation.objects.filter(pk=made.pk).update(state=state)
            expected = NotAllowed if role not in DECIDERS else None if state in UNDECIDED_STATES else WrongState
            assert refusal_of_a_draft(people.actors[role], made) is expected, f"{role} · {state}"


def refusal_of_a_draft(actor, made):
    try:
        services.draft_decision(actor=actor, investigation=made, outcome="no_breach", reasons="Nothing was found.")
    except (NotAllowed, WrongState) as refusal:
        return type(refusal)
    return None


def test_an_action_by_its_name_refuses_in_the_same_order():
    people = cast()
    owed = imposed(people)
    with pytest.raises(InvalidInput):
        services.perform_on_fine(actor=people.actors["supervisor"], fine=owed, action="burn", given={})
    with pytest.raises(NotAllowed):
        services.perform_on_fine(actor=people.actors["analyst"], fine=owed, action="write_off", given={})
    with pytest.raises(WrongState):
        services.perform_on_fine(actor=people.actors["supervisor"], fine=owed, action="uphold", given={})
    with pytest.raises(WrongState):
        services.perform_on_fine(actor=people.actors["supervisor"], fine=owed, action="settle", given={})
    with pytest.raises(InvalidInput) as refusal:
        services.perform_on_fine(actor=people.actors["supervisor"], fine=owed, action="write_off", given={})
    assert set(refusal.value.errors) == {"reason"}


PAGES = {
    "investigation": (CASEWORK, "enforcement:investigation"),
    "request": (DECIDERS, "enforcement:investigation_act"),
    "add": (DECIDERS, "enforcement:add_complaints"),
    "elements": (DECIDERS, "enforcement:elements"),
    "draft": (DECIDERS, "enforcement:draft_decision"),
    "worksheet": (CASEWORK, "enforcement:worksheet"),
    "fine": (CASEWORK, "enforcement:fine"),
    "pay": (DECIDERS, "enforcement:fine_act"),
    "draft_order": (DECIDERS, "enforcement:draft_order"),
    "order": (CASEWORK, "enforcement:order"),
    "prove": (DECIDERS, "enforcement:order_act"),
}
ACTIONS = {"request": "request_information", "pay": "record_payment", "prove": "record_proof"}
ON_ORDERS = {"order", "prove"}


def test_every_role_on_every_page():
    people = cast()
    made, owed, due = investigation(people), imposed(people), ordered(people)
    ComplianceOrder.objects.filter(pk=due.pk).update(published_at=timezone.now())
    Fine.objects.filter(pk=owed.pk).update(published_at=timezone.now())
    for role in ROLES:
        client, actor = Client(), people.actors[role]
        if actor.is_signed_in:
            client.force_login(User.objects.get(pk=actor.user_id))
        for page, (may, name) in PAGES.items():
            subject = owed if page in {"fine", "pay"} else due if page in ON_ORDERS else made
            arguments = [subject.reference, *([ACTIONS[page]] if page in ACTIONS else [])]
            status = client.get(reverse(name, args=arguments)).status_code
            if role in may:
                assert status == 200, f"{role} · {page}"
            elif role in CASEWORK | {"officer_elsewhere"}:
                assert status == 404, f"{role} · {page}"
            else:
                assert status == (403 if actor.is_signed_in else 302), f"{role} · {page}"


def test_the_author_of_a_draft_does_not_approve_it_even_as_a_supervisor():
    people = cast()
    made = InvestigationFactory(authority=people.authority, state=InvestigationState.REPRESENTATIONS)
    author = officer(people.authority, "supervisor")
    draft(made, author)
    assert not can(actor_of(author), "investigations.decide", made)
    assert can(people.actors["supervisor"], "investigations.decide", made)
