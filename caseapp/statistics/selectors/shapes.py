"""What a chart is: a title, one sentence, rows of figures. Pages, CSV, API and PDF all read the same."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Figure = int | Decimal | None
"""None stands for a count that is withheld, or that there is nothing to count."""


@dataclass(frozen=True)
class Row:
    """One thing that is counted; `value` is its stored word, empty for a rest put together."""

    label: str
    figures: tuple[Figure, ...]
    value: str = ""


@dataclass(frozen=True)
class Chart:
    """`series` names the figures of every row; the first `drawn` of them are in the picture, all are in the table.

    `shape` is "bars" (lying, one group a row) or "columns" (standing, for months); `unit` is empty for plain counts,
    "days", or a currency. `notes` say what is left out and why.
    """

    key: str
    title: str
    sentence: str
    head: str
    series: tuple[str, ...]
    rows: tuple[Row, ...]
    shape: Literal["bars", "columns"] = "bars"
    unit: str = ""
    drawn: int = 2
    notes: tuple[str, ...] = field(default=())

    @property
    def header(self) -> list[str]:
        """The heads of its table."""
        return [self.head, *self.series]

    def table(self) -> list[list[str | Figure]]:
        """Its table, row by row."""
        return [[row.label, *row.figures] for row in self.rows]
