"""The filing on paper: the same questions as on the pages, taken from their forms, so that nothing is written twice."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from caseapp.core.actors import VISITOR
from caseapp.intake.forms.base import DayWidget, ProseField, StepForm
from caseapp.intake.forms.steps import CHECK, STEPS
from caseapp.intake.selectors import Answers

ONLY_ON_SCREEN = frozenset({*StepForm.MARKS, "respondent", "same_as", "file", "truth", "authority"})
MANY_LINES, SOME_LINES = 16, 4


@dataclass(frozen=True)
class Question:
    """One question: its words, what explains it, boxes to tick (none: a line to write on), and how many lines."""

    label: str
    help: str
    options: tuple[str, ...] = ()
    several: bool = False
    lines: int = 1


@dataclass(frozen=True)
class Part:
    """The questions of one page of the filing."""

    title: str
    intro: str
    questions: tuple[Question, ...]


def blank_form() -> list[Part]:
    """Every page's questions in the active language; those of the law are the ones asked everywhere."""
    intros = {
        "consent": _("Only where it was a business or another private body."),
        "public": _("Only where it was police or another public body."),
        "evidence": _("Number the papers, pictures and discs that you send with this form, and say what each shows."),
        "contact": _("Leave all of this empty to stay anonymous. You then cannot be asked or told anything."),
    }
    found = []
    for step in STEPS:
        if step is CHECK:
            continue
        form = step.form(answers=Answers(), slug=step.slug, actor=VISITOR)
        found.append(Part(str(step.title), intros.get(step.slug, ""), tuple(_questions(step.slug, form))))
    return found


def as_data(parts: list[Part]) -> list[dict[str, Any]]:
    """The parts as plain values, for the document."""
    return [asdict(part) for part in parts]


def _questions(slug: str, form: StepForm) -> Iterator[Question]:
    if slug == "contact":
        yield Question(_("Which authority should receive it?"), _("Leave it empty if you do not know."))
    for name, field in form.fields.items():
        if name not in ONLY_ON_SCREEN:
            yield _question(name, field)
    if slug == "contact":
        yield Question(_("Postal address"), _("Only if you want letters by post."), lines=2)


def _question(name: str, field: forms.Field) -> Question:
    label, told = str(field.label), _plain(str(field.help_text))
    if isinstance(field, forms.BooleanField):
        return Question(label, told, (_("Yes"),))
    if isinstance(field, forms.ChoiceField):
        words = [str(word).partition("\n")[0] for value, word in list(field.choices) if value]  # type: ignore[misc,arg-type]
        return Question(label, told, tuple(words), several=isinstance(field, forms.MultipleChoiceField))
    if isinstance(field, ProseField):
        return Question(label, told, lines=MANY_LINES if name == "narrative" else SOME_LINES)
    return Question(label, "" if isinstance(field.widget, DayWidget) else told)


def _plain(text: str) -> str:
    """A hint without the marks of the page."""
    return strip_tags(text)
