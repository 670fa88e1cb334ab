"""Reads of what may be told: a period and the one before it, the last twelve months, and what is open now."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, Sum

from caseapp.core.actors import Actor
from caseapp.core.counts import SMALLEST
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.models import DailyCount, PeriodTold
from caseapp.statistics.periods import Period
from caseapp.statistics.telling import NOW


@dataclass
class Told:
    """What may be told of a period by one dimension: `total`, `values`, their `rest` put together, and how many months
    were `left_out` because fewer than five happened in them at all.
    """

    total: int = 0
    values: Counter[str] = field(default_factory=Counter)
    rest: int = 0
    left_out: int = 0


Lines = dict[str, dict[str, Counter[str]]]


class Counts:
    """What may be told of one period, by what is counted and by which dimension."""

    def __init__(self) -> None:
        self._values: Lines = defaultdict(lambda: defaultdict(Counter))
        self._left_out: Counter[str] = Counter()

    def add(self, measure: str, dimension: str, value: str, number: int, left_out: int) -> None:
        """One line of an authority; those of several add up."""
        self._values[measure][dimension][value] += number
        self._left_out[measure] += left_out

    def told(self, measure: Measure, dimension: Dimension) -> Told:
        """One thing by one dimension."""
        values = Counter(self._values[measure][dimension])
        total = self._values[measure][Dimension.ALL][""]
        rest = values.pop("", 0) if dimension != Dimension.ALL else 0
        return Told(total, values, rest, self._left_out[measure])

    def days(self, measure: Measure) -> Counter[int]:
        """How many took how many days, over the months in which at least five did."""
        return Counter({int(days): number for days, number in self._values[measure][Dimension.DAYS].items()})


_LINE = ("measure", "dimension", "value", "number", "left_out")


def period_and_before(actor: Actor, period: Period) -> tuple[Counts, Counts]:
    """What may be told of a period, and of the one before it; one statement."""
    both = {period.first: Counts(), period.before.first: Counts()}
    rows = PeriodTold.objects.visible_to(actor).filter(months=period.length, first__in=list(both))
    for first, *line in rows.values_list("first", *_LINE):
        both[first].add(*line)
    return both[period.first], both[period.before.first]


def totals_by_month(actor: Actor, months: list[dt.date]) -> dict[dt.date, Counts]:
    """What may be told of months without any dimension; one statement."""
    found = {month: Counts() for month in months}
    rows = PeriodTold.objects.visible_to(actor).filter(
        months=1, first__in=months, measure__in=[Measure.RECEIVED, Measure.ENDED], dimension=Dimension.ALL
    )
    for first, *line in rows.values_list("first", *_LINE):
        found[first].add(*line)
    return found


def open_now(actor: Actor) -> tuple[Counts, Counter[dt.date]]:
    """What is open now: by each dimension, small counts withheld, and by the day it was received; two statements."""
    now = Counts()
    for line in PeriodTold.objects.visible_to(actor).filter(months=0, first=NOW).values_list(*_LINE):
        now.add(*line)
    rows = DailyCount.objects.visible_to(actor).filter(Q(measure=Measure.OPEN, dimension=Dimension.ALL)).order_by()
    ages = rows.values_list("day").annotate(total=Sum("number")).values_list("day", "total")
    return now, Counter(dict(ages))


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
