"""The shape of what officers enter about investigations and fines; the rules about it stand in the services."""

from collections.abc import Iterable
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from caseapp.casework.forms import make_field
from caseapp.casework.models import BulkAct
from caseapp.core.actors import Actor
from caseapp.core.forms_acts import DayInput, SumField, choice, line
from caseapp.enforcement.enums import (
    UNDECIDED_STATES,
    DecisionOutcome,
    FindingResult,
    FineState,
    InvestigationState,
)
from caseapp.enforcement.models import Decision
from caseapp.enforcement.selectors import investigations
from caseapp.enforcement.services.joining_many import NEW
from caseapp.law.models import Framework, Jurisdiction
from caseapp.law.selectors import cited


class OpeningForm(forms.Form):
    """A new investigation; the chosen complaints travel beside it."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Colleagues see it in lists: what happened, and where.")
    )
    question = forms.CharField(
        label=_("What is to be found out"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """What the respondent answered to a request for information."""

    answered_on = forms.DateField(label=_("Day the answer came"), widget=DayInput())
    answer = forms.CharField(label=_("Answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))


class ElementsField(forms.ModelMultipleChoiceField):
    """Elements of the plan that the respondent is to answer one by one."""

    def __init__(self, *, queryset: Any) -> None:
        super().__init__(
            queryset=queryset.select_related("framework").order_by("framework__code", "position"),
            required=False,
            label=_("Elements to be answered one by one"),
            help_text=_("The respondent gets a field of its own for each. They come from the plan."),
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, element: Any) -> str:
        return gettext("%(question)s (%(place)s)") % {
            "question": element.question,
            "place": cited(element.framework, element.article),
        }


class FindingForm(forms.Form):
    """What was found for one element."""

    result = forms.ChoiceField(label=_("Finding"), choices=FindingResult.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say on which evidence the finding rests."),
    )


class DecisionForm(forms.Form):
    """The draft of a decision. Sum, currency and day are needed for a fine alone; the service says so."""

    mark_optional = False

    outcome = forms.ChoiceField(label=_("Outcome"), choices=DecisionOutcome.choices, widget=forms.RadioSelect)
    legal_basis = forms.ModelChoiceField(
        label=_("Legal basis"), queryset=Framework.objects.none(), required=False, empty_label=_("No law chosen")
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("The reasons go to the respondent."),
    )
    statement = forms.CharField(
        label=_("What complainants are told"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In plain words, and naming no other complainant. Left empty, they are sent the reasons."),
    )
    fine_amount = SumField(
        label=_("Fine"),
        required=False,
        max_digits=18,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Enter a sum in figures, such as 250,000 or 1200.50.")},
    )
    fine_currency = forms.ChoiceField(label=_("Currency"), required=False)
    fine_due_on = forms.DateField(label=_("To be paid by"), required=False, widget=DayInput())

    def __init__(self, *args: Any, laws: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_basis"].queryset = laws  # type: ignore[attr-defined]
        self.fields["legal_basis"].label_from_instance = law_name  # type: ignore[attr-defined]
        self.fields["fine_currency"].choices = [("", _("Choose a currency")), *currency_choices()]  # type: ignore[attr-defined]

    @staticmethod
    def values_of(draft: Decision) -> dict[str, Any]:
        """What the form shows of a draft that was written before."""
        return {
            name: getattr(draft, name)
            for name in (
                "outcome",
                "legal_basis",
                "reasons",
                "statement",
                "fine_amount",
                "fine_currency",
                "fine_due_on",
            )
        }


class RespondentFilter(forms.Form):
    """Narrows a list to one organisation."""

    respondent = forms.CharField(
        label=_("Respondent"), required=False, max_length=200, help_text=_("A part of its name, or its reference")
    )


class InvestigationFilter(RespondentFilter):
    """Narrows the list of investigations."""

    WAITING = [
        ("soon", _("Answers due within 7 days")),
        ("late", _("Answers overdue")),
        ("approval", _("Draft to approve")),
    ]

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), ("open", _("Not decided")), *InvestigationState.choices],
    )
    waiting = forms.ChoiceField(label=_("Waiting for"), required=False, choices=[("", _("Anything")), *WAITING])
    lead = forms.ChoiceField(
        label=_("Lead"), required=False, choices=[("", _("Anybody or nobody")), ("me", _("Me")), ("none", _("Nobody"))]
    )


class FineFilter(RespondentFilter):
    """Narrows the list of fines."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), ("unpaid", _("Not paid")), *FineState.choices]
    )
    due = forms.ChoiceField(
        label=_("Day to pay"),
        required=False,
        choices=[("", _("Any")), ("soon", _("Within 7 days")), ("late", _("Passed, not paid"))],
    )


def law_name(law: Framework) -> str:
    """How a law is called in a list to choose from."""
    return f"{law.short_name} ({law.jurisdiction_id})"


def currency_choices() -> Iterable[tuple[str, str]]:
    """Currencies of the jurisdictions, each with its name in the reader's language."""
    codes = sorted(
        set(Jurisdiction.objects.exclude(currency="").order_by().values_list("currency", flat=True).distinct())
    )
    names = Locale.parse("zh_Hans" if (get_language() or "").startswith("zh") else "en_GB").currencies
    return [(code, f"{code}, {names.get(code, code)}") for code in codes]


@make_field("investigation")
def _investigation_of_many(actor: Actor, bulk: BulkAct) -> forms.Field:
    """A new investigation, or one into the same respondent that is not decided yet."""
    running = investigations(actor).filter(
        respondent_id=bulk.given.get("respondent"), authority_id=bulk.authority_id, state__in=UNDECIDED_STATES
    )
    known = [(one.reference, f"{one.reference}, {one.title}") for one in running[:20]]
    return choice(_("Investigation"), [(NEW, _("Open a new one")), *known])


@make_field("title")
def _title_of_many(actor: Actor, bulk: BulkAct) -> forms.Field:
    """The title of a new investigation; the respondent's name stands there already."""
    field = line(_("Title of a new investigation"), longest=200)
    field.initial = bulk.given.get("named", "")
    return field
