"""The arithmetic of a fine's ledger: what is owed, what may be paid, what a new sum changes. One currency a ledger.

Lines are signed: what raises the debt is positive (imposed, interest), what lowers it negative (payment, write-off);
an adjustment, after an appeal, may be either. Nothing is rounded but interest, and that once, at the end.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from babel.numbers import get_currency_precision

ZERO = Decimal(0)


class LineKind(StrEnum):
    IMPOSED = "imposed"
    ADJUSTMENT = "adjustment"
    INTEREST = "interest"
    PAYMENT = "payment"
    WRITE_OFF = "write_off"


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum; sums of different currencies are never added."""


class Refusal(StrEnum):
    """Why a payment is not taken."""

    WRONG_CURRENCY = "wrong_currency"
    NOT_POSITIVE = "not_positive"
    TOO_FINE = "too_fine"
    NOTHING_OWED = "nothing_owed"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Line:
    """One line of a ledger."""

    kind: LineKind
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Standing:
    """What a ledger comes to. `fine` is the sum as it stands (imposed and adjusted); all parts are unsigned but
    `balance`, which is below zero when more was paid than is now due.
    """

    currency: str
    fine: Decimal = ZERO
    interest: Decimal = ZERO
    paid: Decimal = ZERO
    written_off: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        return self.fine + self.interest - self.paid - self.written_off

    @property
    def owed(self) -> Decimal:
        """What may still be paid."""
        return max(self.balance, ZERO)

    @property
    def credit(self) -> Decimal:
        """What is to be paid back."""
        return max(-self.balance, ZERO)

    @property
    def settled(self) -> bool:
        return self.balance <= 0


def standing(lines: Iterable[Line], currency: str) -> Standing:
    """Sum a ledger by kind. Raises CurrencyMismatch for a line in another currency."""
    fine = interest = paid = written_off = ZERO
    for line in lines:
        if line.currency != currency:
            raise CurrencyMismatch(f"{line.currency} in a ledger of {currency}")
        match line.kind:
            case LineKind.IMPOSED | LineKind.ADJUSTMENT:
                fine += line.amount
            case LineKind.INTEREST:
                interest += line.amount
            case LineKind.PAYMENT:
                paid -= line.amount
            case LineKind.WRITE_OFF:
                written_off -= line.amount
    return Standing(currency, fine, interest, paid, written_off)


def payment_refusal(now: Standing, amount: Decimal, currency: str, *, places: int = 2) -> Refusal | None:
    """Why this payment cannot be taken, or None. `places` are the decimals of the currency (0 for won and yen)."""
    if currency != now.currency:
        return Refusal.WRONG_CURRENCY
    if amount <= 0:
        return Refusal.NOT_POSITIVE
    if now.owed == 0:
        return Refusal.NOTHING_OWED
    if amount > now.owed:
        return Refusal.TOO_MUCH
    if not fits(amount, places):
        return Refusal.TOO_FINE
    return None


def payment(now: Standing, amount: Decimal, currency: str, *, places: int = 2) -> Line:
    """The line of a payment. Raises ValueError for one that `payment_refusal` refuses."""
    refusal = payment_refusal(now, amount, currency, places=places)
    if refusal is Refusal.WRONG_CURRENCY:
        raise CurrencyMismatch(f"{currency} paid on a fine in {now.currency}")
    if refusal is not None:
        raise ValueError(refusal.value)
    return Line(LineKind.PAYMENT, -amount, currency)


def reduction(now: Standing, new_sum: Decimal, *, places: int = 2) -> Line:
    """The adjustment that brings the fine down to a new sum, above zero and below the present one.

    Interest already added stays. Where more than the new sum was paid, a credit follows.
    """
    if not ZERO < new_sum < now.fine or not fits(new_sum, places):
        raise ValueError("a reduced fine lies between zero and the present sum")
    return Line(LineKind.ADJUSTMENT, new_sum - now.fine, now.currency)


def annulment(now: Standing) -> Line:
    """The adjustment after which nothing was ever due: fine and interest fall away, what was paid becomes a credit."""
    return Line(LineKind.ADJUSTMENT, -(now.fine + now.interest), now.currency)


def write_off(now: Standing) -> Line:
    """The line that lets go of everything still owed. Raises ValueError when nothing is."""
    if now.owed == 0:
        raise ValueError(Refusal.NOTHING_OWED.value)
    return Line(LineKind.WRITE_OFF, -now.owed, now.currency)


def simple_interest(
    principal: Decimal,
    percent_a_year: Decimal,
    start: date,
    end: date,
    *,
    places: int = 2,
    days_in_year: int = 365,
) -> Decimal:
    """Simple interest from `start` (not counted) to `end` (counted), rounded half up to the currency's decimals.

    Only for a rule that states a rate: no rate is assumed here. Nothing accrues on a credit or before `start`.
    """
    days = (end - start).days
    if days <= 0 or principal <= 0 or percent_a_year <= 0:
        return ZERO
    exact = principal * percent_a_year * days / (100 * days_in_year)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def places_of(currency: str) -> int:
    """The decimals of a currency (Unicode CLDR): 2 for most, 0 for won and yen. A ledger keeps at most 2."""
    return min(get_currency_precision(currency), 2)


def fits(amount: Decimal, places: int) -> bool:
    """Whether a sum can be said in the currency's decimals."""
    return amount == amount.quantize(Decimal(1).scaleb(-places))


@dataclass(frozen=True)
class Part:
    """One instalment: a sum and the day to pay it by."""

    due_on: date
    amount: Decimal


def monthly_parts(owed: Decimal, number: int, first_on: date, *, places: int = 2) -> tuple[Part, ...]:
    """What is owed in equal monthly parts, the last one with what rounding left. Raises ValueError for fewer than two
    parts, or parts that would be nothing.

    A month without the day of the first part takes its own last day.
    """
    each = (owed / number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN) if number > 1 else ZERO
    if each <= 0:
        raise ValueError("an instalment plan has at least two parts above zero")
    sums = [each] * (number - 1) + [owed - each * (number - 1)]
    return tuple(Part(_months_on(first_on, place), amount) for place, amount in enumerate(sums))


def open_parts(parts: Iterable[Part], owed: Decimal) -> tuple[Part, ...]:
    """What is still to be paid of a plan: payments cover the earliest parts first, so `owed` is its latest end."""
    still: list[Part] = []
    for part in sorted(parts, key=lambda each: each.due_on, reverse=True):
        if owed <= 0:
            break
        still.append(Part(part.due_on, min(part.amount, owed)))
        owed -= part.amount
    return tuple(reversed(still))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
