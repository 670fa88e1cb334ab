"""Looking at a file that arrived: scanned, read by the confined child, previewed; the same however often it is run."""

import io
from contextlib import suppress
from typing import IO, Any
from uuid import UUID

import structlog
from django.db import transaction

from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import DomainError, WrongState
from caseapp.evidence import clamd, confined
from caseapp.evidence.cipher import FRAME_BYTES, Damaged
from caseapp.evidence.derivation import Batch
from caseapp.evidence.enums import EvidenceState, Finding, Scan
from caseapp.evidence.models import Derivative, EvidenceItem, Examination
from caseapp.evidence.services import custody
from caseapp.evidence.services.reading import Unreadable, opened_original
from caseapp.evidence.workflow import WORKFLOW

log = structlog.get_logger(__name__)

SHOWN_MEDIA = ("image/", "video/", "audio/")
TASK = "evidence.examine_item"
_PLAIN_BITS = 6


def examine_item(*, item_id: UUID, actor: Actor = SYSTEM) -> None:
    """Scan an item, read its facts, make its preview, and say what came of it.

    Leaves it ready, rejected (malware, or made to harm whoever opens it) or failed, which a party may have tried again.
    Run again after a kill it begins anew; what half of it had made is forgotten. Writes one custody entry when it
    begins and one when it ends.
    """
    item = EvidenceItem.objects.select_related("vault__complaint").filter(pk=item_id).first()
    if item is None or item.state not in {EvidenceState.RECEIVED, EvidenceState.SCANNING}:
        return
    if item.state == EvidenceState.RECEIVED:
        with transaction.atomic():
            _apply(item, "begin_examination")
    batch = Batch(item)
    try:
        with io.BufferedReader(opened_original(item), FRAME_BYTES) as plain:
            found = _look(item, plain, batch)
    except (confined.Interrupted, Unreadable, Damaged, DomainError, OSError) as fault:
        batch.forget()
        log.error("evidence_not_examined", item=str(item.pk), fault=type(fault).__name__)
        with transaction.atomic():
            _apply(item, "fail", reason=type(fault).__name__)
        return
    except BaseException:
        batch.forget()
        raise
    _keep(item, found, batch)


@transaction.atomic
def retry_examination(*, actor: Actor, item: EvidenceItem) -> None:
    """Have an item looked at again: one that failed, or one that no scanner has seen. Raises NotAllowed, WrongState."""
    if item.state == EvidenceState.READY and _scanned(item):
        raise WrongState()
    _apply(item, "retry", actor=actor)
    queue.enqueue(TASK, item_id=str(item.pk))


def resume_examinations(*, actor: Actor = SYSTEM) -> int:
    """Give up what no message works on any more, so that it does not wait for ever; returns how many."""
    unfinished = (EvidenceState.RECEIVED, EvidenceState.SCANNING)
    stuck = list(EvidenceItem.objects.filter(state__in=unfinished).select_related("vault__complaint"))
    waiting = {
        each.get("item_id") for each in queue.waiting_messages().filter(task=TASK).values_list("arguments", flat=True)
    }
    given_up = 0
    for item in stuck:
        if str(item.pk) in waiting:
            continue
        # Finished since it was listed, it is rightly out of reach.
        with suppress(WrongState), transaction.atomic():
            _apply(item, "fail", reason="given up")
            given_up += 1
    return given_up


def _look(item: EvidenceItem, plain: IO[bytes], batch: Batch) -> Examination:
    verdict = clamd.scan(plain, item.size, beat=queue.keep_alive)
    found = Examination(item=item, scan=verdict.scan, scan_note=verdict.note, scanned_by=verdict.by)
    if verdict.scan == Scan.FOUND:
        return found
    if not item.media_type.startswith(SHOWN_MEDIA) and item.media_type != "application/pdf":
        found.finding = Finding.NO_PREVIEW
        return found
    answer = confined.run(
        plain,
        task="look",
        media_type=item.media_type,
        size=item.size,
        output=batch.take,
        beat=queue.keep_alive,
    )
    found.kept_in = answer.kept_in
    found.finding = answer.finding if answer.finding in Finding.values else Finding.DAMAGED
    facts = dict(answer.facts)
    likeness = str(facts.pop("likeness", ""))[:16]
    if not item.media_type.startswith("application/") and _tells(likeness):
        found.likeness = likeness
    if facts:
        found.seal_facts(facts, item.vault.key())
    if item.media_type.startswith("audio/") and not found.finding:
        found.finding = Finding.NO_PREVIEW
    return found


def _tells(likeness: str) -> bool:
    """Whether a fingerprint has enough in it to know a picture by: a plain wall has not."""
    try:
        return _PLAIN_BITS <= int(likeness, 16).bit_count() <= 64 - _PLAIN_BITS
    except ValueError:
        return False


def _keep(item: EvidenceItem, found: Examination, batch: Batch) -> None:
    """All of it, or nothing: rows, files, state and custody entry in one transaction."""
    rejected = found.scan == Scan.FOUND or found.finding == Finding.COSTLY
    try:
        with transaction.atomic():
            locked = EvidenceItem.objects.select_for_update().filter(pk=item.pk).first()
            if locked is None or locked.state != EvidenceState.SCANNING:
                # Removed from a draft, or another worker was quicker.
                batch.forget()
                return
            _replace(item, found)
            rows = [] if rejected else batch.keep()
            _apply(
                item,
                "reject" if rejected else "finish_examination",
                scan=found.scan,
                scan_note=found.scan_note,
                finding=found.finding,
                made=len(rows),
            )
    except BaseException:
        batch.undo()
        raise
    batch.forget()


def _replace(item: EvidenceItem, found: Examination) -> None:
    for old in Derivative.objects.filter(item=item, redaction=None):
        queue.enqueue("evidence.delete_file", storage_name=old.storage_name)
        old.delete()
    Examination.objects.filter(item=item).delete()
    found.save(force_insert=True)


def _scanned(item: EvidenceItem) -> bool:
    return Examination.objects.filter(item=item).exclude(scan=Scan.NOT_SCANNED).exists()


def _apply(item: EvidenceItem, action: str, *, actor: Actor = SYSTEM, **facts: Any) -> None:
    told = {"side": custody.side_in(actor, item.vault), **custody.sealed_facts(item), **facts}
    item.state = WORKFLOW.apply(actor, item, action, facts=told).state
