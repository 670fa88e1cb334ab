"""Deciding a conflict check, and the firm's own list of names."""

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.litigation.enums import ConflictResult, KnownRole

LARGEST = 2 * 1024 * 1024


class ConflictDecisionForm(forms.Form):
    """What the conflict check came to."""

    result = forms.ChoiceField(
        label=gettext_lazy("What did the check come to?"),
        choices=ConflictResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the check came to.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed for a conflict and for a waiver."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, may_waive: bool, **kwargs: Any) -> None:
        """A waiver is offered to whoever may give one; the others read who may."""
        super().__init__(*args, **kwargs)
        if not may_waive:
            left = [choice for choice in ConflictResult.choices if choice[0] != ConflictResult.WAIVED]
            self.fields["result"].choices = left  # type: ignore[attr-defined]
            self.fields["result"].help_text = _("A partner alone waives a conflict.")
            self.fields["reason"].help_text = _("Needed for a conflict.")


class NameSearchForm(forms.Form):
    """One name to look for."""

    q = forms.CharField(label=gettext_lazy("Does the firm know this name?"), max_length=200, required=False)

    mark_optional = False


class KnownPartiesForm(forms.Form):
    """Names that the firm brings along: typed, or from a CSV file of name, role and matter."""

    role = forms.ChoiceField(
        label=gettext_lazy("What they were to the firm"),
        help_text=gettext_lazy("For lines that do not say it themselves."),
        choices=KnownRole.choices,
        widget=forms.RadioSelect,
        initial=KnownRole.FORMER_CLIENT,
    )
    names = forms.CharField(
        label=gettext_lazy("Names, one a line"),
        help_text=gettext_lazy("A line may be: name, role, matter. Roles: client, former_client, opponent, other."),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        help_text=gettext_lazy("UTF-8, columns name, role, matter; at most 2 MB."),
        required=False,
    )

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text = data.get("names", "")
        if (file := data.get("file")) is not None:
            if file.size > LARGEST:
                raise forms.ValidationError({"file": _("The file is larger than 2 MB.")})
            try:
                text = f"{text}\n{file.read().decode('utf-8-sig')}"
            except UnicodeDecodeError:
                raise forms.ValidationError({"file": _("Save the file as UTF-8 and choose it again.")}) from None
        self.rows = self._read(text.replace("\x00", ""), data.get("role", ""))
        if not self.rows and not self.errors:
            raise forms.ValidationError({"names": _("Enter at least one name, or choose a file.")})
        return data

    def _read(self, text: str, role: str) -> list[tuple[str, str, str]]:
        """Lines as name, role and matter; a line of column names is passed over."""
        found = []
        try:
            lines = list(csv.reader(io.StringIO(text, newline=None)))
        except csv.Error:
            self.add_error("file", _("This is no table of names. Save it as CSV and choose it again."))
            return []
        for number, line in enumerate(lines, start=1):
            cells = [cell.strip() for cell in (*line, "", "", "")]
            if not cells[0] or (cells[0].casefold() == "name" and cells[1].casefold() == "role"):
                continue
            named = cells[1].casefold().replace(" ", "_")
            if named and named not in KnownRole.values:
                self.add_error(
                    "names", _("Line %(number)s: “%(role)s” is no role.") % {"number": number, "role": cells[1]}
                )
            elif len(cells[0]) > 200 or len(cells[2]) > 120:
                self.add_error("names", _("Line %(number)s is too long.") % {"number": number})
            else:
                found.append((cells[0], named or role, cells[2]))
        return found
