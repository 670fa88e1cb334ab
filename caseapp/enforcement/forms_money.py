"""The shape of what officers enter about a bank's file and about reminders."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import DayInput


class BankFileForm(forms.Form):
    """A CSV file of the bank, for one of the officer's authorities."""

    authority = forms.ChoiceField(label=_("Authority"), required=False)
    file = forms.FileField(
        label=_("CSV file of the bank"),
        help_text=_(
            "Its first row names the columns. It needs date, amount and currency; reference, payer and transaction id "
            "make matching better."
        ),
    )

    def __init__(self, *args: Any, authorities: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(authorities) > 1:
            self.fields["authority"].choices = [(each.code, each.shown_name) for each in authorities]  # type: ignore[attr-defined]
        else:
            del self.fields["authority"]


class AssignForm(forms.Form):
    """Which fine a line pays."""

    reference = forms.CharField(label=_("Reference of the fine"), max_length=40)


class DaysField(forms.CharField):
    """Numbers of days, such as “14, 3”."""

    def clean(self, value: Any) -> list[int]:
        words = re.split(r"[\s,;，、]+", str(super().clean(value)).strip())
        if words == [""]:
            return []
        if not all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
            raise ValidationError(_("Enter numbers of days, such as 14, 3."), code="invalid")
        return [int(word) for word in words]


class ReminderForm(forms.Form):
    """From when, and how many days before and after the day to pay, respondents are reminded."""

    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())
    days_before = DaysField(
        label=_("Days before the day to pay"), required=False, help_text=_("For example 14, 3. Empty means none.")
    )
    days_after = DaysField(
        label=_("Days after it, while something is owed"), required=False, help_text=_("For example 1, 14, 30.")
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
