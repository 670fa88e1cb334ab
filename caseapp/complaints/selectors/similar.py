"""What others have complained about: numbers and public facts alone, so that nobody is recognised by them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.enums import Use
from caseapp.core.wording import figure
from caseapp.respondents.models import Site

FEWEST_TOLD = 5
"""A smaller number is not told: with it somebody who knows of one complaint could tell who filed another."""

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
    """A number of complaints in words that give nobody away; empty for none.

    Told in fives, so that no small number can be worked out of two larger ones.
    """
    if not number:
        return ""
    if number < FEWEST_TOLD:
        return gettext("fewer than %(least)s complaints so far") % {"least": FEWEST_TOLD}
    told = number - number % FEWEST_TOLD
    return gettext("at least %(number)s complaints so far") % {"number": figure(told)}


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


def _counted() -> ComplaintQuerySet:
    since = timezone.now() - COUNTED
    found: ComplaintQuerySet = Complaint.objects.filter(submitted_at__gte=since)
    return found.exclude(state__in=NOT_COUNTED).order_by()
