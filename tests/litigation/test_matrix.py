"""Role × action × state for engagements, case files and suits."""

import pytest

from caseapp.litigation.enums import CaseFileState, EngagementState, LimitationState, SuitState
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement, Limitation
from caseapp.litigation.workflow import CASE_FILE, ENGAGEMENT, LIMITATION, SUIT
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory, EngagementFactory, three_years
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

FIRM = {"partner", "associate", "paralegal"}
LAWYERS = {"partner", "associate"}
CLIENT = {"owner"}
GIVEN = {
    "terms": "Terms.",
    "name": "Lin Mei",
    "last_day": "2026-01-01",
    "met_on": "2026-01-01",
    "reason": "Because.",
    "docket_number": "12",
    "filed_on": "2026-01-01",
    "decided_on": "2026-01-01",
    "result": "partly",
    "summary": "Words.",
    "amount": "1",
    "awarded_on": "2026-01-01",
    "lodged_on": "2026-01-01",
    "side": "theirs",
    "court": "Intermediate court",
}

E, C, S, L = EngagementState, CaseFileState, SuitState, LimitationState

ENGAGEMENTS = {
    "start_conflict_check": (FIRM, {E.REQUESTED, E.CONFLICT_CHECK}, E.CONFLICT_CHECK),
    "offer": (LAWYERS, {E.CONFLICT_CHECK}, E.OFFERED),
    "accept": (CLIENT, {E.OFFERED}, E.ACCEPTED),
    "decline": (LAWYERS | CLIENT, {E.REQUESTED, E.CONFLICT_CHECK, E.OFFERED}, E.DECLINED),
    "end": (LAWYERS | CLIENT, {E.ACCEPTED}, E.ENDED),
}
CASE_FILES = {
    "close": (LAWYERS, {C.OPEN}, C.CLOSED),
    "reopen": ({"partner"}, {C.CLOSED}, C.OPEN),
}
LIMITATIONS = {
    "confirm": (LAWYERS, {L.UNCONFIRMED}, L.CONFIRMED),
    "change_facts": (FIRM, {L.UNCONFIRMED, L.CONFIRMED}, L.UNCONFIRMED),
    "meet": (LAWYERS, {L.UNCONFIRMED, L.CONFIRMED}, L.MET),
    "run_again": (LAWYERS, {L.MET}, L.UNCONFIRMED),
}
_RUNNING = {S.FILED, S.SERVED, S.ANSWERED, S.MEDIATION, S.HEARING}
SUITS = {
    "file": (LAWYERS, {S.PREPARING}, S.FILED),
    "serve": (LAWYERS, {S.FILED}, S.SERVED),
    "record_answer": (LAWYERS, {S.SERVED}, S.ANSWERED),
    "go_to_mediation": (LAWYERS, {S.ANSWERED, S.HEARING}, S.MEDIATION),
    "go_to_hearing": (LAWYERS, {S.ANSWERED, S.MEDIATION}, S.HEARING),
    "record_judgment": (LAWYERS, {S.HEARING, S.APPEALED}, S.JUDGMENT),
    "settle": (LAWYERS, {S.PREPARING, *_RUNNING}, S.SETTLED),
    "withdraw": (LAWYERS, {S.PREPARING, *_RUNNING}, S.WITHDRAWN),
    "dismiss": (LAWYERS, _RUNNING, S.DISMISSED),
    "appeal": (LAWYERS, {S.JUDGMENT}, S.APPEALED),
    "withdraw_appeal": (LAWYERS, {S.APPEALED}, S.JUDGMENT),
    "start_collecting": (LAWYERS, {S.JUDGMENT, S.SETTLED}, S.COLLECTING),
    "conclude": (LAWYERS, {S.COLLECTING}, S.CONCLUDED),
}


def engagement(people):
    return EngagementFactory(complaint=people.complaint, firm=people.firm)


def case_file(people):
    return CaseFileFactory(firm=people.firm)


def suit(people):
    made = CivilSuitFactory(case_file__firm=people.firm)
    EngagementFactory(complaint=people.complaint, firm=people.firm, case_file=made.case_file, state=E.ACCEPTED)
    return made


def limitation(people):
    made = EngagementFactory(complaint=people.complaint, firm=people.firm, state=E.ACCEPTED)
    rule = three_years()
    return Limitation.objects.create(
        case_file=CaseFileFactory(firm=people.firm), engagement=made, rule=rule, event_on="2026-03-02"
    )


MACHINES = {
    "engagements": (ENGAGEMENT, ENGAGEMENTS, Engagement, E, engagement, FIRM | CLIENT),
    "case_files": (CASE_FILE, CASE_FILES, CaseFile, C, case_file, FIRM),
    "limitations": (LIMITATION, LIMITATIONS, Limitation, L, limitation, FIRM),
    "suits": (SUIT, SUITS, CivilSuit, S, suit, FIRM | CLIENT),
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
    for action, (may, sources, target) in table.items():
        for role in ROLES:
            for state in states.values:
                model.objects.filter(pk=subject.pk).update(state=state)
                with cell(role, action, state, may=role in may, legal=state in sources):
                    after = workflow.apply(people.actors[role], model.objects.get(pk=subject.pk), action, given=GIVEN)
                    assert after.state == target
