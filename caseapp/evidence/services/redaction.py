"""Redacted copies: proposed by the program, decided by people, made and proven by the program, used by people."""

import io
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.evidence import confined
from caseapp.evidence.cipher import FRAME_BYTES, Damaged, OpenedFile, seal_bytes
from caseapp.evidence.derivation import Batch
from caseapp.evidence.enums import BoxKind, Custody, DerivativeKind, EvidenceState, RedactionState
from caseapp.evidence.models import Derivative, Disclosure, EvidenceItem, Redaction
from caseapp.evidence.services import custody
from caseapp.evidence.services.reading import Unreadable, opened_original
from caseapp.evidence.workflow import REDACTION

log = structlog.get_logger(__name__)

MOST_BOXES = 500
REASON_MAX = 500
DISCLOSED_FOR = timedelta(hours=1)
LIMITS = {"cpu_seconds": 240, "memory_bytes": 3 * 1024**3}
WALL_SECONDS = 270.0
"""Finding faces on fifty pages takes about a minute of one core; the task's own limit is 300 s."""

_TROUBLE = (confined.Interrupted, Unreadable, Damaged, DomainError, OSError)


def can_be_redacted(item: EvidenceItem) -> bool:
    """Pictures and documents that could be read."""
    readable = Derivative.objects.filter(item=item, kind__in=[DerivativeKind.PREVIEW, DerivativeKind.PAGE]).exists()
    kind = item.media_type.startswith("image/") or item.media_type == "application/pdf"
    return item.state == EvidenceState.READY and kind and readable


@transaction.atomic
def start_redaction(*, actor: Actor, item: EvidenceItem) -> Redaction:
    """Begin a redacted copy; the program looks for faces first. Answers the one already begun, where there is one.

    Raises NotAllowed, and WrongState for what cannot be redacted.
    """
    if not can(actor, "evidence.redact", item):
        raise NotAllowed()
    if not can_be_redacted(item):
        raise WrongState(_("Only pictures and documents that can be shown here can be redacted."))
    EvidenceItem.objects.select_for_update().get(pk=item.pk)
    begun = (RedactionState.PROPOSING, RedactionState.DRAFTING, RedactionState.MAKING, RedactionState.MADE)
    found = Redaction.objects.filter(item=item, state__in=begun).first()
    if found is not None:
        return found
    redaction = Redaction.objects.create(
        item=item, side=custody.side_of(actor, item.vault.complaint), made_by_id=actor.user_id
    )
    queue.enqueue("evidence.propose_boxes", redaction_id=str(redaction.pk))
    return redaction


def propose_boxes(*, redaction_id: UUID, actor: Actor = SYSTEM) -> None:
    """Look for faces and propose a box for each; without an answer a person begins with none. Run twice, done once."""
    redaction = _found(redaction_id, RedactionState.PROPOSING)
    if redaction is None:
        return
    boxes: list[dict[str, Any]] = []
    proposed = True
    try:
        with io.BufferedReader(opened_original(redaction.item), FRAME_BYTES) as plain:
            answer = _child(redaction, plain, "faces", redaction.item.media_type, redaction.item.size, _Refused)
        boxes = [{**box, "kind": BoxKind.FACE.value, "found": True} for box in answer.facts.get("boxes", [])]
        proposed = not answer.finding
    except _TROUBLE as fault:
        log.warning("evidence_faces_not_sought", redaction=str(redaction.pk), fault=type(fault).__name__)
        proposed = False
    with transaction.atomic():
        _apply(redaction, "propose", save=["boxes", "proof"], boxes=boxes[:MOST_BOXES], proof={"proposed": proposed})


@transaction.atomic
def edit_boxes(*, actor: Actor, redaction: Redaction, boxes: Iterable[Mapping[str, Any]]) -> Redaction:
    """Keep the boxes as a person set them; a copy made before is thrown away. Raises InvalidInput, WrongState."""
    wanted = [_box(box) for box in boxes]
    if len(wanted) > MOST_BOXES:
        raise InvalidInput(_("A copy can have at most 500 boxes."))
    locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if not can(actor, "redaction.edit", redaction):
        raise NotAllowed()
    if locked.state in {RedactionState.MADE, RedactionState.FAILED}:
        locked = _apply(redaction, "edit", actor=actor)
        _forget_copy(locked)
    if locked.state != RedactionState.DRAFTING:
        raise WrongState(_("The boxes cannot be changed now."))
    locked.boxes = wanted
    locked.proof = {}
    locked.save(update_fields=["boxes", "proof", "updated_at"])
    return locked


