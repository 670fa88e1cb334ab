"""What is said when a law's new version is recorded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RecordForm(forms.Form):
    """Why the record is changed, and whether the record was wrong or the law itself changed."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("What kind of change is it?"),
        choices=[
            ("correction", _("Our record was wrong or incomplete")),
            ("amendment", _("The law itself changed; the old text holds for the days before")),
        ],
        initial="correction",
        widget=forms.RadioSelect,
    )
    holds_from = forms.DateField(
        label=_("If the law changed: from which day does the new text hold?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=_("Why do you change it, and which source says so?"),
        help_text=_("It is kept with the version and in the audit."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the record is changed, and by which source.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") == "amendment" and not given.get("holds_from") and "holds_from" not in self.errors:
            self.add_error("holds_from", _("Enter the day from which the new text holds."))
        if given.get("kind") == "correction":
            given["holds_from"] = None
        return given
