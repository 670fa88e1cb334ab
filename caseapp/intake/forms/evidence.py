"""Files that show it: chosen, described, or left out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseapp.evidence.models import EvidenceItem
from caseapp.intake.forms.base import ProseField, StepForm
from caseapp.intake.selectors import Answers

DESCRIPTION_MAX = 2_000


def sent_items(answers: Answers) -> list[EvidenceItem]:
    """What lies in the draft's vault, in order."""
    if answers.vault_id is None:
        return []
    return list(EvidenceItem.objects.filter(vault_id=answers.vault_id).order_by("position"))


class FilesInput(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class EvidenceForm(StepForm):
    """Files stream in and are judged on the way (`caseapp.evidence`); this form holds their words and their errors."""

    file = forms.Field(
        label=_("Choose files"),
        help_text=_("Photographs of the camera or the sign, screenshots, letters, a contract, a video."),
        widget=FilesInput,
        required=False,
    )
    description = ProseField(
        label=_("What do these files show?"),
        required=False,
        max_length=DESCRIPTION_MAX,
        rows=3,
        error_messages={"max_length": _("Use at most 2,000 characters.")},
    )

    def starting(self) -> dict[str, Any]:
        return {}

    def values(self) -> dict[str, Any]:
        """Nothing: the files lie in the vault, and that the page was seen is told by its being saved."""
        return {}

    def said(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        names = "\n".join(f"{item.position}. {item.file_name}" for item in sent_items(self.answers))
        return [(gettext("Files"), names or gettext("No files"))]
