"""What a firm writes into its case files."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import line
from caseapp.litigation.models.case_files import VERSION_LENGTH


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
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    based_on = forms.CharField(required=False, max_length=VERSION_LENGTH, widget=forms.HiddenInput)
