"""What is said of a final outcome in public."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import line, prose, whole
from caseapp.litigation.services.outcomes import OutcomeFacts


class OutcomeForm(forms.Form):
    """The decision in a few sentences, its source, and for how many people it was."""

    what = prose(_("What was decided"), _("In a few sentences, naming no person."))
    url = forms.URLField(
        label=_("Web address where it can be read"),
        help_text=_("The court’s publication, or the parties’ announcement: a precedent needs a source."),
        max_length=1000,
        assume_scheme="https",
    )
    title = line(_("Title of the source"), longest=500)
    people = whole(_("For how many people together?"), least=1, most=1_000_000)

    def facts(self) -> OutcomeFacts:
        """What the service takes."""
        return OutcomeFacts(**self.cleaned_data)
