"""The program's part of a redacted copy: boxes proposed, the copy made in the child, and proven or forgotten."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import DomainError
from caseapp.evidence import confined
from caseapp.evidence.cipher import FRAME_BYTES, Damaged, OpenedFile
from caseapp.evidence.derivation import Batch
from caseapp.evidence.enums import BoxKind, Custody, DerivativeKind, RedactionState
from caseapp.evidence.models import Derivative, Redaction
from caseapp.evidence.querysets import DerivativeQuerySet
from caseapp.evidence.services import custody
from caseapp.evidence.services.boxes import MOST_BOXES
from caseapp.evidence.services.reading import Unreadable, opened_original
from caseapp.evidence.services.redaction import apply, use_copy

log = structlog.get_logger(__name__)

LIMITS = {"cpu_seconds": 400, "memory_bytes": 3 * 1024**3}
MAKING_SECONDS, PROVING_SECONDS = 700.0, 700.0
"""A film of five minutes, or two hundred pages, take about a third of that on one core; the task's limit holds both."""

_TROUBLE = (confined.Interrupted, Unreadable, Damaged, DomainError, OSError)
_MUST_BE_NONE = ("letters", "metadata", "open_boxes", "faces_under_boxes")


def propose_boxes(*, redaction_id: UUID, millisecond: int | None = None, actor: Actor = SYSTEM) -> None:
    """Look for faces and propose a box for each; without an answer a person begins with none. Run twice, done once.

    Pictures to put boxes on are made where there are none yet: further pages of a document, moments of a film.
    `millisecond` asks for one more moment, and what was drawn before stays.
    """
    redaction = _found(redaction_id, RedactionState.PROPOSING)
    if redaction is None:
        return
    item, batch = redaction.item, Batch(redaction.item)
    if millisecond is None and _frames(redaction).exists():
        # An old message come back while another moment is looked for.
        return
    boxes: list[dict[str, Any]] = []
    proposed = True
    try:
        with io.BufferedReader(opened_original(item), FRAME_BYTES) as plain:
            answer = _child(redaction, plain, "propose", batch, **_asked(redaction, millisecond))
        boxes = [{**box, "kind": BoxKind.FACE.value, "found": True} for box in answer.facts.get("boxes", [])]
        proposed = not answer.finding
    except _TROUBLE as fault:
        log.warning("evidence_faces_not_sought", redaction=str(redaction.pk), fault=type(fault).__name__)
        proposed = False
    except BaseException:
        batch.forget()
        raise
    kept = [*redaction.boxes, *boxes][:MOST_BOXES]
    with _all_or_nothing(batch), transaction.atomic():
        locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
        if locked.state == RedactionState.PROPOSING:
            if proposed:
                batch.keep(redaction=redaction)
            apply(redaction, "propose", save=["boxes", "proof"], boxes=kept, proof={"proposed": proposed})


def make_redacted_copy(*, redaction_id: UUID, actor: Actor = SYSTEM) -> None:
    """Make the copy, then read it as a stranger would; only what is proven is kept. Run twice, done once.

    Writes the custody entry “redacted copy made and checked” with the copy's SHA-256 and what the check found.
    """
    redaction = _found(redaction_id, RedactionState.MAKING)
    if redaction is None:
        return
    batch = Batch(redaction.item)
    try:
        with io.BufferedReader(opened_original(redaction.item), FRAME_BYTES) as plain:
            answer = _child(redaction, plain, "make", batch, sound=redaction.keeps_sound)
        if answer.finding:
            raise confined.Interrupted(answer.finding)
        proof = _proof(redaction, batch, dict(answer.facts))
    except _TROUBLE as fault:
        batch.forget()
        log.error("evidence_not_redacted", redaction=str(redaction.pk), fault=type(fault).__name__)
        with transaction.atomic():
            apply(redaction, "fail", save=["proof"], proof={"fault": type(fault).__name__})
        return
    except BaseException:
        batch.forget()
        raise
    _keep_copy(redaction, batch, proof)


