"""The shape of what the respondent enters, and of what officers enter about its invitation and the plan."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import DayInput
from caseapp.core.proof import ProofField
from caseapp.enforcement.models import InformationRequest
from caseapp.enforcement.services.invitations import MOST_DAYS
from caseapp.enforcement.services.portal import ANSWER_MAX, ELEMENT_ANSWER_MAX
from caseapp.evidence.forms import FilesField
from caseapp.law.selectors import cited


class InvitationForm(forms.Form):
    """Whom the authority lets answer, for how long, and in which language."""

    recipient = forms.CharField(
        label=_("Whom do you invite?"),
        max_length=200,
        help_text=_("A person or an office at the respondent. It is kept encrypted and shown to your authority alone."),
    )
    days = forms.IntegerField(
        label=_("For how many days does the link work?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=180,
        help_text=_("Long enough for the decision and the time to appeal."),
    )
    language = forms.ChoiceField(label=_("Language of the page"), choices=settings.LANGUAGES)


class CodeForm(forms.Form):
    """The code that the respondent was told apart from the link; every wrong one gets the same words."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("24 letters and figures in groups of four. Blanks, hyphens and small letters do not matter."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code.")},
    )
    proof = ProofField()


class RequestAnswerForm(forms.Form):
    """The respondent's answer: to each element asked about, to the request as a whole, and files."""

    def __init__(self, *args: Any, asked: InformationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(asked.elements.select_related("element__framework"))
        for row in self.rows:
            self.fields[f"element_{row.pk}"] = forms.CharField(
                label=row.element.question,
                required=False,
                max_length=ELEMENT_ANSWER_MAX,
                initial=row.answer,
                help_text=_("%(article)s. People are asked this when they complain: say how it was with you.")
                % {"article": cited(row.element.framework, row.element.article)},
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        self.fields["answer"] = forms.CharField(
            label=_("What else you want to say") if self.rows else _("Your answer"),
            required=False,
            max_length=ANSWER_MAX,
            initial=asked.answer,
            widget=forms.Textarea(attrs={"rows": 8}),
        )
        self.fields["file"] = FilesField(
            label=_("Files that prove it"), required=False, help_text=_("What you send cannot be taken back.")
        )
        self.fields["description"] = forms.CharField(
            label=_("What the files show"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )

    def given(self) -> dict[str, Any]:
        """What `save_answer` and `send_answer` take."""
        said = self.cleaned_data
        return {"answer": said["answer"], "elements": {row.pk: said[f"element_{row.pk}"] for row in self.rows}}


class RepresentationsForm(forms.Form):
    """What the respondent says to the notice of intent, with files."""

    body = forms.CharField(
        label=_("What you say to it"), max_length=ANSWER_MAX, widget=forms.Textarea(attrs={"rows": 12})
    )
    file = FilesField(
        label=_("Files that prove it"), required=False, help_text=_("What you send cannot be taken back.")
    )


class ProofForm(forms.Form):
    """What the respondent did for an order, with files that show it."""

    body = forms.CharField(
        label=_("What you did, and how it can be seen"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = FilesField(
        label=_("Files that prove it"), required=False, help_text=_("What you send cannot be taken back.")
    )
    description = forms.CharField(
        label=_("What the files show"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class TimeForm(forms.Form):
    """A wish for more time."""

    wanted_until = forms.DateField(label=_("Until when?"), widget=DayInput())
    reason = forms.CharField(label=_("Why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class PlanForm(forms.Form):
    """What is to be proven for one element, and by what."""

    to_prove = forms.CharField(
        label=_("What is to be proven"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    means = forms.CharField(
        label=_("By what"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Photographs, an answer of the respondent, an inspection, a contract with a supplier."),
    )


class ExhibitForm(forms.Form):
    """A piece of evidence of the investigation, and what it shows."""

    item = forms.ChoiceField(label=_("Evidence"))
    shows = forms.CharField(label=_("What it shows"), required=False, max_length=300)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", _("Choose one")), *items]  # type: ignore[attr-defined]
