"""What others have complained about: numbers and public facts alone, so that nobody is recognised by them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext

from caseapp.complaints.enums import ComplaintState, Outcome
from caseapp.complaints.models import Complaint
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.counts import SMALLEST, without_small
from caseapp.core.enums import Use
from caseapp.core.wording import figure
from caseapp.respondents.models import Site

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

COUNTED = dt.timedelta(days=3 * 365)
SHOWN = 4
NOT_COUNTED = (ComplaintState.DRAFT, ComplaintState.WITHDRAWN)


@dataclass(frozen=True)
class Matter:
    """What a system of the respondent did at one of its registered places, and how many complain of it.

    `key` names it in a form: the use, and the place's number where it is a registered one.
    """

    key: str
    use: str
    site: str
    number: int

    @property
    def label(self) -> str:
        """What happened, and where it is known where."""
        word = str(Use(self.use).label)
        return gettext("%(use)s: %(place)s") % {"use": word, "place": self.site} if self.site else word

    @property
    def told(self) -> str:
        """How many, in words."""
        return number_told(self.number)


def number_told(number: int) -> str:
    """A number of complaints in words that give nobody away; empty for none."""
    if not number:
        return ""
    if number < SMALLEST:
        return gettext("fewer than %(least)s complaints so far") % {"least": SMALLEST}
    return gettext("at least %(number)s complaints so far") % {"number": figure(_in_fives(number))}


def _in_fives(number: int) -> int:
    """The number as it is told: so that no small number can be worked out of two larger ones."""
    return number - number % SMALLEST


def numbers_about(respondent_ids: Iterable[int]) -> dict[int, int]:
    """How many complaints of the last three years each organisation has; one statement."""
    return dict(
        _counted()
        .filter(respondent_id__in=list(respondent_ids))
        .values_list("respondent_id")
        .annotate(number=Count("pk"))
    )


def similar_matters(respondent_reference: str) -> list[Matter]:
    """What is complained of at this organisation, the commonest first, at most four. Two statements.

    Places are told only where an officer registered them: what complainants wrote may name a home.
    """
    sites = {
        name.casefold(): (pk, name)
        for pk, name in Site.objects.filter(respondent__reference=respondent_reference).values_list("pk", "name")
    }
    rows = (
        _counted()
        .filter(respondent__reference=respondent_reference)
        .values_list("use", "venue_name")
        .annotate(number=Count("pk"))
    )
    found: dict[tuple[str, str], int] = {}
    for use, venue, number in rows:
        place = venue.strip().casefold()
        at = (use, place if place in sites else "")
        found[at] = found.get(at, 0) + number
    matters = [
        Matter(f"{use}-{sites[place][0] if place else 0}", use, sites[place][1] if place else "", number)
        for (use, place), number in found.items()
    ]
    return sorted(matters, key=lambda one: (-one.number, one.key))[:SHOWN]


@dataclass(frozen=True)
class Alike:
    """How many complaints there are about an organisation, and what came of those that ended, each told in fives.

    `total` is None where it is too small to be told. `others` are the small numbers put together.
    """

    total: int | None
    open: int | None = None
    outcomes: tuple[tuple["_StrOrPromise", int], ...] = ()
    others: int | None = None


def alike(respondent_id: int) -> Alike:
    """Numbers about complaints over one organisation, in one statement."""
    rows = _counted().filter(respondent_id=respondent_id).values_list("state", "outcome").annotate(number=Count("pk"))
    counts: dict[str, int] = {}
    for state, outcome, number in rows:
        key = {ComplaintState.CLOSED: outcome, ComplaintState.REJECTED: state}.get(state, _OPEN)
        counts[key] = counts.get(key, 0) + number
    total = sum(counts.values())
    if total < SMALLEST:
        return Alike(total=None)
    told, rest = without_small(counts)
    words = {**{one.value: one.label for one in Outcome}, ComplaintState.REJECTED.value: ComplaintState.REJECTED.label}
    largest_first = sorted(told.items(), key=lambda one: -one[1])
    return Alike(
        total=_in_fives(total),
        open=_in_fives(told[_OPEN]) if _OPEN in told else None,
        outcomes=tuple((words[key], _in_fives(number)) for key, number in largest_first if key != _OPEN),
        others=None if rest is None else _in_fives(rest),
    )


_OPEN = "open"


def _counted() -> ComplaintQuerySet:
    since = timezone.now() - COUNTED
    found: ComplaintQuerySet = Complaint.objects.filter(submitted_at__gte=since)
    return found.exclude(state__in=NOT_COUNTED).order_by()
