"""What the person was told and agreed to: the open questions of every law that can apply, each asked once."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import Answer
from caseapp.intake.forms.base import StepForm, in_words
from caseapp.intake.selectors import ConsentQuestion, consent_questions

FIRST = 8
"""How many questions stand open on the page; the others wait under a heading that opens."""


class QuestionsForm(StepForm):
    """The law's questions with their explanations; a subclass asks something of its own before them."""

    mark_optional = False
    OWN: tuple[str, ...] = ()

    def build(self) -> None:
        self.questions: dict[str, ConsentQuestion] = {}
        for question in consent_questions(self.answers):
            name = field_name(question.key)
            self.questions[name] = question
            self.fields[name] = forms.ChoiceField(
                label=question.text,
                help_text=_hint(question),
                choices=Answer.choices,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                required=False,
            )

    def starting(self) -> dict[str, Any]:
        stored = self.answers.stored(self.slug)
        given = stored.get("answers", {})
        own = {name: stored[name] for name in self.OWN if name in stored}
        return {**own, **{field_name(key): answer for key, answer in given.items()}}

    def values(self) -> dict[str, Any]:
        """Answers by the law's keys; those to questions that this place does not ask are kept should it change back."""
        kept = self.answers.stored(self.slug).get("answers", {})
        given = {
            question.key: self.cleaned_data[name]
            for name, question in self.questions.items()
            if self.cleaned_data.get(name)
        }
        own = {name: self.cleaned_data.get(name, "") for name in self.OWN}
        return {**own, "answers": {**kept, **given}}

    def first_questions(self) -> list[forms.BoundField]:
        """The most telling questions."""
        return [self[name] for name in list(self.questions)[:FIRST]]

    def further_questions(self) -> list[forms.BoundField]:
        """The rest, which may stay unanswered without harm."""
        return [self[name] for name in list(self.questions)[FIRST:]]

    def further_answered(self) -> int:
        """How many of the rest have an answer already."""
        return sum(1 for field in self.further_questions() if field.value())

    def said(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Only what was answered: the questions left out are told by the reading of the law beside it."""
        own = [(str(self.fields[name].label), in_words(self.fields[name], values.get(name))) for name in self.OWN]
        given, words = values.get("answers", {}), dict(Answer.choices)
        asked = [(question.text, str(words.get(given.get(question.key), ""))) for question in self.questions.values()]
        return [(label, answer) for label, answer in (*own, *asked) if answer]


class ConsentForm(QuestionsForm):
    """Whether one was asked, then the law's questions, then whether consent was taken back."""

    OWN = ("asked", "withdrawn")

    asked = forms.ChoiceField(
        label=_("Did anybody ask you whether your face may be used?"),
        help_text=_("A camera, a sign or a rule of the house is not a question to you."),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether anybody asked you.")},
    )

    def build(self) -> None:
        super().build()
        self.fields["withdrawn"] = forms.ChoiceField(
            label=_("Have you told them since that you do not agree, or no longer agree?"),
            help_text=_("In any form: at the desk, in the app, by letter. You may do so at any time."),
            choices=Answer.choices,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            required=False,
        )


def field_name(key: str) -> str:
    """A question's key as the name of a form field."""
    return "q-" + re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def _hint(question: ConsentQuestion) -> str:
    """The explanation and the articles, safe to show: the law's texts are data, not markup."""
    if question.help and question.articles:
        return format_html("{} <span class='cn-cite'>{}</span>", question.help, question.articles)
    if question.articles:
        return format_html("<span class='cn-cite'>{}</span>", question.articles)
    return format_html("{}", question.help)
