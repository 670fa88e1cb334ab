"""How often the ranges that people were given held what their cases brought."""

from dataclasses import dataclass

from django.db.models import Count, Q

from caseapp.core.counts import SMALLEST
from caseapp.precedents.models import OutcomeScore


@dataclass(frozen=True)
class Coverage:
    """Of `cases` final outcomes, how many per cent lay in the half range and in the eight-in-ten range.

    Both are None below five cases: so few say nothing, and could point at somebody.
    """

    cases: int
    half: int | None
    eighty: int | None


def coverage() -> Coverage:
    """Of every outcome scored so far, in one statement."""
    found = OutcomeScore.objects.aggregate(
        cases=Count("pk"),
        half=Count("pk", filter=Q(within_half=True)),
        eighty=Count("pk", filter=Q(within_eighty=True)),
    )
    cases = found["cases"]
    if cases < SMALLEST:
        return Coverage(cases=cases, half=None, eighty=None)
    return Coverage(cases=cases, half=round(found["half"] * 100 / cases), eighty=round(found["eighty"] * 100 / cases))
