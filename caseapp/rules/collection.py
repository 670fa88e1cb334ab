"""What a judgment or settlement brought in: the ledger's standing, interest day by day, what is left for the client.

Lines are signed: what raises the debt is positive (awarded, costs, interest), what lowers it negative (received,
waived); an adjustment after an appeal may be either, and a receipt that was reversed is a positive receipt. One
currency a ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

from caseapp.rules.fines import CurrencyMismatch, fits, places_of, simple_interest
from caseapp.rules.shares import percentage

ZERO = Decimal(0)


class LineKind(StrEnum):
    AWARDED = "awarded"
    COSTS = "costs"
    ADJUSTMENT = "adjustment"
    INTEREST = "interest"
    RECEIVED = "received"
    WAIVED = "waived"


class Refusal(StrEnum):
    """Why a receipt is not taken."""

    NOT_POSITIVE = "not_positive"
    TOO_FINE = "too_fine"
    NOTHING_OWED = "nothing_owed"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Line:
    """One line of a collection ledger, on its day."""

    kind: LineKind
    amount: Decimal
    currency: str
    on: date


@dataclass(frozen=True)
class Standing:
    """What a ledger comes to. All parts are unsigned but `balance`, below zero when more came in than is now due."""

    currency: str
    awarded: Decimal = ZERO
    interest: Decimal = ZERO
    received: Decimal = ZERO
    waived: Decimal = ZERO

    @property
    def balance(self) -> Decimal:
        return self.awarded + self.interest - self.received - self.waived

    @property
    def outstanding(self) -> Decimal:
        """What is still to be collected."""
        return max(self.balance, ZERO)

    @property
    def credit(self) -> Decimal:
        """What has to be paid back to the other side."""
        return max(-self.balance, ZERO)


def standing(lines: Iterable[Line], currency: str) -> Standing:
    """Sum a ledger by kind; costs and adjustments belong to what was awarded. Raises CurrencyMismatch."""
    awarded = interest = received = waived = ZERO
    for line in lines:
        if line.currency != currency:
            raise CurrencyMismatch(f"{line.currency} in a ledger of {currency}")
        match line.kind:
            case LineKind.AWARDED | LineKind.COSTS | LineKind.ADJUSTMENT:
                awarded += line.amount
            case LineKind.INTEREST:
                interest += line.amount
            case LineKind.RECEIVED:
                received -= line.amount
            case LineKind.WAIVED:
                waived -= line.amount
    return Standing(currency, awarded, interest, received, waived)


def receipt_refusal(now: Standing, amount: Decimal) -> Refusal | None:
    """Why this sum cannot have come in, or None: never more than is outstanding."""
    if amount <= 0:
        return Refusal.NOT_POSITIVE
    if now.outstanding == 0:
        return Refusal.NOTHING_OWED
    if amount > now.outstanding:
        return Refusal.TOO_MUCH
    return None if fits(amount, places_of(now.currency)) else Refusal.TOO_FINE


def accrued_interest(lines: Sequence[Line], percent_a_year: Decimal, start: date, end: date, currency: str) -> Decimal:
    """Simple interest from `start` (not counted) to `end` (counted) on what was outstanding each day, without interest
    on interest, rounded once at the end. What comes in counts for the principal first, for interest last.
    """
    days = sorted({start, end, *(line.on for line in lines if start < line.on < end)})
    exact = ZERO
    for begins, ends in pairwise(days):
        now = standing((line for line in lines if line.on <= begins), currency)
        principal = max(now.balance - now.interest, ZERO)
        exact += simple_interest(principal, percent_a_year, begins, ends, places=12)
    return exact.quantize(Decimal(1).scaleb(-places_of(currency)), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Net:
    """What is left for the client of what came in: received − costs − fee."""

    received: Decimal
    costs: Decimal
    fee: Decimal

    @property
    def net(self) -> Decimal:
        return self.received - self.costs - self.fee


def agreed_share(received: Decimal, costs: Decimal, percent: Decimal, currency: str) -> Decimal:
    """So many per cent of what came in less costs, rounded down."""
    return percentage(max(received - costs, ZERO), percent, currency)


def net_to_client(
    received: Decimal,
    costs: Decimal,
    currency: str,
    *,
    fee_percent: Decimal | None,
    fee_sum: Decimal,
    most: Decimal | None = None,
) -> Net:
    """A percentage fee is of what came in less costs, rounded down, and never above `most`, the law's cap where it has
    one; a fixed fee is as it is. Raises ValueError where costs and fee are more than what came in: a client is never
    asked to pay out of a judgment that was won.
    """
    fee = fee_sum
    if fee_percent is not None:
        fee = agreed_share(received, costs, fee_percent, currency)
        fee = fee if most is None else min(fee, most)
    found = Net(received, costs, fee)
    if min(costs, fee) < 0 or found.net < 0:
        raise ValueError("costs and fee are more than what came in")
    return found
