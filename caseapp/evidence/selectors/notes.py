"""What items help to prove, what they could, and the notes of one's own side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from caseapp.complaints.models import Complaint, Screening
from caseapp.core.actors import Actor
from caseapp.evidence.cipher import Damaged, open_bytes
from caseapp.evidence.models import ElementLink, EvidenceItem, ItemNote
from caseapp.law.models import Element


@dataclass(frozen=True)
class Provable:
    """An element of a law that a complaint was read by, in the reader's language."""

    framework: str
    element: str
    law: str
    question: str
    article: str

    @property
    def value(self) -> str:
        return f"{self.framework}/{self.element}"


@dataclass(frozen=True)
class Proves:
    """An item helps to prove this."""

    link: ElementLink
    words: Provable


@dataclass(frozen=True)
class Note:
    """A note of one's own side."""

    at: datetime
    body: str


def provable(complaint: Complaint | None) -> list[Provable]:
    """Every element of the laws that the complaint was read by when it was filed; none while it is a draft."""
    versions = Screening.objects.filter(complaint=complaint).values("framework_id")
    rows = Element.objects.filter(framework_id__in=versions).select_related("framework")
    return [_words(row) for row in rows.order_by("framework__code", "position")]


def proven_by(items: Iterable[EvidenceItem], complaint: Complaint | None) -> dict[UUID, list[Proves]]:
    """What each of several items helps to prove, in two statements."""
    links = list(ElementLink.objects.filter(item__in=[item.pk for item in items]))
    if not links:
        return {}
    words = {(one.framework, one.element): one for one in provable(complaint)}
    found: dict[UUID, list[Proves]] = {}
    for link in links:
        if (link.framework, link.element) in words:
            found.setdefault(link.item_id, []).append(Proves(link, words[link.framework, link.element]))
    return found


def notes(actor: Actor, item: EvidenceItem) -> list[Note]:
    """Notes upon an item that the actor's own side wrote, oldest first."""
    key = item.vault.key()
    found = []
    rows: Any = ItemNote.objects.visible_to(actor).filter(item=item)
    for row in rows:
        try:
            body = open_bytes(bytes(row.sealed_body), key=key, item_id=row.pk).decode()
        except Damaged:
            continue
        found.append(Note(row.created_at, body))
    return found


def _words(row: Element) -> Provable:
    framework = row.framework
    return Provable(framework.code, row.key, str(framework.short_name), str(row.question), row.article)
