"""What every sum that is entered must be: a currency there is, above zero, in its decimals, not absurdly large."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from moneyed import CURRENCIES

from caseapp.core.errors import InvalidInput
from caseapp.rules.fines import fits, places_of

MOST = Decimal(10) ** 12


def check_sum(amount: Decimal, currency: str, *, field: str = "amount") -> None:
    """Raise InvalidInput that names the field unless the sum can stand in a ledger of that currency."""
    check_currency(currency)
    if amount <= 0:
        raise InvalidInput.field(field, _("Enter a sum above zero."))
    if amount >= MOST:
        raise InvalidInput.field(field, _("This sum is too large."))
    if not fits(amount, places_of(currency)):
        raise InvalidInput.field(field, _("This currency has fewer decimals than you entered."))


def check_currency(currency: str) -> None:
    """Raise InvalidInput for a code that is no currency."""
    if currency not in CURRENCIES:
        raise InvalidInput.field("currency", _("Use a three-letter currency code, such as CNY."))


def check_day(day: dt.date, today: dt.date, *, field: str = "on") -> None:
    """Raise InvalidInput for a day to come."""
    if day > today:
        raise InvalidInput.field(field, _("The day must not lie in the future."))


def check_words(**words: str) -> dict[str, str]:
    """The texts without blanks around them; raises InvalidInput for those left empty."""
    told = {name: text.strip() for name, text in words.items()}
    missing = {name: _("Enter this to go on.") for name, text in told.items() if not text}
    if missing:
        raise InvalidInput(errors=missing)
    return told
