"""Which ways are open to the person under one framework, and why."""

from collections.abc import Mapping

from caseapp.rules import clocks
from caseapp.rules.screening.law import AuthorityRule, FrameworkRule
from caseapp.rules.screening.results import ElementResult, GroundResult, RouteResult
from caseapp.rules.screening.vocabulary import Finding, Outcome, Role, RouteKind, RouteReason, RouteState


def routes(
    framework: FrameworkRule,
    outcome: Outcome,
    elements: tuple[ElementResult, ...],
    grounds: tuple[GroundResult, ...],
    limitation: clocks.Deadline | None,
    in_time: bool | None,
) -> tuple[RouteResult, ...]:
    """The letter, the authorities and mediators that the framework names, and the civil suit.

    `in_time` is whether the limitation still runs; None where that cannot be told.
    """
    by_key = {element.key: element for element in elements}
    found = [_letter(framework, outcome)]
    found += [_authority(one, outcome, by_key) for one in framework.authorities if one.kind != "court"]
    found.append(_suit(framework, outcome, by_key, grounds, limitation, in_time))
    return tuple(found)


def _letter(framework: FrameworkRule, outcome: Outcome) -> RouteResult:
    if outcome is Outcome.OUTSIDE:
        return RouteResult(RouteKind.LETTER, RouteState.DOUBTFUL, RouteReason.OUTSIDE)
    reason = RouteReason.ANSWER_DUE if framework.answer_is_timed else RouteReason.WRITE_ANY_TIME
    return RouteResult(RouteKind.LETTER, RouteState.OPEN, reason, framework.answer_article)


def _authority(rule: AuthorityRule, outcome: Outcome, elements: Mapping[str, ElementResult]) -> RouteResult:
    kind = RouteKind.MEDIATION if rule.kind == "mediation" else RouteKind.AUTHORITY
    if outcome is Outcome.OUTSIDE:
        return RouteResult(kind, RouteState.DOUBTFUL, RouteReason.OUTSIDE, authority=rule.position)
    if not rule.after:
        return RouteResult(kind, RouteState.OPEN, RouteReason.COMPLAINT_OPEN, authority=rule.position)
    missing = tuple(key for key in rule.after if elements[key].finding is not Finding.MADE_OUT)
    article = elements[(missing or rule.after)[0]].article
    if missing:
        return RouteResult(kind, RouteState.AFTER_STEP, RouteReason.STEP_FIRST, article, rule.position, missing)
    return RouteResult(kind, RouteState.OPEN, RouteReason.STEP_TAKEN, article, rule.position, rule.after)


def _suit(
    framework: FrameworkRule,
    outcome: Outcome,
    elements: Mapping[str, ElementResult],
    grounds: tuple[GroundResult, ...],
    limitation: clocks.Deadline | None,
    in_time: bool | None,
) -> RouteResult:
    rule, kind = framework.suit, RouteKind.SUIT
    if rule.exists is False:
        return RouteResult(kind, RouteState.CLOSED, RouteReason.NO_RIGHT_TO_SUE, rule.article)
    if outcome is Outcome.OUTSIDE:
        return RouteResult(kind, RouteState.DOUBTFUL, RouteReason.OUTSIDE)
    if rule.exists is None:
        return RouteResult(kind, RouteState.NOT_VERIFIED, RouteReason.RIGHT_NOT_VERIFIED)
    barred = tuple(key for key in rule.blocked_by if elements[key].finding is Finding.NOT_MADE_OUT)
    if barred:
        article = elements[barred[0]].article
        return RouteResult(kind, RouteState.DOUBTFUL, RouteReason.BLOCKED, article, elements=barred)
    waiting = tuple(key for key in rule.waits_on if elements[key].finding is Finding.NOT_MADE_OUT)
    if waiting:
        article = elements[waiting[0]].article
        return RouteResult(kind, RouteState.AFTER_STEP, RouteReason.WAITS, article, elements=waiting)
    found = {ground.key: ground.finding for ground in grounds}
    if rule.grounds and not any(found[key] is Finding.MADE_OUT for key in rule.grounds):
        impossible = all(found[key] is Finding.NOT_MADE_OUT for key in rule.grounds)
        state = RouteState.CLOSED if impossible else RouteState.DOUBTFUL
        named = tuple(key for ground in grounds if ground.key in rule.grounds for key in ground.elements)
        return RouteResult(kind, state, RouteReason.ONLY_SOME_BREACHES, rule.article, elements=named)
    if outcome is Outcome.NOT_SUPPORTED:
        return RouteResult(kind, RouteState.DOUBTFUL, RouteReason.NOT_SUPPORTED, rule.article)
    late = tuple(one.key for one in elements.values() if one.role is Role.TIME and one.finding is Finding.NOT_MADE_OUT)
    if late or in_time is False:
        article = limitation.rule.article if limitation is not None else elements[late[0]].article
        return RouteResult(kind, RouteState.DOUBTFUL, RouteReason.OUT_OF_TIME, article, elements=late)
    missing = tuple(
        step.element
        for step in rule.after
        if elements[step.element].finding is not Finding.MADE_OUT and found.get(step.unless) is not Finding.MADE_OUT
    )
    if missing:
        article = elements[missing[0]].article
        return RouteResult(kind, RouteState.AFTER_STEP, RouteReason.STEP_FIRST, article, elements=missing)
    return RouteResult(kind, RouteState.OPEN, RouteReason.RIGHT_TO_SUE, rule.article)
