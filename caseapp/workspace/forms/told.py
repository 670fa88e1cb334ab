"""Shapes of what people choose on the pages about notices and contact."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.notifications.enums import MailMode
from caseapp.notifications.selectors import time_zones


class HourInput(forms.TimeInput):
    """The browser's own time control; without one, a box that takes 18:00."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "govuk-input--width-10"}, format="%H:%M")


def hour(label: Any, hint: Any = "") -> forms.Field:
    """A time of day."""
    return forms.TimeField(
        label=label,
        help_text=hint,
        required=False,
        widget=HourInput(),
        error_messages={"invalid": _("Enter a time such as 18:00.")},
    )


class NoticeForm(forms.Form):
    """When mails come."""

    mode = forms.ChoiceField(
        label=_("Do you want an e-mail when there is news?"),
        help_text=_("A mail says only that there is something to read here, never what it is about."),
        choices=MailMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you want mails.")},
    )
    daily_at = hour(_("Time of the daily mail"), _("Used when you choose once a day."))
    quiet_from = hour(
        _("Quiet hours begin"), _("No mail is sent in these hours. What happens then is told afterwards.")
    )
    quiet_until = hour(_("Quiet hours end"))
    time_zone = forms.ChoiceField(
        label=_("Your time zone"), widget=forms.Select(attrs={"data-autocomplete": True}), choices=[]
    )

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in time_zones()]  # type: ignore[attr-defined]

    def clean_daily_at(self) -> dt.time:
        """The time, or six in the evening where none was given."""
        return self.cleaned_data["daily_at"] or dt.time(18)


class ContactForm(forms.Form):
    """How the complainant can be reached."""

    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Enter an e-mail address such as name@example.org.")},
    )
    phone = forms.CharField(label=_("Telephone number"), max_length=40, required=False)
