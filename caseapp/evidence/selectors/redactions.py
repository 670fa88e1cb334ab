"""Redacted copies as their makers see them, and who was let at a sealed original."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.evidence.cipher import Damaged, open_bytes
from caseapp.evidence.enums import DerivativeKind, RedactionState
from caseapp.evidence.models import Derivative, EvidenceItem, Redaction

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


PAGES_AT_ONCE = 10
"""Pages or frames on one screen: each is a picture, with a row of fields for every box on it."""

_EDGES = ("left", "top", "width", "height")


@dataclass(frozen=True)
class RedactionPage:
    """A page to put boxes on: its picture, and the boxes that lie on it, numbered through the whole document.

    A page of a film is a frame: `moment` says when, and `shades` are the places of things whose boxes are on other
    frames, as far as those say where they are now.
    """

    picture: Derivative
    number: int
    boxes: tuple[dict[str, Any], ...]
    moment: str = ""
    shades: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class RedactionPart:
    """As many pages as one screen shows, with the boxes on them, numbered from 1; `others` lie on other pages.

    `labels` name every part of the whole, in order, and `number` says which of them this is, from 1.
    """

    pages: tuple[RedactionPage, ...]
    boxes: tuple[dict[str, Any], ...]
    others: tuple[dict[str, Any], ...]
    number: int
    labels: tuple[str, ...]
    total: int


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


def redactions_of(actor: Actor, item: EvidenceItem) -> list[Redaction]:
    """Every redacted copy of an item that the actor may see, newest first; none for whoever may not redact it."""
    if not can(actor, "evidence.redact", item):
        return []
    rows = Redaction.objects.visible_to(actor).filter(item=item).select_related("item__vault__complaint")
    return list(rows)


def open_redaction(actor: Actor, item: EvidenceItem) -> Redaction | None:
    """The copy of an item that waits for a person or for the program."""
    waiting = (RedactionState.PROPOSING, RedactionState.DRAFTING, RedactionState.MAKING, RedactionState.MADE)
    found: Redaction | None = Redaction.objects.visible_to(actor).filter(item=item, state__in=waiting).first()
    return found


def stripped_copy(actor: Actor, item: EvidenceItem) -> Redaction | None:
    """The newest copy that was to leave out position and metadata alone, however far it came."""
    found: Redaction | None = Redaction.objects.visible_to(actor).filter(item=item, use_when_made=True).first()
    return found


def redaction_pages(redaction: Redaction) -> list[RedactionPage]:
    """The pages as the preview shows them, upright, with their boxes in points for drawing; of a film its frames."""
    return _with_boxes(redaction, _pictures(redaction), redaction.boxes)


def redaction_part(redaction: Redaction, number: int = 1) -> RedactionPart:
    """One screen of pages. A number that is none shows the first or the last."""
    pictures = _pictures(redaction)
    parts = [pictures[start : start + PAGES_AT_ONCE] for start in range(0, len(pictures), PAGES_AT_ONCE)] or [[]]
    number = min(max(number, 1), len(parts))
    shown = {picture.page or 1 for picture in parts[number - 1]}
    boxes = [box for box in redaction.boxes if box["page"] in shown]
    of_film = is_film(redaction)
    return RedactionPart(
        pages=tuple(_with_boxes(redaction, parts[number - 1], boxes)),
        boxes=tuple(boxes),
        others=tuple(box for box in redaction.boxes if box["page"] not in shown),
        number=number,
        labels=tuple(_span(part, of_film=of_film) for part in parts if part),
        total=len(pictures),
    )


def part_at(redaction: Redaction, second: float) -> int:
    """The number of the part that shows a moment of a film, or will once its frame is there."""
    before = sum((picture.second or 0.0) <= second for picture in _pictures(redaction))
    return before // PAGES_AT_ONCE + 1


def _pictures(redaction: Redaction) -> list[Derivative]:
    frames = Q(redaction=redaction, kind=DerivativeKind.FRAME)
    pages = Q(redaction=None, kind__in=[DerivativeKind.PREVIEW, DerivativeKind.PAGE])
    shown = Derivative.objects.filter(frames if is_film(redaction) else frames | pages, item=redaction.item)
    return list(shown.order_by("second", "page"))


def _with_boxes(redaction: Redaction, pictures: list[Derivative], boxes: list[dict[str, Any]]) -> list[RedactionPage]:
    of_film = is_film(redaction)
    by_page: dict[int, list[dict[str, Any]]] = {}
    for number, box in enumerate(boxes, start=1):
        by_page.setdefault(box["page"], []).append({**box, "number": number})
    return [
        RedactionPage(
            picture=picture,
            number=picture.page or 1,
            boxes=tuple(_drawn(box, picture) for box in by_page.get(picture.page or 1, ())),
            moment=moment(picture.second or 0.0) if of_film else "",
            shades=tuple(_drawn(box, picture) for box in _elsewhere(redaction.boxes, picture)) if of_film else (),
        )
        for picture in pictures
    ]


def _span(part: list[Derivative], *, of_film: bool) -> str:
    """What a part shows, in a word: pages 11–20, or the moments from the first to the last."""
    ends = [moment(each.second or 0.0) if of_film else str(each.page or 1) for each in (part[0], part[-1])]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def is_film(redaction: Redaction) -> bool:
    """Whether boxes lie on moments and not on pages."""
    return redaction.item.media_type.startswith("video/")


def moment(second: float) -> str:
    """A moment of a film as people write it: 1:05.25, without zeros that say nothing."""
    minutes, rest = divmod(round(max(0.0, second) * 100), 6000)
    written = f"{minutes}:{rest / 100:05.2f}"
    return written.rstrip("0").rstrip(".") if not written.endswith("00") else written[:-3]


def copy_pictures(redaction: Redaction) -> list[Derivative]:
    """Pictures of a finished copy."""
    return list(redaction.derivatives.filter(kind=DerivativeKind.REDACTED_PAGE).order_by("page"))


def finished_copy(redaction: Redaction) -> Derivative | None:
    """The copy itself, once it was made and proven."""
    return redaction.derivatives.filter(kind=DerivativeKind.REDACTED).first()


def copy_in_use(actor: Actor, item: EvidenceItem) -> Derivative | None:
    """The copy that is shown instead of an item, as far as the actor may see it."""
    found: Derivative | None = (
        Derivative.objects.visible_to(actor)
        .select_related("item__vault__complaint")
        .filter(item=item, kind=DerivativeKind.REDACTED, redaction__state=RedactionState.IN_USE)
        .first()
    )
    return found


def proof_remarks(redaction: Redaction) -> list[str]:
    """Where in the copy of a film a person should look again."""
    proof = redaction.proof
    remarks = []
    if seen := proof.get("faces_left_at"):
        moments = ", ".join(moment(second) for second in seen)
        remarks.append(
            _("Faces can still be seen at %(moments)s. Have such a moment shown and cover them.") % {"moments": moments}
        )
    for lost in proof.get("lost", []):
        told = {"number": lost["subject"], "moment": moment(lost["second"])}
        remarks.append(
            _("Thing %(number)s was lost sight of at %(moment)s and stays covered where it was. Look there.") % told
        )
    return remarks


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


def _elsewhere(boxes: list[dict[str, Any]], frame: Derivative) -> Iterator[dict[str, Any]]:
    """Where the things of other frames are at the moment of this one, by the straight line between their boxes."""
    by_subject: dict[int, list[dict[str, Any]]] = {}
    for box in boxes:
        by_subject.setdefault(int(box["subject"]), []).append(box)
    second = frame.second or 0.0
    for number, found in by_subject.items():
        rows = sorted(found, key=lambda box: float(box["second"]))
        since, until = rows[0].get("since", rows[0]["second"]), rows[-1].get("until", float("inf"))
        if not since <= second <= until or any(row["page"] == frame.page for row in rows):
            continue
        before = next((row for row in reversed(rows) if row["second"] <= second), rows[0])
        after = next((row for row in rows if row["second"] > second), before)
        span = float(after["second"]) - float(before["second"])
        share = max(0.0, second - float(before["second"])) / span if span else 0.0
        place = {edge: before[edge] + (after[edge] - before[edge]) * share for edge in _EDGES}
        yield {"number": number, "kind": before["kind"], **place}


def _drawn(box: dict[str, Any], picture: Derivative) -> dict[str, Any]:
    """A box in points of its picture."""
    return {
        **box,
        "x": round(box["left"] * picture.width),
        "y": round(box["top"] * picture.height),
        "w": round(box["width"] * picture.width),
        "h": round(box["height"] * picture.height),
        "size": max(picture.width, picture.height) // 30,
    }
