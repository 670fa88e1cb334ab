"""Search inside one complaint's evidence: names, descriptions, and the words of documents, which are sealed at rest."""

from dataclasses import dataclass

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.evidence import gateways
from caseapp.evidence.cipher import Damaged, OpenedFile
from caseapp.evidence.enums import DerivativeKind
from caseapp.evidence.models import Derivative, EvidenceItem
from caseapp.evidence.selectors.items import items_of

SHORTEST = 2
_AROUND = 70


@dataclass(frozen=True)
class Match:
    """An item in which the words stand: on which page of a document (0 elsewhere), and the words round them."""

    item: EvidenceItem
    page: int
    before: str
    found: str
    after: str


def search(actor: Actor, complaint: Complaint, words: str) -> list[Match]:
    """The first place in each item that the actor may see. Letters alone count, not their case or the line breaks.

    Nothing of the text is in the database or in an index; a complaint's documents are few enough to be read.
    """
    sought = " ".join(words.split())
    if len(sought) < SHORTEST:
        return []
    texts = {
        row.item_id: row
        for row in Derivative.objects.visible_to(actor)
        .filter(item__vault__complaint=complaint, kind=DerivativeKind.TEXT)
        .select_related("item__vault")
    }
    found = []
    for item in items_of(actor, complaint):
        match = _in_words(item, sought) or (_in_pages(item, texts[item.pk], sought) if item.pk in texts else None)
        if match is not None:
            found.append(match)
    return found


def _in_words(item: EvidenceItem, sought: str) -> Match | None:
    for text in (item.title, item.file_name, item.description):
        if match := _match(item, 0, text, sought):
            return match
    return None


def _in_pages(item: EvidenceItem, derivative: Derivative, sought: str) -> Match | None:
    for number, page in enumerate(read_text(derivative).split("\f"), start=1):
        if match := _match(item, number, page, sought):
            return match
    return None


def read_text(derivative: Derivative) -> str:
    """The words of a document, pages apart by form feeds; empty when they cannot be read."""
    try:
        sealed = gateways.opened(derivative.storage_name)
        with OpenedFile(sealed, key=derivative.item.vault.key(), item_id=derivative.pk) as opened:
            return b"".join(opened.frames()).decode("utf-8", "replace")
    except (OSError, Damaged):
        return ""


def _match(item: EvidenceItem, page: int, text: str, sought: str) -> Match | None:
    plain = " ".join(text.split())
    at = plain.lower().find(sought.lower())
    if at < 0:
        return None
    end = at + len(sought)
    return Match(item, page, plain[max(0, at - _AROUND) : at], plain[at:end], plain[end : end + _AROUND])
