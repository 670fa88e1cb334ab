"""Shapes of what a firm enters about money."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from moneyed import CURRENCIES

from caseapp.accounts.enums import FirmRole
from caseapp.billing.enums import RoundingWay
from caseapp.billing.models import DAY_MINUTES
from caseapp.billing.services.invoices import Terms
from caseapp.core.forms_acts import ActForm, amount, choice, day, hidden, line, prose, whole
from caseapp.litigation.enums import FeeKind
from caseapp.litigation.models import Engagement
from caseapp.rules.billing import STEPS

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
    payee = line(_("Payee"))
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


class ActivityForm(ActForm):
    """What the clock is for."""

    activity = line(_("What you are doing"), longest=500)


class TimeForm(ActForm):
    """Time by hand."""

    on = day(pgettext_lazy("date", "Day"))
    minutes = whole(_("Minutes"), _("As worked. How they are rounded is your firm’s rule."), least=1, most=DAY_MINUTES)
    activity = line(_("Work done"), _("The client reads it on the invoice."), longest=500)


class WriteOffForm(ActForm):
    """Why something is not billed."""

    reason = line(_("Why it is not billed"), longest=300)


class DisbursementForm(ActForm):
    """What the firm laid out, with its receipt."""

    on = day(pgettext_lazy("date", "Day"))
    purpose = line(_("What for"), _("The client reads it on the invoice."), longest=300)
    amount = amount(_("Sum"))
    currency = currency_field()
    receipt = forms.FileField(
        label=pgettext_lazy("bill", "Receipt"), help_text=_("A picture or a PDF of at most 10 MB."), required=False
    )


class RateForm(ActForm):
    """An hour's price from a day on."""

    who = choice(_("For whom"), ())
    hourly = amount(_("Price of an hour"))
    currency = currency_field()
    valid_from = day(_("From"))

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(f"role:{value}", label) for value, label in FirmRole.choices]
        self.fields["who"].choices = [*roles, *((f"user:{pk}", name) for pk, name in people)]  # type: ignore[attr-defined]


class RoundingForm(ActForm):
    """How time is rounded from a day on."""

    step = forms.TypedChoiceField(
        label=_("Step in minutes"), choices=[(step, str(step)) for step in STEPS], coerce=int, initial=6
    )
    way = choice(_("Which way"), RoundingWay.choices)
    valid_from = day(_("From"))


class InvoiceForm(ActForm):
    """How an invoice is reckoned."""

    currency = currency_field()
    until = day(_("Bill what was done until"))
    fee_kind = choice(_("Fee"), FeeKind.choices)
    fee_amount = amount(_("Agreed sum"), _("For a fixed fee."))
    recovered = amount(
        _("This client’s part of what came in"),
        _(
            "For a share of what is recovered, and only where several clients share what came in. "
            "Left empty, all that came in by the collection ledger counts."
        ),
    )
    fee_percent = forms.DecimalField(
        label=_("Agreed share in percent"),
        help_text=_(
            "For a share of what is recovered. Some places forbid it, or cap it: your engagement says what was agreed."
        ),
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
    )
    tax_name = line(_("Tax"), _("For example VAT. Leave it empty where none is charged."), longest=40)
    tax_percent = forms.DecimalField(
        label=_("Tax in percent"),
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-3"}),
    )
    due_days = whole(_("Days to pay"), least=0, most=365)
    note = line(_("Note"), _("The client reads it."), longest=500)

    field_order = ("client",)

    def __init__(self, *args: Any, engagements: Iterable[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"] = client_field(engagements)
        self.order_fields(self.field_order)
        for name in ("fee_amount", "recovered", "tax_name", "note"):
            self.fields[name].required = False

    def terms(self) -> Terms:
        """The answers as the service takes them."""
        data = self.cleaned_data
        told = {name: data[name] for name in Terms.__dataclass_fields__}
        return Terms(**{**told, "tax_percent": data["tax_percent"] or Decimal(0)})


class TransferForm(KeyedForm):
    """Trust money for an invoice."""

    amount = amount(_("Sum"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}
