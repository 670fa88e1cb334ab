"""Shapes of what firms and clients enter."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from moneyed import CURRENCIES

from caseapp.accounts.models import Firm
from caseapp.complaints.enums import GrantScope
from caseapp.core.forms_acts import DayInput, amount, line, prose
from caseapp.litigation.enums import AwardKind, ConflictResult

USUAL_CURRENCIES = ("CNY", "EUR", "USD", "GBP", "KRW", "JPY", "AUD", "CAD", "BRL", "HKD", "SGD", "NZD", "INR", "CHF")


def currency_field(**options: Any) -> forms.Field:
    """Any currency of ISO 4217, the usual ones first."""
    rest = sorted(set(CURRENCIES) - set(USUAL_CURRENCIES))
    return forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in (*USUAL_CURRENCIES, *rest) if len(code) == 3],
        **options,
    )


class ShareForm(forms.Form):
    """Ask a firm to act, and choose what it may see once it acts."""

    firm = forms.ModelChoiceField(
        label=_("Firm"),
        queryset=Firm.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="slug",
        error_messages={"required": _("Choose a firm.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may the firm see once it acts for you?"),
        help_text=_("It always sees what happened. Before it has checked for conflicts it sees no names at all."),
        choices=[
            (GrantScope.EVIDENCE.value, GrantScope.EVIDENCE.label),
            (GrantScope.IDENTITY.value, GrantScope.IDENTITY.label),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[GrantScope.EVIDENCE.value, GrantScope.IDENTITY.value],
    )
    request = forms.CharField(
        label=_("What would you like the firm to do?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, firms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["firm"].queryset = firms  # type: ignore[attr-defined]


class ScopesForm(forms.Form):
    """The parts of a complaint that a firm may see."""

    scopes = forms.MultipleChoiceField(
        label=_("What may this firm see?"),
        help_text=_("It always sees what happened."),
        choices=[
            (GrantScope.EVIDENCE.value, GrantScope.EVIDENCE.label),
            (GrantScope.IDENTITY.value, GrantScope.IDENTITY.label),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    mark_optional = False


class ConflictDecisionForm(forms.Form):
    """What the conflict check came to."""

    result = forms.ChoiceField(
        label=_("What did the check come to?"),
        choices=ConflictResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the check came to.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed for a conflict and for a waiver."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaseFileForm(forms.Form):
    """A new case file."""

    title = line(_("Title of the case file"))


class NotesForm(forms.Form):
    """The firm's privileged notes."""

    notes = forms.CharField(
        label=_("Privileged notes"),
        help_text=_("Only your firm can read these. They are encrypted where they are kept."),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
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


TERMS_FIELD = prose(
    _("Terms of the engagement"),
    _("What you will do, how you are paid, and how either side can end it. The client reads this and accepts it."),
    longest=10_000,
    rows=8,
)
