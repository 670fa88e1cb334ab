"""What accrues on a fine that is paid late: a share of what is unpaid for each day, never beyond its cap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class LateRate:
    """So many per cent of the unpaid fine a day, in all at most so many per cent of the fine."""

    percent_a_day: Decimal
    cap_percent: Decimal


@dataclass(frozen=True)
class Stretch:
    """Days after another on which the same sum was unpaid; both ends count."""

    first: date
    last: date
    unpaid: Decimal

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Surcharge:
    """What accrued, with its working. `capped` where the cap, not the days, set the sum."""

    amount: Decimal
    stretches: tuple[Stretch, ...]
    capped: bool


def surcharge(
    rate: LateRate,
    *,
    fine: Decimal,
    added: Decimal,
    since: date,
    until: date,
    payments: Iterable[tuple[date, Decimal]],
    places: int = 2,
) -> Surcharge:
    """What accrues from the day after `since` to `until`, both days to be told apart from what was `added` before.

    A payment counts against the fine from the day after it came. The sum is cut, never rounded up, to the currency's
    decimals, so that no part of it lies beyond the rate or the cap.
    """
    stretches = _stretches(fine, since, until, sorted(payments))
    exact = sum((each.unpaid * each.days * rate.percent_a_day / 100 for each in stretches), ZERO)
    left = max(fine * rate.cap_percent / 100 - added, ZERO)
    return Surcharge(
        amount=min(exact, left).quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN),
        stretches=stretches,
        capped=exact > left,
    )


def _stretches(fine: Decimal, since: date, until: date, payments: list[tuple[date, Decimal]]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    first, unpaid = since + timedelta(days=1), fine
    for on, amount in payments:
        if first <= on < until and unpaid > 0:
            found.append(Stretch(first, on, unpaid))
            first = on + timedelta(days=1)
        if on < until:
            unpaid = max(unpaid - amount, ZERO)
    if first <= until and unpaid > 0:
        found.append(Stretch(first, until, unpaid))
    return tuple(found)
