"""Which text serves a kind, a place and a language; and a text with facts put in."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.documents.enums import Layout
from caseapp.documents.models import LetterTemplate
from caseapp.documents.querysets import LetterTemplateQuerySet
from caseapp.documents.writing.grammar import MissingFacts, TemplateFault, fill, fill_line, parse
from caseapp.documents.writing.reading import fault_in_words, faults_of
from caseapp.documents.writing.shapes import Head, Written
from caseapp.documents.writing.structure import structured
from caseapp.documents.writing.vocabulary import NAMES
from caseapp.law.selectors import jurisdiction_chain

CHINESE = "zh-hans"


def templates(actor: Actor) -> LetterTemplateQuerySet:
    """The current texts that the actor may read, own copies after the ones they stand for."""
    return (
        LetterTemplate.objects.visible_to(actor)
        .current()
        .select_related("jurisdiction", "firm", "authority")
        .order_by("kind", "jurisdiction_id", "language", "valid_from", "firm_id", "authority_id")
    )


def template_for(
    kind: str,
    *,
    place: str,
    language: str,
    on: dt.date,
    firm_id: int | None = None,
    authority_id: int | None = None,
) -> LetterTemplate | None:
    """The text of a kind in use on the day: in the language, else English; of the nearest place that has one; the
    firm's or authority's own copy before the one that comes with the software. None where there is none at all.
    """
    chain = list(jurisdiction_chain(place))
    found = (
        LetterTemplate.objects.current(on)
        .owned_by(firm_id=firm_id, authority_id=authority_id)
        .filter(Q(jurisdiction_id__in=chain) | Q(jurisdiction=None), kind=kind, language__in={language, "en"})
    )

    def rank(row: LetterTemplate) -> tuple[Any, ...]:
        nearness = chain.index(row.jurisdiction_id) if row.jurisdiction_id else len(chain)
        begins = -(row.valid_from or dt.date.min).toordinal()
        return (row.language != language, nearness, not row.is_own, begins)

    return min(found, key=rank, default=None)


def letter_language(place: str) -> str:
    """The language in which an organisation of the place is written to, of those that the software speaks."""
    return CHINESE if place.partition("-")[0] == "CN" else "en"


def written(
    template: LetterTemplate,
    facts: Mapping[str, Any],
    *,
    title: str = "",
    body: str = "",
    show_missing: bool = False,
    foot: str = "",
) -> Written:
    """A text with its facts, whole. `title` and `body` stand in for the template's own in a preview.

    Of the facts, `sender` and `recipient` (lines), `today` and `references` stand above a letter. Raises InvalidInput
    that names what is missing, or what is wrong with the text.
    """
    chinese = template.language.startswith("zh")
    try:
        heading = fill_line(parse(title or template.title), facts, show_missing=show_missing)
        blocks = structured(fill(parse(body or template.body), facts, show_missing=show_missing), chinese=chinese)
    except MissingFacts as missing:
        words = "; ".join(str(NAMES.get(name, name)) for name in missing.names)
        raise InvalidInput(_("This is still missing: %(facts)s.") % {"facts": words}) from missing
    except TemplateFault as fault:
        raise InvalidInput(fault_in_words(fault)) from fault
    return Written(heading, template.language, blocks, _head(template, facts), foot)


def _head(template: LetterTemplate, facts: Mapping[str, Any]) -> Head:
    if template.layout != Layout.LETTER:
        return Head()
    return Head(
        sender=_lines(facts.get("sender")),
        recipient=_lines(facts.get("recipient")),
        date=str(facts.get("today") or ""),
        references=tuple((str(one["name"]), str(one["text"])) for one in facts.get("references") or ()),
    )


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(str(line) for line in value or () if line)


@dataclass(frozen=True)
class Check:
    """What a text came to with some facts: its faults, what was missing, and how it reads with gaps named."""

    faults: Sequence[str]
    missing: Sequence[str]
    written: Written | None


def check(template: LetterTemplate, facts: Mapping[str, Any], *, title: str, body: str) -> Check:
    """Try a text before it is kept."""
    if faults := faults_of(title, body):
        return Check(faults, (), None)
    missing: list[str] = []
    for text in (title, body):
        try:
            fill(parse(text), facts)
        except MissingFacts as gap:
            missing.extend(gap.names)
    with override(template.language):
        shown = written(template, facts, title=title, body=body, show_missing=True)
    return Check((), [f"{name}: {NAMES.get(name, name)}" for name in dict.fromkeys(missing)], shown)
