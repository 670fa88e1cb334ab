"""The procedure that a suit goes by, the stages it reached, what runs from them, and the rule of interest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Q
from django.utils import timezone

from caseapp.core.wording import reader
from caseapp.law.selectors import day_in, jurisdiction_chain
from caseapp.litigation.models import CivilSuit, Procedure
from caseapp.rules.dates import add_months


def procedure_of(suit: CivilSuit) -> Procedure | None:
    """The procedure of the smallest place around the suit that is described, as it was in force when the suit was filed
    (today before that); the default where none is. None before any were loaded.
    """
    place = suit.case_file.jurisdiction
    day = suit.filed_on or day_in(place, timezone.now())
    chain = list(jurisdiction_chain(place.code)) or [place.code]
    rows = Procedure.objects.filter(Q(jurisdiction__in=chain) | Q(jurisdiction=None), valid_from__lte=day).filter(
        Q(valid_to=None) | Q(valid_to__gte=day)
    )
    ranked = sorted(
        rows,
        key=lambda row: (
            chain.index(row.jurisdiction_id) if row.jurisdiction_id in chain else len(chain),
            -row.valid_from.toordinal(),
        ),
    )
    return ranked[0] if ranked else None


@dataclass(frozen=True)
class Term:
    """A period that runs from a stage: what it is for, its last day in calendar days, and the article."""

    what: str
    last: date
    article: str


@dataclass(frozen=True)
class Rung:
    """One stage of the ladder: its name, whether and when it was reached, and what runs from it."""

    code: str
    name: str
    article: str
    state: str
    reached_on: date | None
    here: bool
    terms: tuple[Term, ...]


def ladder(suit: CivilSuit, procedure: Procedure | None) -> list[Rung]:
    """The stages of the procedure in order, the one where the suit is now marked, periods worked out from its day."""
    if procedure is None:
        return []
    reached = {row.stage: row.reached_on for row in suit.stages.order_by("reached_on", "pk")}
    newest = suit.judgments.order_by("decided_on", "pk").last()
    final = newest is not None and newest.final
    at = [stage["code"] for stage in procedure.stages if stage["state"] == suit.state]
    now = next((code for code in reversed(at) if code in reached), at[0] if at else "")
    return [
        Rung(
            code=stage["code"],
            name=_said(stage["name"]),
            article=_said(stage["article"]),
            state=stage["state"],
            reached_on=reached.get(stage["code"]),
            here=stage["code"] == now,
            terms=_terms(stage, reached.get(stage["code"]), final=final) if stage["code"] == now else (),
        )
        for stage in procedure.stages
    ]


def stages_at(procedure: Procedure | None, state: str) -> list[dict[str, Any]]:
    """The stages of a procedure that belong to a state of the suit."""
    return [stage for stage in procedure.stages if stage["state"] == state] if procedure else []


def stage_names(stages: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Codes with names in the reader's language."""
    return [(stage["code"], _said(stage["name"])) for stage in stages]


@dataclass(frozen=True)
class InterestRule:
    """Interest on what a judgment gives: a rate of so much per cent a year, or None where the data do not know it."""

    percent: Decimal | None
    runs_from: Literal["judgment", "due"]
    article: str
    words: str


def interest_rule(suit: CivilSuit, on: date) -> InterestRule | None:
    """The rule in force on the day of the judgment; None where the place's procedure states none."""
    procedure = procedure_of(suit)
    for rule in procedure.interest if procedure else []:
        until = rule["valid_to"]
        if date.fromisoformat(rule["valid_from"]) <= on and (until is None or on <= date.fromisoformat(until)):
            return InterestRule(
                percent=None if rule["percent"] is None else Decimal(rule["percent"]),
                runs_from=rule["runs_from"],
                article=_said(rule["article"]),
                words=_said(rule["words"]),
            )
    return None


def _said(words: dict[str, str] | str) -> str:
    """In the reader's language; what stands in one language alone is cited as it is."""
    return words if isinstance(words, str) else words.get(reader()) or words["en"]


def sources_of(procedure: Procedure | None) -> list[str]:
    """What the data rest on, in the reader's language."""
    return [_said(source) for source in procedure.sources] if procedure else []


def _terms(stage: dict[str, Any], reached: date | None, *, final: bool) -> tuple[Term, ...]:
    """The periods of a stage from its day; those to go against a judgment end with one that is final."""
    if reached is None:
        return ()
    return tuple(
        Term(
            what=_said(term["what"]), last=_last(reached, term["amount"], term["unit"]), article=_said(term["article"])
        )
        for term in stage["terms"]
        if not (final and term.get("against_judgment"))
    )


def _last(begin: date, amount: int, unit: str) -> date:
    if unit == "days":
        return begin + timedelta(days=amount)
    return add_months(begin, amount * (12 if unit == "years" else 1))
