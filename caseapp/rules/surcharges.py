"""What accrues on a fine that is paid late: a share of what is late on each day, never beyond its cap.

Late is what was to be paid by a day that has passed, by the terms that held then: the whole fine by one day, or parts
by theirs. While an appeal rests the payment nothing runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from caseapp.rules.fines import Part

ZERO = Decimal(0)


@dataclass(frozen=True)
class LateRate:
    """So many per cent of the unpaid fine a day, in all at most so many per cent of the fine."""

    percent_a_day: Decimal
    cap_percent: Decimal


@dataclass(frozen=True)
class Terms:
    """By which days a fine is to be paid from a day on, until terms that were set later hold; `paid_before` is not held
    against them.
    """

    holds_from: date
    parts: tuple[Part, ...]
    paid_before: Decimal = ZERO


@dataclass(frozen=True)
class Rest:
    """Days on which nothing runs: from one on, to the day before another, or still."""

    first: date
    ended: date | None = None


@dataclass(frozen=True)
class Stretch:
    """Days after another on which the same sum was late; both ends count."""

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
    terms: Sequence[Terms],
    payments: Iterable[tuple[date, Decimal]],
    rests: Sequence[Rest] = (),
    places: int = 2,
) -> Surcharge:
    """What accrues from the day after `since` to `until`, both days to be told apart from what was `added` before.

    A payment counts from the day after it came, and against the earliest part first. Nothing accrues on what was added
    for being late. The sum is cut, never rounded up, to the currency's decimals, so that no part of it lies beyond the
    rate or the cap.
    """
    stretches = _stretches(fine, since, until, terms, sorted(payments), rests)
    exact = sum((each.unpaid * each.days * rate.percent_a_day / 100 for each in stretches), ZERO)
    left = max(fine * rate.cap_percent / 100 - added, ZERO)
    return Surcharge(
        amount=min(exact, left).quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN),
        stretches=stretches,
        capped=exact > left,
    )


def _stretches(
    fine: Decimal,
    since: date,
    until: date,
    terms: Sequence[Terms],
    payments: Sequence[tuple[date, Decimal]],
    rests: Sequence[Rest],
) -> tuple[Stretch, ...]:
    """Between two days on which anything changes the same sum is late."""
    next_day = timedelta(days=1)
    changes = {
        since + next_day,
        *(each.holds_from for each in terms),
        *(part.due_on + next_day for each in terms for part in each.parts),
        *(on + next_day for on, _amount in payments),
        *(day for rest in rests for day in (rest.first, rest.ended) if day is not None),
    }
    days = sorted(day for day in changes if since < day <= until)
    found: list[Stretch] = []
    for first, following in pairwise([*days, until + next_day]):
        late = _late_on(first, fine, terms, payments, rests)
        last = following - next_day
        if found and found[-1].last + next_day == first and found[-1].unpaid == late:
            found[-1] = Stretch(found[-1].first, last, late)
        elif late > 0:
            found.append(Stretch(first, last, late))
    return tuple(found)


def _late_on(
    day: date,
    fine: Decimal,
    terms: Sequence[Terms],
    payments: Sequence[tuple[date, Decimal]],
    rests: Sequence[Rest],
) -> Decimal:
    """What was to be paid before this day and was not, at most what is unpaid of the fine."""
    if any(rest.first <= day and (rest.ended is None or day < rest.ended) for rest in rests):
        return ZERO
    holding = [each for each in terms if each.holds_from <= day]
    if not holding:
        return ZERO
    paid = sum((amount for on, amount in payments if on < day), ZERO)
    due = sum((part.amount for part in holding[-1].parts if part.due_on < day), ZERO)
    return max(min(due + holding[-1].paid_before, fine) - paid, ZERO)
