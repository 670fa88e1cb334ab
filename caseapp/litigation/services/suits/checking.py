"""What is asked of every sum and day of a suit."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from moneyed import CURRENCIES

from caseapp.core.errors import InvalidInput
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.selectors.suits import today_of


def sum_faults(field: str, amount: Decimal | None, currency: str) -> dict[str, Any]:
    """What is wrong with a sum or its currency, by field; nothing for a sum that is not known."""
    if currency not in CURRENCIES:
        return {"currency": _("Use a three-letter currency code, such as CNY.")}
    if amount is None:
        return {}
    if amount < 0:
        return {field: _("A sum cannot be negative.")}
    if amount >= Decimal(10) ** 16:
        return {field: _("This sum is too large.")}
    return {}


def not_future(field: str, day: date | None, suit: CivilSuit) -> None:
    """Refuse a day that has not come yet where the suit is brought."""
    if day is not None and day > today_of(suit):
        raise InvalidInput.field(field, _("The day must not lie in the future."))
