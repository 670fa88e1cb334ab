"""What a firm writes down while it works on a case file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseapp.core.forms_acts import DayInput, choice, day, line, prose
from caseapp.litigation.enums import FactStanding, MatterKind, PartyRole, Strength, TollingKind
from caseapp.litigation.models import CaseFile, Limitation
from caseapp.litigation.selectors.working import people_of


class OfCaseFile(forms.Form):
    """A form that offers the people of the case file's firm where it has a field for them."""

    def __init__(self, *args: Any, case_file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case_file = case_file
        for name in ("assignee", "responsible", "team"):
            if name in self.fields:
                self.fields[name].queryset = people_of(case_file)  # type: ignore[attr-defined]


def _person(label: Any, **options: Any) -> Any:
    nobody = pgettext_lazy("task", "Nobody yet")
    return forms.ModelChoiceField(label=label, queryset=None, required=False, empty_label=nobody, **options)


class PartyForm(OfCaseFile):
    """Somebody in the case file."""

    role = choice(_("Role"), PartyRole.choices, radios=False)
    name = line(_("Name"))
    other_names = prose(_("Other names"), _("One a line, in any script."), longest=1000, rows=3)
    note = line(_("Note"), longest=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_names"].required = self.fields["note"].required = False


class TeamForm(OfCaseFile):
    """Who works on it."""

    responsible = _person(_("Responsible"))
    team: Any = forms.ModelMultipleChoiceField(
        label=_("Team"),
        help_text=_("They are warned of limitation dates."),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    mark_optional = False


class FactForm(OfCaseFile):
    """One fact."""

    text = prose(_("Fact"), longest=1000, rows=2)
    happened_on = forms.DateField(label=pgettext_lazy("date", "Day"), widget=DayInput(), required=False)
    standing = forms.ChoiceField(
        label=_("What does the other side say to it?"),
        choices=FactStanding.choices,
        widget=forms.RadioSelect,
        initial=FactStanding.UNKNOWN,
    )


class TaskForm(OfCaseFile):
    """One task."""

    title = line(_("What is to be done"), longest=300)
    assignee = _person(_("By whom"))
    due_on = forms.DateField(label=_("Until when"), widget=DayInput(), required=False)


class TemplateForm(forms.Form):
    """The tasks of a kind of matter."""

    kind = choice(_("Take up the tasks of"), MatterKind.choices)


class ProofForm(OfCaseFile):
    """How one element is to be proven."""

    facts: Any = forms.ModelMultipleChoiceField(
        label=_("Facts"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    exhibits = forms.MultipleChoiceField(label=_("Exhibits"), required=False, widget=forms.CheckboxSelectMultiple)
    strength = choice(_("How well can it be proven?"), Strength.choices)
    gap = line(_("What is missing?"), _("It becomes a task. Leave it empty where nothing is missing."), longest=300)
    assignee = _person(_("Who gets it?"))
    due_on = forms.DateField(label=_("Until when"), widget=DayInput(), required=False)

    mark_optional = False

    def __init__(self, *args: Any, exhibits: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facts"].queryset = self.case_file.facts.all()  # type: ignore[attr-defined]
        self.fields["exhibits"].choices = [(str(item.pk), str(item)) for item in exhibits]  # type: ignore[attr-defined]
        self.fields["gap"].required = False


class LimitationFactsForm(forms.Form):
    """The facts that a limitation date follows from."""

    event_on = day(_("It happened on"))
    known_on = forms.DateField(
        label=_("The client learned of it on"),
        help_text=_("Of what was done and by whom. Leave it empty while it is not known; the day it happened counts."),
        widget=DayInput(),
        required=False,
    )

    mark_optional = False

    @classmethod
    def of(cls, data: Any, limitation: Limitation) -> "LimitationFactsForm":
        """The form with the facts as they stand."""
        return cls(data, initial={"event_on": limitation.event_on, "known_on": limitation.known_on})


class TollingForm(forms.Form):
    """What holds a period up, or begins it anew."""

    kind = choice(_("What happens to the period?"), TollingKind.choices)
    first = day(_("From, or on"))
    last = forms.DateField(label=pgettext_lazy("date", "To"), widget=DayInput(), required=False)
    reason = line(_("Reason"), _("Such as a complaint to the authority, negotiations, or a demand; with the article."))
