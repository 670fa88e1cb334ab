"""Which text serves a kind, a place and a language; and a text with facts put in."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.accounts.models import Authority, Firm
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.core.policies import can
from caseapp.documents.enums import AUTHORITY_KINDS, Layout
from caseapp.documents.models import LetterTemplate, TextReview
from caseapp.documents.querysets import LetterTemplateQuerySet
from caseapp.documents.writing.grammar import MissingFacts, TemplateFault, fill, fill_line, parse
from caseapp.documents.writing.reading import fault_in_words, faults_of
from caseapp.documents.writing.shapes import Head, Written
from caseapp.documents.writing.structure import structured
from caseapp.documents.writing.vocabulary import NAMES
from caseapp.law.models import Jurisdiction
from caseapp.law.selectors import jurisdiction_chain

CHINESE = "zh-hans"
ELSEWHERE = "-"


def templates(actor: Actor) -> LetterTemplateQuerySet:
    """The current texts that the actor may read, own copies after the ones they stand for; their reviews come along,
    the newest first.
    """
    return (
        LetterTemplate.objects.visible_to(actor)
        .current()
        .select_related("jurisdiction", "firm", "authority", "recorded_by")
        .prefetch_related(Prefetch("reviews", TextReview.objects.select_related("reviewed_by")))
        .order_by("kind", "jurisdiction_id", "language", "valid_from", "firm_id", "authority_id")
    )


def places_of(texts: LetterTemplateQuerySet) -> list[Jurisdiction]:
    """The places that some of the texts are written for."""
    found = texts.order_by().exclude(jurisdiction=None).values("jurisdiction")
    return sorted(Jurisdiction.objects.filter(pk__in=found), key=str)


def narrowed(
    texts: LetterTemplateQuerySet, *, kind: str = "", place: str = "", language: str = ""
) -> LetterTemplateQuerySet:
    """Those of a kind, a place (`ELSEWHERE`: for every place without its own) and a language."""
    given: dict[str, Any] = {"kind": kind, "language": language}
    if place:
        given["jurisdiction"] = None if place == ELSEWHERE else place
    return texts.filter(**{name: value for name, value in given.items() if value or name == "jurisdiction"})


def template_by_number(actor: Actor, number: int) -> LetterTemplate:
    """One text in its current version, or NotFound."""
    found: LetterTemplate | None = templates(actor).filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found


def owner_of_copy(actor: Actor, template: LetterTemplate) -> Firm | Authority | None:
    """Whose copy the actor would write: that of the text's owner, else of the organisation they act for; None where
    they may write none.
    """
    if not can(actor, "documents.edit_template", template):
        return None
    if template.firm is not None:
        return template.firm
    if template.authority is not None:
        return template.authority
    firms, authorities = actor.firm_ids("partner", "associate"), actor.authority_ids("supervisor")
    if template.kind in AUTHORITY_KINDS or not firms:
        return Authority.objects.filter(pk__in=authorities).order_by("pk").first()
    return Firm.objects.filter(pk__in=firms).order_by("pk").first()


def review_of(template: LetterTemplate | None, *, at: dt.datetime | None = None) -> TextReview | None:
    """The newest review of one version of a text; with a moment, the newest that there was by then."""
    if template is None:
        return None
    found = TextReview.objects.filter(template=template).select_related("reviewed_by")
    return (found if at is None else found.filter(reviewed_at__lte=at)).first()


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
    found = templates_for([kind], place=place, languages=[language], on=on, firm_id=firm_id, authority_id=authority_id)
    return found.get((kind, language))


def templates_for(
    kinds: Collection[str],
    *,
    place: str,
    languages: Collection[str],
    on: dt.date,
    firm_id: int | None = None,
    authority_id: int | None = None,
) -> dict[tuple[str, str], LetterTemplate]:
    """By kind and language, the text that `template_for` names, in one query; without those that there is none for."""
    chain = list(jurisdiction_chain(place))
    there = list(
        LetterTemplate.objects.current(on)
        .owned_by(firm_id=firm_id, authority_id=authority_id)
        .filter(Q(jurisdiction_id__in=chain) | Q(jurisdiction=None), kind__in=kinds, language__in={*languages, "en"})
    )

    def rank(row: LetterTemplate, language: str) -> tuple[Any, ...]:
        nearness = chain.index(row.jurisdiction_id) if row.jurisdiction_id else len(chain)
        begins = -(row.valid_from or dt.date.min).toordinal()
        return (row.language != language, nearness, not row.is_own, begins)

    found: dict[tuple[str, str], LetterTemplate] = {}
    for kind in kinds:
        for language in languages:
            rows = [row for row in there if row.kind == kind and row.language in {language, "en"}]
            if rows:
                found[kind, language] = min(rows, key=lambda row: rank(row, language))
    return found


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
    place = str(facts.get("country") or template.jurisdiction_id or "")
    paper = "us-letter" if place.partition("-")[0] == "US" else "a4"
    return Written(heading, template.language, blocks, _head(template, facts), foot, template.layout, paper)


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