@transaction.atomic
def make_copy(*, actor: Actor, redaction: Redaction) -> Redaction:
    """Have the copy made. Without boxes it is a copy without metadata and position alone."""
    made = _apply(redaction, "make", actor=actor, save=["done", "total"], done=0, total=0)
    queue.enqueue("evidence.make_redacted_copy", redaction_id=str(redaction.pk))
    return made


def make_redacted_copy(*, redaction_id: UUID, actor: Actor = SYSTEM) -> None:
    """Make the copy, then read it as a stranger would; only what is proven is kept. Run twice, done once.

    Writes the custody entry “redacted copy made and checked” with the copy's SHA-256 and what the check found.
    """
    redaction = _found(redaction_id, RedactionState.MAKING)
    if redaction is None:
        return
    item, batch = redaction.item, Batch(redaction.item)
    try:
        with io.BufferedReader(opened_original(item), FRAME_BYTES) as plain:
            answer = _child(redaction, plain, "redact", item.media_type, item.size, batch.take)
        if answer.finding:
            raise confined.Interrupted(answer.finding)
        proof = _proof(redaction, batch)
    except _TROUBLE as fault:
        batch.forget()
        log.error("evidence_not_redacted", redaction=str(redaction.pk), fault=type(fault).__name__)
        with transaction.atomic():
            _apply(redaction, "fail", save=["proof"], proof={"fault": type(fault).__name__})
        return
    except BaseException:
        batch.forget()
        raise
    _keep_copy(redaction, batch, proof)


@transaction.atomic
def use_copy(*, actor: Actor, redaction: Redaction) -> Redaction:
    """Show this copy instead of the original, which is sealed from now on; another copy in use gives way.

    Writes the custody entry “sealed”. Raises NotAllowed, WrongState.
    """
    EvidenceItem.objects.select_for_update().get(pk=redaction.item_id)
    if not can(actor, "redaction.use", redaction):
        raise NotAllowed()
    for former in Redaction.objects.filter(item=redaction.item_id, state=RedactionState.IN_USE):
        former.item = redaction.item
        _apply(former, "replace")
        _forget_copy(former)
    used = _apply(redaction, "use", actor=actor)
    item = redaction.item
    if item.original_sealed_at is None:
        item.original_sealed_at = timezone.now()
        item.save(update_fields=["original_sealed_at", "updated_at"])
    custody.write(actor=actor, act=Custody.SEALED, item=item, redaction=str(redaction.pk))
    return used


@transaction.atomic
def drop_redaction(*, actor: Actor, redaction: Redaction) -> Redaction:
    """Give a copy up that is not in use; its files go. Raises NotAllowed, WrongState."""
    dropped = _apply(redaction, "drop", actor=actor)
    _forget_copy(dropped)
    return dropped


@transaction.atomic
def disclose_original(*, actor: Actor, item: EvidenceItem, reason: str) -> Disclosure:
    """Open a sealed original to one person for an hour, for a stated reason, which is kept sealed.

    Writes the custody entry “disclosed” with the reason's digest. Raises NotAllowed, and InvalidInput without a reason.
    """
    if not can(actor, "evidence.ask_for_original", item):
        raise NotAllowed()
    reason = " ".join(reason.split())
    if not 10 <= len(reason) <= REASON_MAX:
        raise InvalidInput.field("reason", _("Say in 10 to 500 characters why you need the original."))
    disclosure = Disclosure(
        item=item,
        user_id=actor.user_id,
        side=custody.side_of(actor, item.vault.complaint),
        until=timezone.now() + DISCLOSED_FOR,
    )
    disclosure.sealed_reason = seal_bytes(reason.encode(), key=item.vault.key(), item_id=item.pk)
    disclosure.save()
    custody.write(actor=actor, act=Custody.DISCLOSED, item=item, reason=audit.digest(reason))
    return disclosure


