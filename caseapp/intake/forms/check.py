"""The last page: what was answered is right, and off it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.proof import ProofField
from caseapp.intake.enums import Filing
from caseapp.intake.forms.base import StepForm


class CheckForm(StepForm):
    """One declaration. Its `revision` is the whole draft's: what is sent is what was seen."""

    truth = forms.BooleanField(
        label=_("What I have written is true as far as I know"),
        error_messages={"required": _("Confirm that what you have written is true as far as you know.")},
    )

    def build(self) -> None:
        if self.answers.get("contact", "filing") == Filing.ANONYMOUS and not self.answers.desk:
            self.fields["proof"] = ProofField()

    @property
    def is_proven(self) -> bool:
        """Whether the browser did its little work, or none was asked for."""
        return bool(self.cleaned_data.get("proof", True))

    def values(self) -> dict[str, Any]:
        return {}
