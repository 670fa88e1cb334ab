"""Whole months, quarters and years: the periods that numbers are told for, each with the one before it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from caseapp.core.errors import InvalidInput
from caseapp.core.wording import reader

MONTHS, QUARTERS, YEARS = 13, 8, 3
LENGTHS = {"month": 1, "quarter": 3, "year": 12}
_FORMATS = {"en": ("F Y", "M Y"), "zh": ("Y年n月", "Y年n月")}


@dataclass(frozen=True)
class Period:
    """`length` months from the first day of one on; `key` is how it stands in an address."""

    first: dt.date
    length: int

    @property
    def after(self) -> dt.date:
        """The first day that is no longer part of it."""
        return months_later(self.first, self.length)

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(months_later(self.first, -self.length), self.length)

    @property
    def months(self) -> list[dt.date]:
        """The first day of each of its months."""
        return [months_later(self.first, number) for number in range(self.length)]

    @property
    def key(self) -> str:
        if self.length == 1:
            return f"{self.first:%Y-%m}"
        quarter = f"-Q{(self.first.month + 2) // 3}" if self.length == LENGTHS["quarter"] else ""
        return f"{self.first.year}{quarter}"

    @property
    def label(self) -> str:
        """In the reader's language: October 2026, quarter 3 of 2026, 2026."""
        if self.length == 1:
            return month_name(self.first)
        if self.length == LENGTHS["year"]:
            return str(self.first.year)
        number = (self.first.month + 2) // 3
        return _("Quarter %(number)s of %(year)s") % {"number": number, "year": self.first.year}

    def runs(self, today: dt.date) -> bool:
        """Whether it is not over yet."""
        return self.first <= today < self.after


def months_later(month: dt.date, number: int) -> dt.date:
    """The first day of the month so many months later, or earlier."""
    year, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return dt.date(year, index + 1, 1)


def month_name(month: dt.date, *, short: bool = False) -> str:
    """A month written out, with its year."""
    return format_date(month, _FORMATS[reader()][short])


def offered(*, running: bool, today: dt.date | None = None) -> list[Period]:
    """The periods one may choose, newest first, months before quarters before years; running ones where they may be
    seen.
    """
    today = today or timezone.now().date()
    found: list[Period] = []
    for kind, many in (("month", MONTHS), ("quarter", QUARTERS), ("year", YEARS)):
        length = LENGTHS[kind]
        first = dt.date(today.year, (today.month - 1) // length * length + 1, 1)
        periods = [Period(months_later(first, -length * number), length) for number in range(many + 1)]
        found += [one for one in periods if running or not one.runs(today)]
    return found


def last_month(today: dt.date | None = None) -> Period:
    """The newest month that is over: what is shown unasked."""
    today = today or timezone.now().date()
    return Period(months_later(today.replace(day=1), -1), 1)


def period_of(key: str, *, running: bool, today: dt.date | None = None) -> Period:
    """The period of a key. Raises InvalidInput for one that is not offered; without a key, the last month."""
    if not key:
        return last_month(today)
    found = next((one for one in offered(running=running, today=today) if one.key == key), None)
    if found is None:
        raise InvalidInput.field("period", _("Choose one of the periods in the list."))
    return found
