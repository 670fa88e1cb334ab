"""Screening itself: elements, grounds, exemptions and routes under each framework that comes into question."""

from collections.abc import Iterable, Mapping

from caseapp.rules import clocks
from caseapp.rules.screening.answers import Known, resolve
from caseapp.rules.screening.facts import Facts
from caseapp.rules.screening.law import ElementRule, ExemptionRule, FrameworkRule, GroundRule
from caseapp.rules.screening.reach import applicable
from caseapp.rules.screening.results import (
    ElementResult,
    ExemptionResult,
    FrameworkResult,
    GroundResult,
    ScreeningResult,
)
from caseapp.rules.screening.routes import routes
from caseapp.rules.screening.vocabulary import (
    ActorKind,
    Answer,
    Basis,
    ExemptionState,
    Finding,
    Outcome,
    Role,
)

METHOD_VERSION = "screening-1"

UNKNOWN_ORDER = (Role.SCOPE, Role.BREACH, Role.EXEMPTION, Role.HARM, Role.TIME, Role.STEP)


def screen(
    frameworks: Iterable[FrameworkRule],
    facts: Facts,
    answers: Mapping[str, Answer] | None = None,
    *,
    calendars: Mapping[str, clocks.Calendar] | None = None,
) -> ScreeningResult:
    """What the facts and answers amount to under every framework that comes into question.

    `answers` are keyed by topic or by `CODE/element`; `calendars` by jurisdiction code, for a limitation whose last
    day moves to a working day. Pure and deterministic: nothing is read but the arguments.
    """
    given = dict(sorted((answers or {}).items()))
    chosen, left_out = applicable(frameworks, facts)
    known = resolve(chosen, facts, given)
    results = tuple(_screen_one(framework, facts, known, calendars or {}) for framework in chosen)
    return ScreeningResult(
        METHOD_VERSION, facts, tuple(given.items()), results, left_out, tuple(sorted(known.conflicts, key=str))
    )


def _screen_one(
    framework: FrameworkRule, facts: Facts, known: Known, calendars: Mapping[str, clocks.Calendar]
) -> FrameworkResult:
    limitation = _limitation(framework, facts, calendars)
    in_time = _in_time(limitation, facts) if limitation is not None else None
    elements = tuple(_element(framework, element, known, in_time) for element in framework.elements)
    findings = {element.key: element.finding for element in elements}
    grounds = tuple(_ground(ground, findings, facts) for ground in framework.grounds)
    exemptions = tuple(_exemption(one, findings, facts) for one in framework.exemptions)
    outcome = _outcome(elements, grounds, exemptions)
    harm = _harm(framework, findings)
    return FrameworkResult(
        code=framework.code,
        version=framework.version,
        fingerprint=framework.fingerprint,
        outcome=outcome,
        start_verified=framework.valid_from is not None,
        elements=elements,
        grounds=grounds,
        exemptions=exemptions,
        routes=routes(framework, outcome, elements, grounds, limitation, in_time),
        harm=harm,
        limitation=limitation,
        unknowns=_unknowns(elements, grounds, exemptions, framework),
    )


def _limitation(
    framework: FrameworkRule, facts: Facts, calendars: Mapping[str, clocks.Calendar]
) -> clocks.Deadline | None:
    if framework.limitation is None:
        return None
    starts = {}
    if facts.learned_on is not None:
        starts[clocks.Start.KNOWLEDGE] = facts.learned_on
    if facts.last_day is not None:
        starts[clocks.Start.EVENT] = facts.last_day
    calendar = calendars.get(framework.jurisdiction, clocks.WEEKDAYS)
    return clocks.deadline(framework.limitation, starts, calendar=calendar)


def _element(framework: FrameworkRule, element: ElementRule, known: Known, in_time: bool | None) -> ElementResult:
    answer, basis, rests_on = known.of(framework, element)
    if element.role is Role.TIME and basis is not Basis.ANSWER and in_time is not None:
        answer, basis, rests_on = (Answer.YES if in_time else Answer.NO), Basis.FACT, "limitation"
    if answer is None or answer is Answer.UNSURE:
        finding = Finding.UNKNOWN
    else:
        finding = Finding.MADE_OUT if answer is element.supports_if else Finding.NOT_MADE_OUT
    return ElementResult(element.key, element.asks, element.role, finding, answer, basis, rests_on, element.article)


def _in_time(limitation: clocks.Deadline, facts: Facts) -> bool | None:
    """Whether the limitation still runs. One counted from the earliest possible start can only be known to run."""
    passed = limitation.has_passed(facts.as_of)
    if passed is None:
        return None
    assumed = any(step.code is clocks.StepCode.START_ASSUMED for step in limitation.steps)
    return None if passed and assumed else not passed


