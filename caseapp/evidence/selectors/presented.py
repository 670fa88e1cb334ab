"""What pages show of an item: its state and scan in words, its pictures, what the file says of itself, its twins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.evidence.enums import DerivativeKind, EvidenceState, Finding, NotScanned, RedactionState, Scan
from caseapp.evidence.file_names import tells_another_kind
from caseapp.evidence.media import kind_of
from caseapp.evidence.models import Derivative, EvidenceItem, Examination
from caseapp.evidence.querysets import EvidenceQuerySet
from caseapp.evidence.selectors.items import items_of
from caseapp.evidence.selectors.notes import Proves, proven_by

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NEAR_BITS = 5
"""Pictures of one complaint that differ in at most so many of 64 bits of their fingerprints look the same."""

_SCAN_TAGS = {Scan.NOTHING_FOUND: "clean", Scan.FOUND: "infected"}


@dataclass(frozen=True)
class Presented:
    """An item in words. `at_work` means that it is worth looking again in a moment.

    What is ready is tagged by its scan, because a tick for being ready would look as if it were safe.
    """

    item: EvidenceItem
    word: str
    label: "_StrOrPromise"
    tag: str
    tag_state: str
    scan: str
    scanned: bool
    finding: str
    named_otherwise: bool
    at_work: bool
    may_retry: bool
    thumbnail: Derivative | None = None
    pictures: tuple[Derivative, ...] = ()
    redacted: Derivative | None = None
    redacted_pictures: tuple[Derivative, ...] = ()
    proves: tuple[Proves, ...] = ()


@dataclass(frozen=True)
class FileFacts:
    """What a file says of itself, in rows of label and value; where it says it was, apart."""

    rows: tuple[tuple[str, str], ...] = ()
    position: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = field(default=())


def presented_items(actor: Actor, complaint: Complaint) -> list[Presented]:
    """The evidence of a complaint with its small pictures, in a few statements however many there are."""
    items = list(with_pictures(actor, items_of(actor, complaint)))
    proven = proven_by(items, complaint)
    return [replace(_presented(item), proves=tuple(proven.get(item.pk, ()))) for item in items]


def presented_item(actor: Actor, item: EvidenceItem) -> Presented:
    """One item with all the pictures that the actor may see: of a sealed original those of its redacted copy."""
    found: EvidenceItem = with_pictures(actor, EvidenceItem.objects.filter(pk=item.pk)).get()
    found.vault = item.vault
    proven = proven_by([found], item.vault.complaint)
    return replace(_presented(found), proves=tuple(proven.get(found.pk, ())))


def with_pictures(actor: Actor, items: EvidenceQuerySet) -> EvidenceQuerySet:
    """With what was made from each, as far as the actor may see it, but without copies that are not in use."""
    shown = (
        Derivative.objects.visible_to(actor)
        .exclude(kind=DerivativeKind.TEXT)
        .filter(Q(redaction=None) | Q(redaction__state=RedactionState.IN_USE))
        .order_by("kind", "page")
    )
    return items.select_related("examination").prefetch_related(Prefetch("derivatives", queryset=shown))


def derivative(actor: Actor, derivative_id: UUID) -> Derivative:
    """Something made from an original, with item and vault, or NotFound."""
    found: Derivative | None = (
        Derivative.objects.visible_to(actor).select_related("item__vault__complaint").filter(pk=derivative_id).first()
    )
    if found is None or found.kind == DerivativeKind.TEXT:
        raise NotFound()
    return found


def examination_of(item: EvidenceItem) -> Examination | None:
    """What the last look came to; none while there was none."""
    return getattr(item, "examination", None)


def facts_of(actor: Actor, item: EvidenceItem) -> dict[str, Any]:
    """What the file says of itself, as the API tells it; of a sealed original nothing, for it tells where and when."""
    found = examination_of(item)
    if not can(actor, "evidence.download", item):
        return {}
    return found.facts(item.vault.key()) if found is not None else {}


def file_facts(actor: Actor, item: EvidenceItem) -> FileFacts:
    """The same for people."""
    facts = facts_of(actor, item)
    return FileFacts(rows=tuple(_rows(facts)), position=tuple(_position(facts)), remarks=tuple(_remarks(facts)))


def same_pictures(actor: Actor, item: EvidenceItem) -> list[EvidenceItem]:
    """Other items the actor may see that look the same: of the same complaint nearly so, of others exactly so."""
    found = examination_of(item)
    if found is None or not found.likeness:
        return []
    seen: EvidenceQuerySet = EvidenceItem.objects.visible_to(actor).exclude(pk=item.pk)
    exact = list(
        seen.filter(examination__likeness=found.likeness).select_related("vault__complaint").order_by("created_at")[:10]
    )
    near = seen.filter(vault_id=item.vault_id).exclude(examination__likeness="").select_related("examination", "vault")
    known = {each.pk for each in exact}
    return exact + [each for each in near if each.pk not in known and _distance(each, found) <= NEAR_BITS]


def _distance(item: EvidenceItem, found: Examination) -> int:
    other = examination_of(item)
    return 64 if other is None else (int(other.likeness, 16) ^ int(found.likeness, 16)).bit_count()


def _presented(item: EvidenceItem) -> Presented:
    kind = kind_of(item.media_type)
    found = examination_of(item)
    pictures = tuple(item.derivatives.all())
    scan = Scan(found.scan) if found is not None else Scan.NOT_SCANNED
    reason = found.scan_note if found is not None else ""
    ready = item.state == EvidenceState.READY
    return Presented(
        item=item,
        word=kind.word if kind else item.media_type,
        label=kind.label if kind else item.media_type,
        tag=str(scan.label if ready else item.get_state_display()),
        tag_state=(_SCAN_TAGS.get(scan, "") if ready else item.state),
        scan=_scan_words(scan, reason),
        scanned=scan == Scan.NOTHING_FOUND,
        finding=str(Finding(found.finding).label) if found is not None and found.finding else "",
        named_otherwise=tells_another_kind(item.file_name, kind),
        at_work=item.state in {EvidenceState.RECEIVED, EvidenceState.SCANNING},
        may_retry=item.state == EvidenceState.FAILED
        or (ready and scan == Scan.NOT_SCANNED and reason != NotScanned.NO_SCANNER),
        thumbnail=_first(pictures, DerivativeKind.REDACTED_THUMBNAIL) or _first(pictures, DerivativeKind.THUMBNAIL),
        pictures=tuple(each for each in pictures if each.kind in {DerivativeKind.PREVIEW, DerivativeKind.PAGE}),
        redacted=_first(pictures, DerivativeKind.REDACTED),
        redacted_pictures=tuple(each for each in pictures if each.kind == DerivativeKind.REDACTED_PAGE),
    )


def _first(pictures: Sequence[Derivative], kind: str) -> Derivative | None:
    return next((each for each in pictures if each.kind == kind), None)


def _scan_words(scan: Scan, note: str) -> str:
    if scan == Scan.FOUND:
        return _("Malware found: %(name)s") % {"name": note}
    if scan == Scan.NOT_SCANNED and note in NotScanned.values:
        return _("%(state)s. %(reason)s") % {"state": scan.label, "reason": NotScanned(note).label}
    return str(scan.label)


def _rows(facts: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for key, label in (
        ("taken_at", _("Time in the file")),
        ("camera", _("Camera")),
        ("software", _("Made with")),
        ("producer", _("Written by the program")),
        ("title", _("Title")),
        ("author", _("Author")),
        ("created", _("Made")),
        ("changed", _("Last changed")),
    ):
        if facts.get(key):
            yield label, _camera_time(facts) if key == "taken_at" else str(facts[key])
    if facts.get("width") and facts.get("height"):
        yield _("Size in pixels"), f"{facts['width']} × {facts['height']}"
    if facts.get("pages"):
        yield _("Pages"), str(facts["pages"])
    if "seconds" in facts:
        yield _("Length"), _length(float(facts["seconds"]))
    for stream in facts.get("streams", []):
        yield _stream_label(str(stream.get("kind"))), _stream(stream)


def _camera_time(facts: dict[str, Any]) -> str:
    """Cameras write 2026:03:02 10:00:00, and some the offset from UTC beside it."""
    day, _space, clock = str(facts["taken_at"]).partition(" ")
    return " ".join(part for part in (day.replace(":", "-"), clock, str(facts.get("taken_offset") or "")) if part)


def _position(facts: dict[str, Any]) -> Iterable[tuple[str, str]]:
    if "latitude" not in facts or "longitude" not in facts:
        return
    latitude, longitude = float(facts["latitude"]), float(facts["longitude"])
    yield _("Latitude"), f"{abs(latitude):.6f}° {'N' if latitude >= 0 else 'S'}"
    yield _("Longitude"), f"{abs(longitude):.6f}° {'E' if longitude >= 0 else 'W'}"
    if "altitude" in facts:
        yield _("Height"), f"{facts['altitude']} m"
    if facts.get("gps_day"):
        yield _("Day by satellite"), str(facts["gps_day"]).replace(":", "-")


def _remarks(facts: dict[str, Any]) -> Iterable[str]:
    if facts.get("metadata_broken"):
        yield _("What the camera wrote into the file cannot be read.")
    shown, pages = int(facts.get("pages_shown") or 0), int(facts.get("pages") or 0)
    if pages > shown > 0:
        yield ngettext(
            "Only the first page is shown here.", "Only the first %(shown)s pages are shown here.", shown
        ) % {"shown": shown}
    if facts.get("attachments"):
        yield _("Other files travel inside this one. They are kept with it and not shown.")
    if facts.get("scripts"):
        yield _("The document holds small programs. They are never run here.")
    if facts.get("signatures"):
        yield _("The document carries a digital signature, which is not checked here.")
    if facts.get("frames"):
        yield _("The file holds several pictures; the first is shown.")
    if facts.get("no_frame"):
        yield _("No picture of the film could be read.")


def _stream_label(kind: str) -> str:
    return {"video": _("Film"), "audio": _("Sound")}.get(kind, _("Other stream"))


def _stream(stream: dict[str, Any]) -> str:
    parts = [str(stream.get("codec") or "?")]
    if stream.get("width"):
        parts.append(f"{stream['width']} × {stream['height']}")
    if stream.get("rate"):
        parts.append(f"{stream['rate']} /s" if stream.get("kind") == "video" else f"{stream['rate']} Hz")
    return ", ".join(parts)


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
