"""Dividing a sum among people by weight: exact to the currency's smallest unit, and nothing is lost or made."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from caseapp.rules.fines import places_of


@dataclass(frozen=True)
class Settlement:
    """A sum that came in and what goes off it before it is divided, all in one currency."""

    gross: Decimal
    costs: Decimal
    fee: Decimal

    @property
    def net(self) -> Decimal:
        """What is left for those it is divided among."""
        return self.gross - self.costs - self.fee


def smallest_unit(currency: str) -> Decimal:
    """The smallest sum that can be paid in the currency: 0.01 for most, 1 for yen and won."""
    return Decimal(1).scaleb(-places_of(currency))


def divide(total: Decimal, weights: Sequence[int], currency: str) -> list[Decimal]:
    """One share for each weight, in their order, that together are exactly the total.

    Each gets the whole units of its part; the units that are left go one each to the largest remainders, the earlier
    first among equals. So nobody's share is off by a unit or more, and equal weights differ by one unit at most.
    Refuses (ValueError) a total below zero or finer than the currency, weights below zero, and nothing to divide among.
    """
    unit = smallest_unit(currency)
    units = total / unit
    if total < 0 or units != units.to_integral_value():
        raise ValueError("the total is not a sum of this currency")
    if any(weight < 0 for weight in weights) or sum(weights) <= 0:
        raise ValueError("there is no weight to divide by")
    whole, together = int(units), sum(weights)
    parts = [divmod(whole * weight, together) for weight in weights]
    left = whole - sum(part for part, _rest in parts)
    first = set(sorted(range(len(weights)), key=lambda place: (-parts[place][1], place))[:left])
    return [(parts[place][0] + (place in first)) * unit for place in range(len(weights))]


def percentage(amount: Decimal, percent: Decimal, currency: str) -> Decimal:
    """A percentage of a sum, rounded down to the smallest unit: a fee never takes the unit that is in doubt."""
    unit = smallest_unit(currency)
    return (amount * percent / 100 / unit).to_integral_value(ROUND_FLOOR) * unit
