"""Whether what came in by the collection ledger of a suit covers what was promised of it."""

from decimal import Decimal

from caseapp.litigation.enums import PROMISED
from caseapp.litigation.models import CivilSuit, Distribution
from caseapp.litigation.selectors.collecting import standing_of


def promised(suit: CivilSuit) -> list[Distribution]:
    """What was approved of a suit's money and not taken back, in the order of its approval."""
    found = Distribution.objects.filter(action__suit=suit, currency=suit.currency, state__in=PROMISED)
    return list(found.select_related("action__case_file").order_by("approved_at", "pk"))


def uncovered(suit: CivilSuit) -> list[Distribution]:
    """Those that what came in does not reach: it goes to the one approved first, then to the next."""
    left, short = standing_of(suit).received, []
    for made in promised(suit):
        left -= made.gross_amount
        if left < 0:
            short.append(made)
    return short


def covers(suit: CivilSuit, made: Distribution) -> bool:
    """Whether what came in reaches `made` too, after all that was promised before it."""
    if made.currency != suit.currency:
        return False
    if made.state in PROMISED:
        return made.pk not in {one.pk for one in uncovered(suit)}
    return made.gross_amount <= undivided(suit)


def undivided(suit: CivilSuit) -> Decimal:
    """What came in and is not promised; below zero where more is promised than came in."""
    return standing_of(suit).received - sum((one.gross_amount for one in promised(suit)), Decimal(0))
