"""Limitation dates for the firm, with their working in words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.law.selectors import working
from caseapp.litigation.enums import CaseFileState, LimitationState
from caseapp.litigation.models import CaseFile, Limitation, Tolling
from caseapp.litigation.selectors.suit_ends import suit_end_rule
from caseapp.rules.clocks import StepCode

_GIVEN = frozenset(
    {
        StepCode.START,
        StepCode.START_ASSUMED,
        StepCode.YEAR_END,
        StepCode.RULE,
        StepCode.RESTARTED,
        StepCode.PAUSED,
    }
)


@dataclass(frozen=True)
class ShownLimitation:
    """One date as its page shows it."""

    row: Limitation
    title: str
    lines: tuple[str, ...]
    before: tuple[str, ...]
    tollings: tuple[Tolling, ...]
    may_confirm: bool
    may_meet: bool
    may_run_again: bool
    after_suit: str
    """Of a date that a suit met: what happens where the suit ends without a decision."""


def limitations(actor: Actor) -> QuerySet[Limitation]:
    """What the firm may see, soonest first."""
    found: QuerySet[Limitation] = Limitation.objects.visible_to(actor)
    return found.select_related(
        "case_file__firm", "engagement__complaint__jurisdiction", "rule__framework", "set_by", "confirmed_by", "met_by"
    )


def limitation_by_id(actor: Actor, case_file: CaseFile, number: int) -> Limitation:
    """One date of a case file, or NotFound."""
    found = limitations(actor).filter(case_file=case_file, pk=number).first()
    if found is None:
        raise NotFound()
    return found


def running(actor: Actor, *, days: int | None = None) -> QuerySet[Limitation]:
    """Dates of open case files that are not met: all, or those of the coming days and those that have passed."""
    found = limitations(actor).exclude(state=LimitationState.MET).filter(case_file__state=CaseFileState.OPEN)
    if days is not None:
        found = found.filter(last_day__lte=actor.today() + dt.timedelta(days=days))
    return found


def shown_limitations(actor: Actor, case_file: CaseFile) -> list[ShownLimitation]:
    """Every date of a case file with its working, what it was before, and what holds it up."""
    rows = limitations(actor).filter(case_file=case_file).prefetch_related("tollings")
    return [
        ShownLimitation(
            row=row,
            title=title_of(row),
            lines=tuple(working(row.working)) if row.working else (),
            before=tuple(working(row.before)) if row.before else (),
            tollings=tuple(row.tollings.all()),
            may_confirm=row.state == LimitationState.UNCONFIRMED
            and row.last_day is not None
            and row.set_by_id != actor.user_id
            and can(actor, "limitations.confirm", row),
            may_meet=row.state != LimitationState.MET and can(actor, "limitations.meet", row),
            may_run_again=row.state == LimitationState.MET and can(actor, "limitations.run_again", row),
            after_suit=_after_suit(row),
        )
        for row in rows
    ]


def basis_of(limitation: Limitation) -> list[str]:
    """From when it runs, how long, and what holds it up: what somebody needs to work the date out themselves, and
    nothing of where it leads.
    """
    given = [step for step in limitation.working.get("steps", []) if step["code"] in _GIVEN]
    return working({**limitation.working, "steps": given}) if given else []


def _after_suit(limitation: Limitation) -> str:
    if limitation.met_by is None or limitation.met_on is None:
        return ""
    rule = suit_end_rule(limitation.rule.jurisdiction_id, limitation.met_on)
    if rule is None:
        return _("Where the suit ends without a decision, the date runs again as if the suit had not been filed.")
    return f"{rule.note} ({rule.article})"


def title_of(limitation: Limitation) -> str:
    """The law that sets the period, by its short name."""
    rule = limitation.rule
    return str(rule.framework.short_name) if rule.framework else str(rule.jurisdiction)
