"""A matter checked for a reader: every law that comes into question, in words, and the dates that run."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from caseapp.law.enums import DeadlineKind, NotApplicable, Outcome
from caseapp.law.models import Framework, Jurisdiction, Topic, Wording
from caseapp.law.selectors.citations import cited
from caseapp.law.selectors.explained import ExplainedFramework, explained
from caseapp.law.selectors.frameworks import deadline
from caseapp.law.selectors.screening import questions, screen
from caseapp.law.selectors.workings import working
from caseapp.rules import clocks
from caseapp.rules.screening import Facts, Finding, Role

ORDER = (Outcome.SUPPORTED, Outcome.EXEMPTION_POSSIBLE, Outcome.OPEN, Outcome.NOT_SUPPORTED, Outcome.OUTSIDE)
ASKED = tuple(role for role in Role if role is not Role.CONTEXT)
"""Everything that decides something; what only adds colour is not asked here."""


@dataclass(frozen=True)
class RunningClock:
    """A last day with its article and its working, line by line."""

    key: str
    what: str
    day: dt.date
    cite: str
    working: tuple[str, ...]


@dataclass(frozen=True)
class CheckedLaw:
    """What the answers amount to under one law, and its dates."""

    told: ExplainedFramework
    clocks: tuple[RunningClock, ...]

    @property
    def until_when(self) -> Wording:
        """What the law's record says of the time for a claim, where it says something beside the date."""
        notes = (rule.note for rule in self.told.framework.deadline_rules.all() if rule.key == "limitation")
        return next(notes, Wording(""))

    @property
    def made_out(self) -> int:
        """How many ways of breaking the law the answers speak for."""
        return sum(ground.finding == Finding.MADE_OUT for ground in self.told.grounds)


@dataclass(frozen=True)
class LeftOutLaw:
    """A law that does not come into question, why, and which does instead."""

    name: Wording
    reason: str
    cite: str
    instead: tuple[Wording, ...]
    is_police: bool


@dataclass(frozen=True)
class Check:
    """The whole answer. Never a verdict."""

    laws: tuple[CheckedLaw, ...]
    left_out: tuple[LeftOutLaw, ...]
    at_odds: tuple[str, ...]
    """Questions whose answer does not fit the facts given at first; the answer was used."""

    @property
    def clocks(self) -> tuple[RunningClock, ...]:
        """All dates, the earliest first; laws that lead to the same day share one, with all their articles."""
        found: dict[tuple[dt.date, str], RunningClock] = {}
        for clock in (one for law in self.laws for one in law.clocks):
            held = found.get((clock.day, clock.what))
            found[clock.day, clock.what] = replace(held, cite=f"{held.cite}; {clock.cite}") if held else clock
        return tuple(found[key] for key in sorted(found))


def checked(facts: Facts, answers: Mapping[str, str]) -> Check:
    """What facts and answers amount to under the law loaded today, in the language active now. Stores nothing."""
    result = screen(facts, answers).as_json()
    place = Jurisdiction.objects.select_related("parent").filter(code=facts.place[0]).first() if facts.place else None
    codes = {one["code"] for one in (*result["frameworks"], *result["left_out"])}
    codes |= {code for one in result["left_out"] for code in one["instead"]}
    rows = {(row.code, row.version): row for row in Framework.objects.current().filter(code__in=codes).with_parts()}
    named = {row.code: row for row in rows.values()}
    topics = {topic.key: topic for topic in Topic.objects.all()}
    laws = []
    for one in result["frameworks"]:
        told = explained(rows[one["code"], one["version"]], one, topics)
        laws.append(CheckedLaw(told, _clocks(told, facts, place)))
    rank = {outcome.value: position for position, outcome in enumerate(ORDER)}
    return Check(
        laws=tuple(sorted(laws, key=lambda law: (rank.get(law.told.outcome, len(rank)), -law.made_out))),
        left_out=tuple(
            LeftOutLaw(
                named[one["code"]].short_name,
                str(NotApplicable(one["reason"]).label),
                cited(named[one["code"]], one["article"]),
                tuple(named[code].short_name for code in one["instead"] if code in named),
                one["reason"] == NotApplicable.POLICE.value,
            )
            for one in result["left_out"]
            if one["code"] in named and one["reason"] != NotApplicable.PLACE.value
        ),
        at_odds=tuple(_asked(one["asks"], topics, named) for one in result["conflicts"]),
    )


def still_to_ask(facts: Facts, answers: Mapping[str, str]) -> list[str]:
    """Keys of the questions without an answer, the most telling first."""
    return [question.key for question in questions(facts, answers, roles=ASKED) if question.key not in answers]


def _asked(key: str, topics: Mapping[str, Topic], named: Mapping[str, Framework]) -> str:
    if key in topics:
        return str(topics[key].question)
    code, _slash, element = key.partition("/")
    rows = named[code].elements.all() if code in named else ()
    return next((str(row.question) for row in rows if row.key == element), key)


def _clocks(told: ExplainedFramework, facts: Facts, place: Jurisdiction | None) -> tuple[RunningClock, ...]:
    """The limitation, and every other period of the law that runs from what happened or from knowing of it."""
    found = []
    law = told.framework
    if told.limitation and told.limitation.get("last_day"):
        found.append(
            RunningClock(
                f"{law.code}/limitation",
                str(DeadlineKind(told.limitation["kind"]).label),
                dt.date.fromisoformat(told.limitation["last_day"]),
                cited(law, told.limitation["article"]),
                told.limitation_words,
            )
        )
    starts = {clocks.Start.EVENT: facts.last_day, clocks.Start.KNOWLEDGE: facts.learned_on}
    known = {event: day for event, day in starts.items() if day is not None}
    for rule in law.deadline_rules.all():
        if rule.key == "limitation" or rule.starts_from not in ("event", "knowledge"):
            continue
        worked = deadline(rule, known, jurisdiction=place)
        if worked.last_day is not None:
            found.append(
                RunningClock(
                    f"{law.code}/{rule.key}",
                    str(DeadlineKind(rule.kind).label),
                    worked.last_day,
                    cited(law, rule.article),
                    tuple(working(worked)),
                )
            )
    return tuple(found)
