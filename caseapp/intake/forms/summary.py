"""A draft in words: the check page's lists, and two versions of a page side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseapp.core.actors import Actor
from caseapp.intake.forms.steps import CHECK, STEPS, steps_for
from caseapp.intake.selectors import Answers

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHORT = 600
"""How much of a long text the comparison of two versions shows."""


@dataclass(frozen=True)
class Section:
    """The answers of one page: its slug for the change link, its title, and pairs of question and answer."""

    slug: str
    title: "_StrOrPromise"
    rows: tuple[tuple[str, str], ...]


def sections(answers: Answers, actor: Actor) -> list[Section]:
    """Every page's answers in words, in the order of the pages."""
    found = []
    for step in steps_for(answers, actor):
        if step is CHECK:
            continue
        form = step.form(answers=answers, slug=step.slug, actor=actor)
        found.append(Section(step.slug, step.title, tuple(form.said(answers.stored(step.slug)))))
    return found


def changes(
    slug: str, theirs: Mapping[str, Any], mine: Mapping[str, Any], answers: Answers, actor: Actor
) -> list[dict[str, str]]:
    """Where two versions of one page differ: `before` is what was saved elsewhere, `after` what stands here."""
    step = next(step for step in STEPS if step.slug == slug)
    form = step.form(answers=answers, slug=slug, actor=actor)
    saved, here = dict(form.said(theirs)), dict(form.said(mine))
    return [
        {"label": label, "before": _short(saved.get(label, "")), "after": _short(here.get(label, ""))}
        for label in {**saved, **here}
        if saved.get(label, "") != here.get(label, "")
    ]


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
