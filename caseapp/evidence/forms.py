"""The form by which files are added to a complaint."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import DayInput
from caseapp.evidence.selectors import Provable
from caseapp.evidence.services import Incoming
from caseapp.evidence.services.items import DESCRIPTION_MAX, TITLE_MAX
from caseapp.evidence.uploads import FIELD


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Incoming]:
        found: list[Incoming] = files.getlist(name)
        return found


class FilesField(forms.Field):
    """Files that streamed in. Each carries its own refusal, which the service raises; here at least one must be."""

    widget = FilesInput(attrs={"multiple": True})
    default_error_messages = {"required": _("Choose at least one file.")}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


class EvidenceForm(forms.Form):
    """What a person says of the files they add."""

    file = FilesField(label=_("Files"), help_text=_("Photographs, videos, papers, letters, e-mails."))
    title = forms.CharField(
        label=_("Name for the file"),
        required=False,
        max_length=TITLE_MAX,
        help_text=_("You can leave this empty. If you add several files, each keeps its own name."),
    )
    description = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=DESCRIPTION_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the camera above the entrance, seen from the street."),
    )
    captured_at = forms.DateField(
        label=_("Day it was made"),
        required=False,
        widget=DayInput(),
        help_text=_("If you know it."),
    )

    def clean_captured_at(self) -> datetime | None:
        """Noon of that day in UTC, which is the same day almost everywhere."""
        day = self.cleaned_data["captured_at"]
        return datetime.combine(day, time(12), tzinfo=UTC) if day else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors and FIELD not in self.errors:
            self.add_error(FIELD, _("Choose the files again: they are kept only when everything else is right."))
        return cleaned


class SearchForm(forms.Form):
    """Words to look for in one complaint's evidence."""

    q = forms.CharField(
        label=_("Search in this evidence"),
        required=False,
        max_length=100,
        help_text=_("Names, descriptions, and the words of documents."),
    )


class ReasonForm(forms.Form):
    """Why somebody needs a sealed original."""

    reason = forms.CharField(
        label=_("Why do you need the original?"),
        help_text=_("Everybody who sees this evidence can read your reason and that it was you who asked, by side."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in 10 to 500 characters why you need the original.")},
    )


class LinkForm(forms.Form):
    """What an item helps to prove; the choices are the elements the complaint was read by, by law."""

    mark_optional = False

    element = forms.ChoiceField(
        label=_("It helps to prove"),
        error_messages={
            "required": _("Choose what it helps to prove."),
            "invalid_choice": _("Choose what it helps to prove."),
        },
    )

    def __init__(self, *args: Any, elements: list[Provable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laws: dict[str, list[tuple[str, str]]] = {}
        for one in elements:
            laws.setdefault(one.law, []).append(
                (one.value, f"{one.question} ({one.article})" if one.article else one.question)
            )
        self.fields["element"].choices = [("", _("Choose")), *laws.items()]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, str]:
        framework, _slash, element = str(self.cleaned_data["element"]).partition("/")
        return framework, element


class NoteForm(forms.Form):
    """A note for one's own side."""

    body = forms.CharField(
        label=_("Note for your own side"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a note of at most 2,000 characters.")},
    )