class _Refused:
    """The child has nothing to hand over here."""

    def __init__(self, told: dict[str, Any]) -> None:
        raise confined.Interrupted("the child hands over what nobody asked for")

    def write(self, data: bytes) -> None: ...

    def finish(self) -> None: ...


def _child(
    redaction: Redaction, plain: Any, task: str, media_type: str, size: int, output: confined.NewOutput
) -> confined.Answer:
    def progress(done: int, total: int) -> None:
        Redaction.objects.filter(pk=redaction.pk).update(done=done, total=total)

    return confined.run(
        plain,
        task=task,
        media_type=media_type,
        size=size,
        output=output,
        progress=progress,
        beat=queue.keep_alive,
        wall_seconds=WALL_SECONDS,
        limits=LIMITS,
        boxes=redaction.boxes,
    )


def _proof(redaction: Redaction, batch: Batch) -> dict[str, Any]:
    """What is still found in the finished copy, read back from where it was sealed."""
    copy = next(each for each in batch.made if each.told["name"] == DerivativeKind.REDACTED)
    opened = OpenedFile(copy.path.open("rb"), key=redaction.item.vault.key(), item_id=copy.id)
    with io.BufferedReader(opened, FRAME_BYTES) as plain:
        answer = _child(redaction, plain, "prove", str(copy.told["media_type"]), copy.size, _Refused)
    found = dict(answer.facts)
    broken = bool(answer.finding) or any(
        found.get(name) for name in ("letters", "metadata", "open_boxes", "faces_under_boxes")
    )
    return {**found, "boxes": len(redaction.boxes), "holds": not broken, "checked_at": timezone.now().isoformat()}


def _keep_copy(redaction: Redaction, batch: Batch, proof: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
            if locked.state != RedactionState.MAKING:
                batch.forget()
                return
            if not proof["holds"]:
                batch.forget()
                _apply(redaction, "fail", save=["proof"], proof=proof)
                return
            rows = batch.keep(redaction=redaction)
            _apply(redaction, "finish", save=["proof"], proof=proof)
            copy = next(row for row in rows if row.kind == DerivativeKind.REDACTED)
            checked = {name: proof.get(name) for name in ("letters", "metadata", "faces_under_boxes", "boxes")}
            custody.write(actor=SYSTEM, act=Custody.REDACTED, item=redaction.item, copy_sha256=copy.sha256, **checked)
    except BaseException:
        batch.undo()
        raise
    batch.forget()


def _forget_copy(redaction: Redaction) -> None:
    for old in Derivative.objects.filter(redaction=redaction):
        queue.enqueue("evidence.delete_file", storage_name=old.storage_name)
        old.delete()


def _found(redaction_id: UUID, state: str) -> Redaction | None:
    return Redaction.objects.select_related("item__vault__complaint").filter(pk=redaction_id, state=state).first()


def _apply(
    redaction: Redaction, action: str, *, actor: Actor = SYSTEM, save: Iterable[str] = (), **fields: Any
) -> Redaction:
    def change(locked: Redaction) -> None:
        locked.item = redaction.item
        for name, value in fields.items():
            setattr(locked, name, value)

    applied = REDACTION.apply(actor, redaction, action, save=save, change=change)
    redaction.state = applied.state
    return applied


def _box(given: Mapping[str, Any]) -> dict[str, Any]:
    """A box with its edges inside its page. Raises InvalidInput for one that is none."""
    left, top, width, height = (float(given[name]) for name in ("left", "top", "width", "height"))
    if not (0 <= left < 1 and 0 <= top < 1 and 0 < width <= 1 and 0 < height <= 1):
        raise InvalidInput(_("A box lies on its page and has a width and a height."))
    return {
        "page": max(1, int(given.get("page", 1))),
        "left": round(left, 4),
        "top": round(top, 4),
        "width": round(min(width, 1 - left), 4),
        "height": round(min(height, 1 - top), 4),
        "kind": given["kind"] if given.get("kind") in BoxKind.values else BoxKind.OTHER.value,
        "found": bool(given.get("found")),
    }
