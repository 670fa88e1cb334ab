"""Hands evidence over: a bag that a stranger can check, built by a job, sealed while it waits to be fetched."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from caseapp.audit import selectors as audit
from caseapp.audit.models import ChainHead
from caseapp.complaints.models import Complaint
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.evidence import gateways, timestamping
from caseapp.evidence.bags import SCRIPT, BagWriter, Changed, Exhibit, Stamp, chain_lines, exhibits_json
from caseapp.evidence.cipher import Damaged, OpenedFile, Sealer
from caseapp.evidence.enums import AnchorState, Custody, EvidenceState
from caseapp.evidence.file_names import handed_name
from caseapp.evidence.media import kind_of
from caseapp.evidence.models import Anchor, EvidenceItem, Export
from caseapp.evidence.services import anchors, custody
from caseapp.evidence.services.reading import Content, Unreadable

log = structlog.get_logger(__name__)

_CHOOSE = _("Choose at least one file of this complaint.")
_NOT_READY = _("A file that is still being looked at, or is not handed out, cannot be in an export.")
_NOT_THERE = _("This export is not ready, or it has expired. Ask for a new one.")

KEPT_FOR = timedelta(days=7)
STEP_BYTES = 1_000_000
LANGUAGES = (("README.txt", "en"), ("README.zh-Hans.txt", "zh-hans"))


def ask_export(*, actor: Actor, complaint: Complaint, item_ids: Sequence[UUID]) -> Export:
    """Promise a bag of the chosen files of a complaint; a job builds it. Its custody entries are written by the job.

    Raises NotAllowed for whoever may not download them, InvalidInput when nothing, or something else, was chosen.
    """
    if not can(actor, "complaints.view_evidence", complaint):
        raise NotAllowed()
    chosen = list(
        EvidenceItem.objects.visible_to(actor).with_complaint().filter(vault__complaint=complaint, pk__in=item_ids)
    )
    if not chosen or len(chosen) != len(set(item_ids)):
        raise InvalidInput.field("items", _CHOOSE)
    if not all(can(actor, "evidence.download", item) for item in chosen):
        raise NotAllowed()
    if any(item.state != EvidenceState.READY for item in chosen):
        raise WrongState(_NOT_READY)
    steps = sum(_steps(item.size) for item in chosen)
    with transaction.atomic():
        export = Export.objects.create(
            vault=chosen[0].vault,
            job=Job.objects.create(kind="evidence.build_export", owner_id=actor.user_id, total=steps),
            asked_by_id=actor.user_id,
            side=custody.side_of(actor, complaint),
            language=actor.language,
            items=[item.pk for item in sorted(chosen, key=lambda item: item.position)],
            expires_at=timezone.now() + KEPT_FOR,
        )
        queue.enqueue("evidence.build_export", export_id=str(export.pk))
    return export


def build_export(*, export_id: str, actor: Actor = SYSTEM) -> None:
    """Write the bag; doing it again changes nothing. A file that is not what was received ends it, and says so."""
    export = Export.objects.select_related("vault__complaint", "job").filter(pk=export_id).first()
    if export is None or export.job.state in {JobState.DONE, JobState.FAILED}:
        return
    _begin(export)
    file, path = gateways.new_arrival()
    try:
        try:
            with file:
                sealer = Sealer(file, key=export.vault.key(), item_id=export.pk)
                counter = _Counter(sealer)
                _write(export, counter)
                sealer.finish()
                file.flush()
                gateways.sync(file)
        except OSError as fault:
            raise gateways.no_room(fault) from fault
        name = gateways.name_for(export.vault_id, export.pk, folder=gateways.EXPORTS)
        gateways.remove(name)
        gateways.keep(path, name)
    except (Changed, Damaged, Unreadable) as fault:
        log.error("evidence_export_refused", export=str(export.pk), fault=f"{type(fault).__name__}: {fault}")
        Job.objects.filter(pk=export.job_id).update(state=JobState.FAILED, fault=type(fault).__name__)
        return
    finally:
        path.unlink(missing_ok=True)
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(storage_name=name, size=counter.size)
        Job.objects.filter(pk=export.job_id).update(state=JobState.DONE, done=export.job.total)


def open_export(*, actor: Actor, export: Export) -> Content:
    """Hand a finished bag out. “Handed over” is written for each file and committed before the first byte leaves.

    Raises NotAllowed for whoever may not see the evidence any more, WrongState while it is built, Unreadable.
    """
    complaint = export.vault.complaint
    if complaint is None or not can(actor, "complaints.view_evidence", complaint):
        raise NotAllowed()
    if not export.storage_name or export.expires_at <= timezone.now():
        raise WrongState(_NOT_THERE)
    key = export.vault.key()
    try:
        opened = OpenedFile(gateways.opened(export.storage_name), key=key, item_id=export.pk)
    except (OSError, Damaged) as fault:
        raise Unreadable() from fault
    with transaction.atomic():
        for item in EvidenceItem.objects.with_complaint().filter(pk__in=export.items).order_by("position"):
            custody.write(actor=actor, act=Custody.HANDED_OVER, item=item, export=str(export.pk))
    return Content(
        file_name=export.file_name,
        media_type="application/zip",
        size=export.size,
        opened=opened,
        frames=opened.frames(),
    )


def remove_expired_exports(*, actor: Actor = SYSTEM, limit: int = 500) -> int:
    """Delete bags that waited long enough; answers how many. That they were made stays in the custody chain."""
    gone = 0
    for export in Export.objects.filter(expires_at__lte=timezone.now()).exclude(storage_name="")[:limit]:
        gateways.remove(export.storage_name)
        export.storage_name = ""
        export.save(update_fields=["storage_name", "updated_at"])
        gone += 1
    return gone


def _begin(export: Export) -> None:
    """Write “exported” for each file, once however often the job is begun: the bag holds these entries itself."""
    with transaction.atomic():
        locked = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
        Job.objects.filter(pk=export.job_id).update(state=JobState.RUNNING, done=0)
        if locked.last_entry is None:
            who = Actor(kind="user", user_id=export.asked_by_id) if export.asked_by_id else _receipt_of(export)
            for item in _items(export):
                custody.write(actor=who, act=Custody.EXPORTED, item=item, side=export.side, export=str(export.pk))
            # The database numbers the entries; the head of the chain knows the newest.
            locked.last_entry = ChainHead.objects.get(pk=export.vault.chain).sequence
            locked.save(update_fields=["last_entry", "updated_at"])
            anchors.ask_for_anchor(export.vault.chain)
    export.last_entry = locked.last_entry


def _receipt_of(export: Export) -> Actor:
    return Actor(kind="receipt", complaint_id=export.vault.complaint_id)


def _items(export: Export) -> list[EvidenceItem]:
    return list(EvidenceItem.objects.with_complaint().filter(pk__in=export.items).order_by("position"))


def _write(export: Export, sink: "_Counter") -> None:
    items, complaint = _items(export), export.vault.complaint
    reference = complaint.reference if complaint else "evidence"
    bag = BagWriter(sink, f"{reference}-evidence")
    progress = _Progress(export)
    exhibits = []
    for item in items:
        name = handed_name(item.file_name, kind_of(item.media_type)).replace("%", "_")
        exhibit = Exhibit(
            name=f"{item.position:03}-{name}",
            item_id=str(item.pk),
            sha256=item.sha256,
            size=item.size,
            received_at=item.created_at,
            frames=partial(_frames, item, export),
        )
        exhibits.append((exhibit, bag.exhibit(exhibit, progress.add)))
    entries = audit.entries_of_chain(export.vault.chain).filter(sequence__lte=export.last_entry)
    stamps = _stamps(export)
    bag.tag("custody/chain.jsonl", chain_lines(entries.iterator(chunk_size=1000)))
    bag.tag("custody/exhibits.json", exhibits_json(exhibits))
    for stamp in stamps:
        bag.tag(f"timestamps/entry-{stamp.sequence}.txt", stamp.statement)
        bag.tag(f"timestamps/entry-{stamp.sequence}.tsr", stamp.response)
    if stamps:
        bag.tag("timestamps/certificates.pem", timestamping.certificates_pem())
    bag.tag("verify.py", SCRIPT.read_bytes())
    told = {"reference": reference, "exhibits": exhibits, "stamps": stamps, "made_at": timezone.now()}
    for name, language in LANGUAGES:
        with translation.override(language):
            bag.tag(name, render_to_string("evidence/bag_readme.txt", told).encode())
    bag.finish(
        [
            ("Source-Organization", "Countenance"),
            ("External-Identifier", reference),
            ("Internal-Sender-Identifier", str(export.pk)),
            ("Internal-Sender-Description", "Evidence with its chain of custody; see README.txt"),
        ]
    )


def _frames(item: EvidenceItem, export: Export) -> Iterator[bytes]:
    try:
        sealed = gateways.opened(item.storage_name)
    except OSError as fault:
        raise Unreadable() from fault
    with OpenedFile(sealed, key=export.vault.key(), item_id=item.pk) as opened:
        yield from opened.frames()


def _stamps(export: Export) -> list[Stamp]:
    found = Anchor.objects.filter(
        chain=export.vault.chain, state=AnchorState.ANCHORED, sequence__lte=export.last_entry
    ).order_by("sequence")
    return [Stamp(anchor.sequence, anchor.statement, bytes(anchor.response)) for anchor in found]


def _steps(size: int) -> int:
    return max(1, -(-size // STEP_BYTES))


class _Progress:
    """Tells the job how many megabytes are done, at most once for each hundredth part."""

    def __init__(self, export: Export) -> None:
        self._job, self._total = export.job_id, export.job.total
        self._bytes = self._told = 0

    def add(self, size: int) -> None:
        self._bytes += size
        done = self._bytes // STEP_BYTES
        if done - self._told >= max(1, self._total // 100):
            self._told = done
            Job.objects.filter(pk=self._job).update(done=min(done, self._total))


class _Counter:
    """Counts the bytes of the ZIP on their way into the seal."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self.size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._sealer.write(data)