def _ground(ground: GroundRule, findings: Mapping[str, Finding], facts: Facts) -> GroundResult:
    parts = [findings[key] for key in ground.elements]
    last = facts.last_day
    too_early = ground.since is not None and last is not None and last < ground.since
    if too_early or Finding.NOT_MADE_OUT in parts:
        finding = Finding.NOT_MADE_OUT
    elif Finding.UNKNOWN in parts or (ground.since is not None and last is None):
        finding = Finding.UNKNOWN
    else:
        finding = Finding.MADE_OUT
    return GroundResult(ground.key, finding, ground.article, ground.elements)


def _exemption(rule: ExemptionRule, findings: Mapping[str, Finding], facts: Facts) -> ExemptionResult:
    parts = [findings[key] for key in rule.elements]
    made_for = _made_for(rule.made_for, facts) if rule.made_for else True
    if made_for is False or Finding.MADE_OUT in parts:
        state = ExemptionState.EXCLUDED
    elif Finding.NOT_MADE_OUT in parts or (rule.made_for and made_for and not parts):
        state = ExemptionState.MAY_APPLY
    else:
        state = ExemptionState.OPEN
    return ExemptionResult(rule.position, state, rule.article, rule.elements)


def _made_for(setting: str, facts: Facts) -> bool | None:
    """Whether the matter is of the kind an exemption is made for; None where that is not known."""
    if setting in {"police", "public"}:
        if facts.actor is None:
            return None
        wanted = {ActorKind.POLICE} if setting == "police" else {ActorKind.POLICE, ActorKind.PUBLIC}
        return facts.actor in wanted
    if setting == "employee":
        return facts.relation == "employee" if facts.relation else None
    if setting == "bank":
        return facts.sector == "bank_fintech" if facts.sector else None
    if setting == "health":
        return facts.sector == "health" if facts.sector else None
    if setting == "household":
        known = facts.sector not in {"", "other"} or facts.actor in (ActorKind.PUBLIC, ActorKind.POLICE)
        return False if known else None
    raise ValueError(f"No such setting: {setting!r}")


def _all(parts: Iterable[Finding]) -> Finding:
    """Made out if all are; not made out if one is not; else unknown."""
    parts = list(parts)
    if Finding.NOT_MADE_OUT in parts:
        return Finding.NOT_MADE_OUT
    return Finding.UNKNOWN if Finding.UNKNOWN in parts else Finding.MADE_OUT


def _any(parts: Iterable[Finding]) -> Finding:
    """Made out if one is; not made out if none can be; else unknown."""
    parts = list(parts)
    if Finding.MADE_OUT in parts:
        return Finding.MADE_OUT
    return Finding.UNKNOWN if Finding.UNKNOWN in parts else Finding.NOT_MADE_OUT


def _outcome(
    elements: tuple[ElementResult, ...],
    grounds: tuple[GroundResult, ...],
    exemptions: tuple[ExemptionResult, ...],
) -> Outcome:
    scope = _all(one.finding for one in elements if one.role is Role.SCOPE)
    if scope is Finding.NOT_MADE_OUT:
        return Outcome.OUTSIDE
    breach = _any(ground.finding for ground in grounds)
    if breach is Finding.NOT_MADE_OUT:
        return Outcome.NOT_SUPPORTED
    if scope is Finding.UNKNOWN or breach is Finding.UNKNOWN:
        return Outcome.OPEN
    if any(one.state is ExemptionState.MAY_APPLY for one in exemptions):
        return Outcome.EXEMPTION_POSSIBLE
    return Outcome.SUPPORTED


def _harm(framework: FrameworkRule, findings: Mapping[str, Finding]) -> Finding | None:
    if framework.harm_groups is None:
        return None
    if not framework.harm_groups:
        return Finding.MADE_OUT
    return _any(_all(findings[key] for key in group) for group in framework.harm_groups)


def _unknowns(
    elements: tuple[ElementResult, ...],
    grounds: tuple[GroundResult, ...],
    exemptions: tuple[ExemptionResult, ...],
    framework: FrameworkRule,
) -> tuple[str, ...]:
    """Keys of elements whose answer could still change something, the most basic first."""
    lost = {key for ground in grounds if ground.finding is Finding.NOT_MADE_OUT for key in ground.elements}
    alive = {key for ground in grounds if ground.finding is not Finding.NOT_MADE_OUT for key in ground.elements}
    excluded = {key for one in exemptions if one.state is ExemptionState.EXCLUDED for key in one.elements}
    found = [
        one
        for one in elements
        if one.finding is Finding.UNKNOWN
        and one.role in UNKNOWN_ORDER
        and not (one.key in lost and one.key not in alive)
        and not (one.role is Role.EXEMPTION and one.key in excluded)
    ]
    order = {element.key: position for position, element in enumerate(framework.elements)}
    return tuple(one.key for one in sorted(found, key=lambda one: (UNKNOWN_ORDER.index(one.role), order[one.key])))
