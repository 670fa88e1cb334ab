"""Suits, hearings and awards."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from moneyed import CURRENCIES

from caseapp.core.forms_acts import DayInput, amount, line
from caseapp.litigation.enums import AwardKind

USUAL_CURRENCIES = ("CNY", "EUR", "USD", "GBP", "KRW", "JPY", "AUD", "CAD", "BRL", "HKD", "SGD", "NZD", "INR", "CHF")


def currency_field(**options: Any) -> forms.Field:
    """Any currency of ISO 4217, the usual ones first."""
    rest = sorted(set(CURRENCIES) - set(USUAL_CURRENCIES))
    return forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in (*USUAL_CURRENCIES, *rest) if len(code) == 3],
        **options,
    )


class SuitForm(forms.Form):
    """A new suit."""

    court = line(_("Court"))
    cause = line(_("Cause of action"), _("For example: infringement of personality rights."), longest=300)
    claimed_amount = amount(_("Sum claimed"))
    currency = currency_field()
    docket_number = line(_("Docket number"), longest=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimed_amount"].required = False
        self.fields["docket_number"].required = False


class HearingForm(forms.Form):
    """A date before the court, in the court's own time."""

    day = forms.DateField(label=pgettext_lazy("date", "Day"), widget=DayInput())
    time = forms.TimeField(
        label=_("Time at the court"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the court"), choices=[(name, name) for name in sorted(available_timezones())]
    )
    place = line(_("Place"))
    purpose = line(_("Purpose"))

    def starts_at(self) -> datetime:
        """The moment it begins, aware."""
        data = self.cleaned_data
        return datetime.combine(data["day"], data["time"], tzinfo=ZoneInfo(data["time_zone"]))


class AwardForm(forms.Form):
    """A sum that the judgment gives."""

    kind = forms.ChoiceField(
        label=_("Head"),
        choices=[choice for choice in AwardKind.choices if choice[0] != AwardKind.SETTLEMENT],
        widget=forms.RadioSelect,
    )
    amount = amount(_("Sum"))
    awarded_on = forms.DateField(label=_("Awarded on"), widget=DayInput())

    def __init__(self, *args: Any, currency: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Sum in %(currency)s") % {"currency": currency}
        self.fields["awarded_on"].initial = today
