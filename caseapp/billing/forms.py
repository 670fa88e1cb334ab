"""Shapes of what a firm enters about money."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from moneyed import CURRENCIES

from caseapp.core.forms_acts import ActForm, amount, choice, day, hidden, line, prose
from caseapp.litigation.models import Engagement

USUAL = ("CNY", "EUR", "USD", "GBP", "KRW", "JPY", "AUD", "CAD", "BRL", "HKD", "SGD")


def currency_field() -> forms.Field:
    """Any currency there is, the usual ones first."""
    rest = sorted(code for code in set(CURRENCIES) - set(USUAL) if len(code) == 3)
    return forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in (*USUAL, *rest)])


def client_field(engagements: Iterable[Engagement]) -> forms.Field:
    """One of a case file's clients, by the complaint."""
    return choice(_("Client"), [(one.reference, one.complaint.reference) for one in engagements])


class KeyedForm(ActForm):
    """A form whose second click does nothing: its key travels with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"] = hidden(uuid4().hex)


class ReceiptForm(KeyedForm):
    """Money that arrived for a client."""

    amount = amount(_("Sum"))
    currency = currency_field()
    on = day(_("Day it arrived"))
    party = line(_("From whom"), _("For example the client, or the court that paid a deposit back."))
    note = line(_("Note"), _("For example the number of the bank statement. The client reads it."), longest=300)

    field_order = ("client", "amount", "currency", "on", "party", "note")

    def __init__(self, *args: Any, engagements: Iterable[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"] = client_field(engagements)
        self.fields["note"].required = False
        self.order_fields(self.field_order)


class PaymentForm(KeyedForm):
    """Money that is to leave a ledger."""

    amount = amount(_("Sum"))
    payee = line(_("To whom"))
    purpose = line(_("What for"), _("The client reads it."), longest=300)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}


class ReverseForm(ActForm):
    """Why a line was wrong."""

    reason = line(_("Why the line is corrected"), _("The client reads it."), longest=300)


class ReconciliationForm(ActForm):
    """A day and what the bank says of it."""

    currency = currency_field()
    on = day(pgettext_lazy("date", "Day"))
    bank_balance = forms.DecimalField(
        label=_("Balance by the bank’s statement"),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Enter a sum in figures, such as 250,000 or 1200.50.")},
    )
    explanation = prose(
        _("Why they differ"), _("Only where they do: money on its way, a charge of the bank."), longest=2000, rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["explanation"].required = False
