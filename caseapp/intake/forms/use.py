"""What the system did with the face, to whom, and in which relation the person stood to the organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import FiledFor, FilingBasis
from caseapp.complaints.selectors import Matter
from caseapp.core.enums import Use
from caseapp.intake.enums import Relation
from caseapp.intake.forms.base import NeededLater, StepForm, TextNeededLater, choose

USES = {
    Use.VERIFICATION: _(
        "It checked that I am the person I say I am\nFor example a door, a turnstile, a payment or a login."
    ),
    Use.IDENTIFICATION: _(
        "It picked me out of many people\n"
        "For example a shop that looks for known customers or banned people, or a face search on the internet."
    ),
    Use.ATTENDANCE: _("It recorded when I was at work or school\nFor example clocking in with the face."),
    Use.ANALYTICS: _(
        "It judged my age, sex, mood or interest, or counted visitors\n"
        "For example cameras that watch how people look at goods."
    ),
    Use.SURVEILLANCE: _("It watched me over time or in many places\nFor example cameras that follow the same person."),
    Use.TEMPLATE_EXTRACTION: _(
        "It made face data from pictures\n"
        "For example tagging, sorting photographs by person, or collecting pictures from the internet."
    ),
    Use.OTHER: _("Something else, or I do not know\nFor example my picture was used in an advertisement."),
}

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class UseForm(StepForm):
    """Use, for whom it is filed and by what authority, people affected, children, dependence, and whether it is the
    same matter that others complained of.
    """

    use = forms.ChoiceField(
        label=_("What did the system do with the face?"),
        help_text=_("Choose what fits best. You can say more in your own words later."),
        choices=list(USES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the system did.")},
    )
    about = forms.ChoiceField(
        label=_("Whose face was it?"),
        choices=FiledFor.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whose face it was.")},
    )
    filer_relation = TextNeededLater(
        label=_("What are you to that person?"),
        help_text=_("For example mother, guardian, daughter, lawyer. The authority you choose sees it."),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "cn-input--medium"}),
        error_messages={"max_length": _("Use at most %(limit_value)d characters here.")},
    )
    filer_basis = NeededLater(
        label=_("By what authority do you file for them?"),
        help_text=_("The authority you choose sees it, and may ask you to show it. You can add a paper as evidence."),
        choices=FilingBasis.choices,
        widget=forms.RadioSelect,
    )
    minors = forms.ChoiceField(
        label=_("Was that person under 18?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the person was under 18.")},
    )
    relation = forms.ChoiceField(
        label=_("What were you to the organisation?"),
        help_text=_("Some laws protect people more where they depend on the organisation."),
        choices=Relation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you were to the organisation.")},
    )
    persons_affected = forms.IntegerField(
        label=_("About how many people were treated like this, you included?"),
        help_text=_("A guess is enough. Enter 1 if you know only of yourself."),
        initial=1,
        min_value=1,
        max_value=2_000_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
        error_messages={
            "required": _("Enter a number; 1 if you know only of yourself."),
            "invalid": _("Enter the number in figures, for example 40."),
            "min_value": _("At least one person is affected: you."),
            "max_value": _("This is more people than we can note. Enter a smaller number."),
        },
    )

    same_as = NeededLater(
        label=_("Is yours the same as one of these?"),
        help_text=_(
            "If it is, it is proposed to be dealt with together with them. Nobody learns of the others, "
            "nor they of you, and you can file all the same."
        ),
        widget=forms.RadioSelect,
        required=False,
    )

    def build(self) -> None:
        self.matters: list[Matter] = []
        listed = str(self.answers.get("where", "respondent")) not in {"", "new"}
        if listed and (not self.is_bound or self.data.get("same_as")):
            self.matters = complaints.similar_matters(self.answers.get("where", "respondent"))
        if not self.matters:
            del self.fields["same_as"]
            return
        rows = [(one.key, f"{one.label}\n{one.told}") for one in self.matters]
        choose(self, "same_as", [*rows, ("", _("No, or I do not know"))])

    @property
    def organisation(self) -> str:
        return str(self.answers.get("where", "respondent_name"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for_another = given.get("about") not in {FiledFor.SELF.value, None}
        for name, message in {
            "filer_relation": _("Say what you are to that person."),
            "filer_basis": _("Say by what authority you file for that person."),
        }.items():
            if for_another and not given.get(name) and name not in self.errors:
                self.add_error(name, message)
            elif not for_another:
                given[name] = ""
        if given.get("about") == FiledFor.CHILD and given.get("minors") == "no":
            self.add_error(
                "minors", _("You said that it was a child’s face. Choose “Yes”, or change whose face it was.")
            )
        return given
