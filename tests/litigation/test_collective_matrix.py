"""Role × action × state for collective actions, invitations, places on the roster, distributions and offers."""

import datetime

import pytest

from caseapp.litigation.enums import ActionState, DistributionState, InvitationState, MemberState, OfferState
from caseapp.litigation.models import CollectiveAction, CollectiveInvitation, CollectiveMember, Distribution, Offer
from caseapp.litigation.workflow import ACTION, DISTRIBUTION, INVITATION, MEMBER, OFFER
from tests.factories.collective import CollectiveActionFactory, invited, joined
from tests.factories.litigation import CivilSuitFactory, EngagementFactory
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

FIRM = {"partner", "associate", "paralegal"}
LAWYERS = {"partner", "associate"}
OWNER = {"owner"}
GIVEN = {
    "join_by": datetime.date(2030, 1, 1),
    "suit": "SUIT-2026-0000-0000",
    "reason": "Because.",
    "name": "Li Hua",
    "message": "The date is missing.",
    "cure_by": datetime.date(2030, 1, 1),
    "on": datetime.date(2026, 1, 1),
}
A, I, M, D, O = ActionState, InvitationState, MemberState, DistributionState, OfferState

ACTIONS = {
    "invite": (LAWYERS, {A.PROPOSED, A.INVITING}, A.INVITING),
    "form": (LAWYERS, {A.INVITING}, A.FORMED),
    "link": (LAWYERS, {A.FORMED}, A.IN_SUIT),
    "conclude": (LAWYERS, {A.IN_SUIT}, A.CONCLUDED),
    "reopen": ({"partner"}, {A.CONCLUDED}, A.IN_SUIT),
    "abandon": ({"partner"}, {A.PROPOSED, A.INVITING, A.FORMED}, A.ABANDONED),
}
INVITATIONS = {
    "join": (OWNER, {I.SENT, I.DECLINED}, I.JOINED),
    "decline": (OWNER, {I.SENT}, I.DECLINED),
}
MEMBERS = {
    "admit": (LAWYERS, {M.JOINED, M.DEFICIENT}, M.ADMITTED),
    "ask": (LAWYERS, {M.JOINED, M.ADMITTED}, M.DEFICIENT),
    "cure": (OWNER, {M.DEFICIENT}, M.JOINED),
    "leave": (OWNER, {M.JOINED, M.DEFICIENT, M.ADMITTED}, M.WITHDRAWN),
    "exclude": (LAWYERS, {M.JOINED, M.DEFICIENT}, M.EXCLUDED),
}
DISTRIBUTIONS = {
    "approve": ({"partner"}, {D.PREPARED}, D.APPROVED),
    "hold": (LAWYERS, {D.APPROVED}, D.HELD),
    "release": ({"partner"}, {D.HELD}, D.APPROVED),
    "withdraw": ({"partner"}, {D.HELD}, D.WITHDRAWN),
    "discard": (LAWYERS, {D.PREPARED}, D.DISCARDED),
}

OFFERS = {
    "accept": (LAWYERS, {O.OPEN}, O.ACCEPTED),
    "refuse": (LAWYERS, {O.OPEN}, O.REFUSED),
    "take_back": (LAWYERS, {O.OPEN}, O.TAKEN_BACK),
    "lapse": (LAWYERS, {O.OPEN}, O.LAPSED),
}


def action(people):
    return CollectiveActionFactory(case_file__firm=people.firm)


def invitation(people):
    return invited(action(people), people.complaint)


def member(people):
    return joined(action(people), people.complaint)


def distribution(people):
    return Distribution.objects.create(
        action=action(people),
        rule="equal",
        currency="CNY",
        gross_amount=1,
        prepared_by_id=people.actors["associate"].user_id,
    )


def offer(people):
    suit = CivilSuitFactory(case_file__firm=people.firm)
    EngagementFactory(complaint=people.complaint, firm=people.firm, case_file=suit.case_file, state="accepted")
    return Offer.objects.create(suit=suit, side="theirs", amount=1, currency="CNY", offered_on="2026-01-01")


MACHINES = {
    "offers": (OFFER, OFFERS, Offer, O, offer, FIRM | OWNER),
    "collective_actions": (ACTION, ACTIONS, CollectiveAction, A, action, FIRM),
    # The firm never sees an invitation: whom it found stays the service's until they join.
    "collective_invitations": (INVITATION, INVITATIONS, CollectiveInvitation, I, invitation, OWNER),
    "collective_members": (MEMBER, MEMBERS, CollectiveMember, M, member, FIRM | OWNER),
    "distributions": (DISTRIBUTION, DISTRIBUTIONS, Distribution, D, distribution, FIRM),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_tables_name_every_action_and_state(machine):
    workflow, table, _model, states, _make, _seen = MACHINES[machine]
    assert set(table) == {row.action for row in workflow.transitions}
    assert workflow.states == set(states.values)


@pytest.mark.django_db
@pytest.mark.parametrize("machine", MACHINES)
def test_every_role_in_every_state(machine):
    workflow, table, model, states, make, seen_by = MACHINES[machine]
    people = cast()
    subject = make(people)
    seen = {role for role in ROLES if model.objects.visible_to(people.actors[role]).filter(pk=subject.pk).exists()}
    assert seen == seen_by
    for name, (may, sources, target) in table.items():
        for role in ROLES:
            for state in states.values:
                model.objects.filter(pk=subject.pk).update(state=state)
                with cell(role, name, state, may=role in may, legal=state in sources):
                    after = workflow.apply(people.actors[role], model.objects.get(pk=subject.pk), name, given=GIVEN)
                    assert after.state == target
