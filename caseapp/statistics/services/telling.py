"""Keeps what pages tell up to date: months from days, quarters and years from months, and what is open now."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet, Sum

from caseapp.core.counts import SMALLEST
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.models import DailyCount, PeriodTold
from caseapp.statistics.periods import months_later
from caseapp.statistics.telling import NOW, containing, told

PORTION = 2_000
_WHOLE = Q(dimension__in=[Dimension.ALL, Dimension.DAYS])


def tell_periods(days: Iterable[tuple[int, dt.date]]) -> None:
    """Replace what is told of the periods that these days of authorities are part of; in the caller's transaction."""
    months = {(authority, day.replace(day=1)) for authority, day in days}
    for authority, month in months:
        _tell(authority, 1, month)
    for authority, length, first in {(authority, *one) for authority, month in months for one in containing(month)}:
        _add_up(authority, length, first)
    for authority in {authority for authority, _month in months}:
        _tell(authority, 0, NOW)


def _tell(authority: int, length: int, first: dt.date) -> None:
    """A month, or with no length what is open now: its days added up, small counts withheld."""
    days = DailyCount.objects.filter(authority_id=authority)
    if length:
        days = days.filter(day__gte=first, day__lt=months_later(first, length)).exclude(measure=Measure.OPEN)
    else:
        days = days.filter(measure=Measure.OPEN)
    cells: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for measure, dimension, value, number in _sums(days):
        cells[measure][dimension][value] = number
    _replace(
        authority,
        length,
        first,
        ((measure, *line) for measure, counts in cells.items() for line in told(measure, counts)),
    )


def _sums(days: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Days added up by value; of values only those of five and more, for there may be thousands of others."""
    rows: QuerySet[Any, Any] = (
        days.order_by().values_list("measure", "dimension", "value").annotate(total=Sum("number"))
    )
    large: QuerySet[Any, Any] = rows.filter(_WHOLE | Q(total__gte=SMALLEST))
    return large


def _add_up(authority: int, length: int, first: dt.date) -> None:
    """A quarter or a year: what its months tell."""
    months = PeriodTold.objects.filter(
        authority_id=authority, months=1, first__gte=first, first__lt=months_later(first, length)
    )
    rows = months.order_by().values_list("measure", "dimension", "value").annotate(Sum("number"), Sum("left_out"))
    _replace(authority, length, first, rows)


def _replace(authority: int, length: int, first: dt.date, rows: Iterable[tuple[Any, ...]]) -> None:
    PeriodTold.objects.filter(authority_id=authority, months=length, first=first).delete()
    PeriodTold.objects.bulk_create(
        [
            PeriodTold(
                authority_id=authority,
                months=length,
                first=first,
                measure=measure,
                dimension=dimension,
                value=value,
                number=number,
                left_out=left_out,
            )
            for measure, dimension, value, number, left_out in rows
        ],
        batch_size=PORTION,
    )
