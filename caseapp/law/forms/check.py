"""What a visitor says to check a matter: where, who, when, and then the law's own questions."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import Use
from caseapp.core.forms_acts import DayInput
from caseapp.law import selectors
from caseapp.law.enums import Answer
from caseapp.law.forms.place import place_choices
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import WordedQuestion
from caseapp.rules.screening import ActorKind, Facts

NAME = re.compile(r"answer:[A-Za-z0-9_/-]{1,120}")
EARLIEST = dt.date(1990, 1, 1)


class CheckForm(forms.Form):
    """The facts that decide which law comes into question."""

    place = forms.ChoiceField(
        label=_("Where did it happen?"),
        widget=forms.Select(attrs={"data-autocomplete": True}),
        error_messages={
            "required": _("Choose a country, state or territory"),
            "invalid_choice": _("Choose a country, state or territory from the list"),
        },
    )
    residence = forms.ChoiceField(
        label=_("Where do you live, if elsewhere?"),
        required=False,
        widget=forms.Select(attrs={"data-autocomplete": True}),
        help_text=_("Some laws protect those who live in a place, wherever it happened."),
        error_messages={"invalid_choice": _("Choose a country, state or territory from the list")},
    )
    actor = forms.ChoiceField(
        label=_("Who used the system?"),
        choices=[
            (ActorKind.PRIVATE.value, _("A business or another private body")),
            (ActorKind.PUBLIC.value, _("A public body, such as a school, a town or a ministry")),
            (ActorKind.POLICE.value, _("The police")),
            ("unsure", _("I am not sure")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who used the system, or that you are not sure.")},
    )
    use = forms.ChoiceField(
        label=_("What did the system do?"), required=False, choices=[("", _("I am not sure")), *Use.choices]
    )
    occurred_on = forms.DateField(
        label=_("On which day did it happen, or begin?"),
        widget=DayInput,
        help_text=_("If you do not know it exactly, enter the nearest day you are sure of."),
        error_messages={"required": _("Enter the day."), "invalid": _("Enter a day that exists.")},
    )
    ongoing = forms.BooleanField(label=_("It still goes on"), required=False)
    learned_on = forms.DateField(
        label=_("On which day did you learn of it?"),
        required=False,
        widget=DayInput,
        help_text=_("Many time limits run from that day. Leave it empty if you do not know."),
        error_messages={"invalid": _("Enter a day that exists.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = place_choices()
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        self.fields["residence"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        place = Jurisdiction.objects.filter(code=given.get("place", "")).first()
        if place is None:
            return given
        self.jurisdiction = place
        self.today = selectors.day_in(place, timezone.now())
        for name in ("occurred_on", "learned_on"):
            day = given.get(name)
            if day and day > self.today:
                self.add_error(name, _("The day must not lie in the future."))
            elif day and day < EARLIEST:
                self.add_error(name, _("The day must not lie before 1990."))
        happened, learned = given.get("occurred_on"), given.get("learned_on")
        if happened and learned and learned < happened:
            self.add_error("learned_on", _("You cannot have learned of it before it happened."))
        return given

    def facts(self) -> Facts:
        """The facts as the screening takes them; the day on which it is asked is that of the place."""
        given = self.cleaned_data
        actor = "" if given["actor"] == "unsure" else given["actor"]
        police = actor == ActorKind.POLICE.value
        return selectors.screening_facts(
            jurisdiction=given["place"],
            as_of=self.today,
            residence=given["residence"],
            respondent_kind=ActorKind.PUBLIC.value if police else actor,
            sector="police" if police else "",
            use=given["use"],
            occurred_on=given["occurred_on"],
            ongoing=given["ongoing"],
            learned_on=given["learned_on"],
        )


class QuestionsForm(forms.Form):
    """A few of the law's questions; each may be left out."""

    mark_optional = False

    def __init__(self, questions: Sequence[WordedQuestion]) -> None:
        super().__init__()
        for place, question in enumerate(questions):
            self.fields[f"answer:{question.key}"] = forms.ChoiceField(
                label=question.text.sentence,
                help_text=_hint(question),
                choices=Answer.choices,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline", "id": f"id_answer_{place}"}),
            )


def answers_given(data: Mapping[str, str]) -> dict[str, str]:
    """The answers among what was posted, by question; anything else is left out."""
    return {
        name.partition(":")[2]: value for name, value in data.items() if NAME.fullmatch(name) and value in Answer.values
    }


def _hint(question: WordedQuestion) -> str:
    """The explanation and who asks, safe to show: the law's texts are data, not markup."""
    asked_by = "; ".join(f"{name} {article}".strip() for _code, name, _element, article in question.asked_by)
    return format_html("{} <span class='cn-cite'>{}</span>", question.help, asked_by)
