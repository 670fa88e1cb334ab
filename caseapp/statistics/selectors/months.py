"""Counts by whole months, small ones withheld month by month, so that no choice of periods lets them be subtracted out.

Everything that is told for any period is a sum of monthly cells of at least five each (see `Told`); a quarter less
two of its months gives the third month as it is told itself, and nothing more.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import DateField, Q, Sum
from django.db.models.functions import TruncMonth

from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST, without_small
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.models import DailyCount

Cells = dict[tuple[str, str, dt.date], Counter[str]]


@dataclass
class Told:
    """What may be told of some months by one dimension: `total`, `values`, their `rest` put together, and how many
    months were `left_out` because fewer than five happened in them at all.
    """

    total: int = 0
    values: Counter[str] = field(default_factory=Counter)
    rest: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class Months:
    """Monthly counts of an actor's authorities."""

    cells: Cells

    def told(self, measure: Measure, dimension: Dimension, months: Iterable[dt.date]) -> Told:
        """Withheld month by month, then added up."""
        found = Told()
        for month in months:
            total = self.cells[measure, Dimension.ALL, month][""]
            if total < SMALLEST:
                found.left_out += total > 0
                continue
            found.total += total
            values, rest = without_small(self.cells[measure, dimension, month], total)
            found.values.update(values)
            found.rest += rest or 0
        return found

    def days(self, measure: Measure, months: Iterable[dt.date]) -> Counter[int]:
        """How many took how many days, over the months in which at least five did."""
        found: Counter[int] = Counter()
        for month in months:
            if self.cells[measure, Dimension.ALL, month][""] >= SMALLEST:
                taken = self.cells[measure, Dimension.DAYS, month]
                found.update({int(days): number for days, number in taken.items()})
        return found


def monthly(actor: Actor, first: dt.date, after: dt.date) -> Months:
    """All counts of the months from `first` up to `after`, in two statements. Of respondents only those with five
    complaints or more in a month, for there may be thousands of others.
    """
    rows = (
        DailyCount.objects.visible_to(actor)
        .filter(day__gte=first, day__lt=after)
        .exclude(measure=Measure.OPEN)
        .annotate(month=TruncMonth("day", output_field=DateField()))
        .order_by()
        .values_list("measure", "dimension", "month", "value")
        .annotate(total=Sum("number"))
    )
    respondents = Q(dimension=Dimension.RESPONDENT)
    cells: Cells = defaultdict(Counter)
    for part in (rows.exclude(respondents), rows.filter(respondents, total__gte=SMALLEST)):
        for measure, dimension, month, value, total in part:
            cells[measure, dimension, month][value] += total
    return Months(cells)


def open_now(actor: Actor) -> tuple[dict[str, Told], Counter[dt.date]]:
    """What is open now: by each dimension, small counts withheld, and by the day it was received; two statements."""
    rows = DailyCount.objects.visible_to(actor).filter(measure=Measure.OPEN).order_by()
    counted = rows.exclude(dimension=Dimension.ALL).values_list("dimension", "value").annotate(total=Sum("number"))
    by: dict[str, Counter[str]] = defaultdict(Counter)
    for dimension, value, total in counted:
        by[dimension][value] = total
    ages = Counter(
        dict(
            rows.filter(dimension=Dimension.ALL)
            .values_list("day")
            .annotate(total=Sum("number"))
            .values_list("day", "total")
        )
    )
    told: dict[str, Told] = {}
    for dimension, counts in by.items():
        values, rest = without_small(counts)
        told[dimension] = Told(sum(counts.values()), Counter(values), rest or 0)
    return told, ages


def quantile(days: Counter[int], share: float) -> int | None:
    """The number of days within which that share was done; None of fewer than five."""
    total = sum(days.values())
    if total < SMALLEST:
        return None
    reached = 0
    for taken in sorted(days):
        reached += days[taken]
        if reached >= share * total:
            return taken
    return max(days)
