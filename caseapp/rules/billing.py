"""The arithmetic of a firm's bill: time by the firm's rounding rule, an hour's rate, a share of what was won, tax.

Each line is rounded once, half up, to the currency's decimals; a bill is the sum of its lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

STEPS = (1, 5, 6, 10, 15, 30)
"""Minutes that a firm may round to; six is a tenth of an hour."""


@dataclass(frozen=True)
class Rounding:
    """How worked minutes become billed ones: to a step, always up, or to the nearest (half a step goes up)."""

    step: int = 1
    up: bool = True


@dataclass(frozen=True)
class DatedRate:
    """An hour's price from a day on, of a person or, where `person` is None, of a role."""

    valid_from: date
    hourly: Decimal
    person: int | None = None
    role: str = ""


def billed_minutes(worked: int, rounding: Rounding) -> int:
    """Worked minutes in whole steps. Something is never billed as nothing, nothing never as something."""
    if worked <= 0:
        return 0
    whole, rest = divmod(worked, rounding.step)
    if rest and (rounding.up or 2 * rest >= rounding.step or not whole):
        whole += 1
    return whole * rounding.step


def rate_on(rates: Iterable[DatedRate], day: date, *, person: int, role: str) -> Decimal | None:
    """The hour's price that holds on a day: the person's newest, else their role's newest, else none."""
    valid = [one for one in rates if one.valid_from <= day]
    own = [one for one in valid if one.person == person]
    of_role = [one for one in valid if one.person is None and one.role == role]
    for found in (own, of_role):
        if found:
            return max(found, key=lambda one: one.valid_from).hourly
    return None


def time_amount(minutes: int, hourly: Decimal, *, places: int = 2) -> Decimal:
    """The price of so many billed minutes."""
    return _rounded(hourly * minutes / 60, places)


def percent_of(amount: Decimal, percent: Decimal, *, places: int = 2) -> Decimal:
    """So many percent of a sum: the tax on it, or the agreed part of what was recovered."""
    return _rounded(amount * percent / 100, places)


def _rounded(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