_TASKS = {
    "film": {"propose": "scout", "make": "blur", "prove": "recheck"},
    "still": {"propose": "faces", "make": "redact", "prove": "prove"},
}


def _child(redaction: Redaction, plain: Any, step: str, batch: Batch, **given: Any) -> confined.Answer:
    """Let the child do one step with the original, or with the copy when its type and size are given."""

    def progress(done: int, total: int) -> None:
        Redaction.objects.filter(pk=redaction.pk).update(done=done, total=total)

    item = redaction.item
    tasks = _TASKS["film" if item.media_type.startswith("video/") else "still"]
    return confined.run(
        plain,
        task=tasks[step],
        media_type=given.pop("media_type", item.media_type),
        size=given.pop("size", item.size),
        output=batch.take,
        progress=progress,
        beat=queue.keep_alive,
        wall_seconds=PROVING_SECONDS if step == "prove" else MAKING_SECONDS,
        limits=LIMITS,
        boxes=redaction.boxes,
        **given,
    )


def _asked(redaction: Redaction, millisecond: int | None) -> dict[str, Any]:
    """Which pictures are missing: of a film the first ones or one more moment, of a document its later pages."""
    item = redaction.item
    if not item.media_type.startswith("video/"):
        shown = Derivative.objects.filter(item=item, kind__in=[DerivativeKind.PREVIEW, DerivativeKind.PAGE])
        return {"pages_shown": shown.count()}
    last = _frames(redaction).order_by("-page").values_list("page", flat=True).first() or 0
    return {"first": last + 1, "seconds": [] if millisecond is None else [millisecond / 1000]}


def _frames(redaction: Redaction) -> DerivativeQuerySet:
    return Derivative.objects.filter(redaction=redaction, kind=DerivativeKind.FRAME)


def _proof(redaction: Redaction, batch: Batch, made: dict[str, Any]) -> dict[str, Any]:
    """What is still found in the finished copy, read back from where it was sealed."""
    copy = next(each for each in batch.made if each.told["name"] == DerivativeKind.REDACTED)
    opened = OpenedFile(copy.path.open("rb"), key=redaction.item.vault.key(), item_id=copy.id)
    told = {"media_type": str(copy.told["media_type"]), "size": copy.size, "path": made.get("path", [])}
    with io.BufferedReader(opened, FRAME_BYTES) as plain:
        answer = _child(redaction, plain, "prove", batch, **told)
    found = dict(answer.facts)
    broken = bool(answer.finding) or any(found.get(name) for name in _MUST_BE_NONE)
    if made.get("lost"):
        found["lost"] = made["lost"]
    return {**found, "boxes": len(redaction.boxes), "holds": not broken, "checked_at": timezone.now().isoformat()}


def _keep_copy(redaction: Redaction, batch: Batch, proof: dict[str, Any]) -> None:
    with _all_or_nothing(batch), transaction.atomic():
        locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
        if locked.state != RedactionState.MAKING:
            return
        if not proof["holds"]:
            apply(redaction, "fail", save=["proof"], proof=proof)
            return
        rows = batch.keep(redaction=redaction)
        finished = apply(redaction, "finish", save=["proof"], proof=proof)
        copy = next(row for row in rows if row.kind == DerivativeKind.REDACTED)
        checked = {name: proof.get(name) for name in ("letters", "metadata", "faces_under_boxes", "boxes")}
        custody.write(actor=SYSTEM, act=Custody.REDACTED, item=redaction.item, copy_sha256=copy.sha256, **checked)
        if finished.use_when_made:
            use_copy(actor=SYSTEM, redaction=finished)


@contextmanager
def _all_or_nothing(batch: Batch) -> Iterator[None]:
    """What the child made goes into the store with the transaction inside, or nowhere."""
    try:
        yield
    except BaseException:
        batch.undo()
        raise
    batch.forget()


def _found(redaction_id: UUID, state: str) -> Redaction | None:
    return Redaction.objects.select_related("item__vault__complaint").filter(pk=redaction_id, state=state).first()
