"""What may be told: small counts withheld month by month, so that no choice of periods lets them be subtracted out.

Everything that is told for any period is a sum of monthly cells of at least five each; a quarter less two of its months
gives the third month as it is told itself, and nothing more.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from caseapp.core.counts import SMALLEST, without_small
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.periods import LENGTHS

NOW = dt.date(1, 1, 1)
"""Under this day and no length stands what is open now."""

_PLACES = (Dimension.JURISDICTION, Dimension.SECTOR, Dimension.USE, Dimension.RESPONDENT)
PARTS: dict[str, tuple[Dimension, ...]] = {
    Measure.RECEIVED: _PLACES,
    Measure.OPEN: _PLACES,
    Measure.ENDED: (*_PLACES, Dimension.OUTCOME),
    Measure.ACKNOWLEDGED: (Dimension.DAYS,),
    Measure.DECIDED: (Dimension.DAYS,),
}
"""By what each thing is counted, beside its total."""


class Line(NamedTuple):
    """One count that may be told; `left_out` is one for a month in which fewer than five happened."""

    dimension: str
    value: str
    number: int
    left_out: int = 0


def told(measure: str, counts: Mapping[str, Mapping[str, int]]) -> Iterator[Line]:
    """What may be told of one thing in one month, or now: `counts` has the values of each dimension, and the total
    under “all”; values below five may be missing from it. Days are told whole.
    """
    total = counts[Dimension.ALL][""]
    if total < SMALLEST:
        yield Line(Dimension.ALL, "", 0, left_out=1)
        return
    yield Line(Dimension.ALL, "", total)
    for dimension in PARTS[measure]:
        values = counts.get(dimension, {})
        shown, rest = (values, None) if dimension == Dimension.DAYS else without_small(values, total)
        yield from (Line(dimension, value, number) for value, number in shown.items())
        if rest:
            yield Line(dimension, "", rest)


def containing(month: dt.date) -> Iterator[tuple[int, dt.date]]:
    """The longer periods that a month is part of: their length and their first day."""
    for length in LENGTHS.values():
        if length > 1:
            yield length, dt.date(month.year, (month.month - 1) // length * length + 1, 1)
