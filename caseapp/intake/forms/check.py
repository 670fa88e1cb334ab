"""The last page: what was answered is right, and off it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.intake.forms.base import StepForm


class CheckForm(StepForm):
    """One declaration. Its `revision` is the whole draft's: what is sent is what was seen."""

    truth = forms.BooleanField(
        label=_("What I have written is true as far as I know"),
        error_messages={"required": _("Confirm that what you have written is true as far as you know.")},
    )

    def values(self) -> dict[str, Any]:
        return {}
