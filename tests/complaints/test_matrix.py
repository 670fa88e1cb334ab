"""Role × action × state for complaints: the table below is the promise, the code is held to it cell by cell."""

import pytest
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState as S
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.errors import InvalidInput
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

COMPLAINANT = {"owner"}
OFFICERS = {"intake_officer", "investigator", "supervisor"}
DECIDERS = {"investigator", "supervisor"}

# action: who may, from which states, to which state
TABLE = {
    "submit": (COMPLAINANT, {S.DRAFT}, S.SUBMITTED),
    "acknowledge": (OFFICERS, {S.SUBMITTED, S.REFERRED}, S.UNDER_REVIEW),
    "request_information": (OFFICERS, {S.UNDER_REVIEW}, S.AWAITING_COMPLAINANT),
    "reply": (COMPLAINANT, {S.AWAITING_COMPLAINANT}, S.UNDER_REVIEW),
    "accept": (OFFICERS, {S.UNDER_REVIEW}, S.ACCEPTED),
    "start_investigation": (DECIDERS, {S.ACCEPTED}, S.IN_INVESTIGATION),
    "conclude": (DECIDERS, {S.IN_INVESTIGATION}, S.CLOSED),
    "refer": (OFFICERS, {S.UNDER_REVIEW}, S.REFERRED),
    "return_referral": (OFFICERS, {S.REFERRED}, S.UNDER_REVIEW),
    # Only for the authority that sent it, while its referral waits: tests/complaints/test_referrals.py.
    "recall_referral": (set(), {S.REFERRED}, S.UNDER_REVIEW),
    "reject": (DECIDERS, {S.UNDER_REVIEW}, S.REJECTED),
    "request_reconsideration": (COMPLAINANT, {S.REJECTED}, S.UNDER_REVIEW),
    "withdraw": (
        COMPLAINANT,
        {S.SUBMITTED, S.UNDER_REVIEW, S.AWAITING_COMPLAINANT, S.ACCEPTED, S.IN_INVESTIGATION, S.REFERRED},
        S.WITHDRAWN,
    ),
    "request_reopening": (COMPLAINANT, {S.CLOSED}, S.CLOSED),
    "decline_reopening": ({"supervisor"}, {S.CLOSED}, S.CLOSED),
    "reopen": ({"supervisor"}, {S.CLOSED}, S.UNDER_REVIEW),
    "take_back": (OFFICERS, {S.ACCEPTED, S.AWAITING_COMPLAINANT, S.REJECTED}, S.UNDER_REVIEW),
    "leave_investigation": (DECIDERS, {S.IN_INVESTIGATION}, S.ACCEPTED),
    "take_back_acknowledgement": (OFFICERS, {S.UNDER_REVIEW}, S.SUBMITTED),
    "take_back_closing": (DECIDERS, {S.CLOSED}, S.IN_INVESTIGATION),
}
INDIRECT = {
    "return_referral",
    "recall_referral",
    "start_investigation",
    "leave_investigation",
    "take_back_acknowledgement",
    "take_back",
    "take_back_closing",
}
GIVEN = {"reason": "Because.", "message": "Words.", "outcome": "fine", "authority": "elsewhere"}

VISIBLE_TO = {"owner", *OFFICERS, "partner", "associate", "paralegal"}


def put_outcome(complaint):
    complaint.outcome = "fine"


def test_the_table_names_every_action_of_the_workflow():
    assert set(TABLE) == {row.action for row in WORKFLOW.transitions}
    assert WORKFLOW.states == set(S.values)


@pytest.mark.django_db
@pytest.mark.parametrize("action", TABLE)
def test_every_role_in_every_state(action):
    may, sources, target = TABLE[action]
    people = cast()
    for role in ROLES:
        for state in S.values:
            Complaint.objects.filter(pk=people.complaint.pk).update(
                state=state,
                outcome="fine" if state == S.CLOSED else "",
                reopening_asked_at=timezone.now() if action == "decline_reopening" else None,
            )
            complaint = Complaint.objects.get(pk=people.complaint.pk)
            with cell(role, action, state, may=role in may, legal=state in sources):
                after = WORKFLOW.apply(
                    people.actors[role], complaint, action, given=GIVEN, change=put_outcome, save=["outcome"]
                )
                assert after.state == target


@pytest.mark.django_db
def test_screens_offer_what_the_table_allows_and_nothing_else():
    people = cast(reopening_asked_at=timezone.now())
    for role in ROLES:
        for state in S.values:
            people.complaint.state = state
            offered = {row.action for row in WORKFLOW.allowed(people.actors[role], people.complaint)}
            expected = {
                action
                for action, (may, sources, _target) in TABLE.items()
                if role in may and state in sources and action not in INDIRECT
            }
            assert offered == expected, f"{role} · {state}"


@pytest.mark.django_db
@pytest.mark.parametrize("state", S.values)
def test_who_sees_it_at_all(state):
    people = cast(state=state)
    seen = {
        role
        for role, actor in people.actors.items()
        if Complaint.objects.visible_to(actor).filter(pk=people.complaint.pk).exists()
    }
    assert seen == ({"owner"} if state == S.DRAFT else VISIBLE_TO)


@pytest.mark.django_db
def test_what_an_action_needs_is_asked_for_by_name():
    people = cast(reopening_asked_at=timezone.now())
    for action, (may, sources, _target) in TABLE.items():
        needs = WORKFLOW.named(action)[0].needs
        if not needs or not may:
            continue
        state = next(iter(sources))
        Complaint.objects.filter(pk=people.complaint.pk).update(
            state=state, outcome="fine" if state == S.CLOSED else ""
        )
        with pytest.raises(InvalidInput) as refused:
            WORKFLOW.apply(people.actors[next(iter(may))], people.complaint, action, given={})
        assert set(refused.value.errors) == set(needs)


@pytest.mark.django_db
@pytest.mark.parametrize("state", S.values)
def test_what_stands_at_a_desk_is_what_its_officers_see_of_their_own(state):
    people = cast(state=state)
    at_desk = {
        role
        for role, actor in people.actors.items()
        if Complaint.objects.at_desk_of(actor).filter(pk=people.complaint.pk).exists()
    }
    assert at_desk == (set() if state == S.DRAFT else OFFICERS)
    for role in at_desk:
        assert Complaint.objects.visible_to(people.actors[role]).filter(pk=people.complaint.pk).exists()
