"""Redacted copies as their makers see them, and who was let at a sealed original."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.evidence.cipher import Damaged, open_bytes
from caseapp.evidence.enums import DerivativeKind, RedactionState
from caseapp.evidence.models import Derivative, EvidenceItem, Redaction

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class RedactionPage:
    """A page to put boxes on: its picture, and the boxes that lie on it, numbered through the whole document."""

    picture: Derivative
    number: int
    boxes: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class DisclosedTo:
    """A sealed original was opened: when, to which side, why."""

    at: datetime
    side: "_StrOrPromise"
    reason: str


def redaction(actor: Actor, redaction_id: UUID) -> Redaction:
    """One redacted copy in the making, with its item, or NotFound."""
    found: Redaction | None = (
        Redaction.objects.visible_to(actor)
        .select_related("item__vault__complaint", "item__examination")
        .filter(pk=redaction_id)
        .first()
    )
    if found is None or not can(actor, "evidence.redact", found.item):
        raise NotFound()
    return found


def open_redaction(actor: Actor, item: EvidenceItem) -> Redaction | None:
    """The copy of an item that waits for a person or for the program."""
    waiting = (RedactionState.PROPOSING, RedactionState.DRAFTING, RedactionState.MAKING, RedactionState.MADE)
    found: Redaction | None = Redaction.objects.visible_to(actor).filter(item=item, state__in=waiting).first()
    return found


def redaction_pages(redaction: Redaction) -> list[RedactionPage]:
    """The pages as the preview shows them, upright, with their boxes in thousandths for drawing."""
    shown = Derivative.objects.filter(
        item=redaction.item, redaction=None, kind__in=[DerivativeKind.PREVIEW, DerivativeKind.PAGE]
    ).order_by("page")
    numbered = [{**box, "number": number} for number, box in enumerate(redaction.boxes, start=1)]
    return [
        RedactionPage(
            picture=picture,
            number=picture.page or 1,
            boxes=tuple(_drawn(box, picture) for box in numbered if box["page"] == (picture.page or 1)),
        )
        for picture in shown
    ]


def copy_pictures(redaction: Redaction) -> list[Derivative]:
    """Pictures of a finished copy."""
    return list(redaction.derivatives.filter(kind=DerivativeKind.REDACTED_PAGE).order_by("page"))


def disclosures(actor: Actor, item: EvidenceItem) -> list[DisclosedTo]:
    """Who was let at the sealed original and why, for everybody who sees the evidence."""
    if item.original_sealed_at is None or not can(actor, "evidence.open", item):
        return []
    key = item.vault.key()
    found = []
    for row in item.disclosures.all():
        try:
            reason = open_bytes(bytes(row.sealed_reason), key=key, item_id=item.pk).decode()
        except Damaged:
            reason = ""
        found.append(DisclosedTo(row.created_at, SIDE_LABELS.get(row.side, row.side), reason))
    return found


def _drawn(box: dict[str, Any], picture: Derivative) -> dict[str, Any]:
    """A box in points of its picture."""
    return {
        **box,
        "x": round(box["left"] * picture.width),
        "y": round(box["top"] * picture.height),
        "w": round(box["width"] * picture.width),
        "h": round(box["height"] * picture.height),
    }
