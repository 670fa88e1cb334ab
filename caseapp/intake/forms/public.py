"""What police or another public body did wrong: it may do more than a business, and must answer for how it does it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import Answer, Concern
from caseapp.intake.forms.consent import QuestionsForm


class PublicForm(QuestionsForm):
    """What went wrong, what was asked of the body and what came of it, then the questions of the law that binds it."""

    OWN = ("concerns", "case_number", "asked_them", "answered")

    concerns = forms.MultipleChoiceField(
        label=_("What did they do wrong?"),
        help_text=_("Choose everything that applies."),
        choices=Concern.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one. If none fits, choose the last one.")},
    )
    case_number = forms.CharField(
        label=_("Number of the report or file, if they gave you one"),
        help_text=_("It helps the authority to find the record of the use. Only the authority you choose sees it."),
        required=False,
        max_length=80,
        error_messages={"max_length": _("Use at most %(limit_value)d characters for the number.")},
    )
    asked_them = forms.ChoiceField(
        label=_("Have you asked them what they hold about you, or to correct or delete it?"),
        help_text=_("You need not have done so to complain. In many places they must answer you within a set time."),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": _("Say whether you have asked them.")},
    )
    answered = forms.ChoiceField(
        label=_("If you have: what came of it?"),
        choices=[
            ("nothing", _("No answer so far")),
            ("refused", _("They refused")),
            ("partly", _("They gave me part of it")),
            ("done", _("They did what I asked")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
