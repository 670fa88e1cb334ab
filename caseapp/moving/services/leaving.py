"""A whole matter out: all that the firm may take in one archive, made by a job and read again before it counts."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import actor_for
from caseapp.audit import services as audit
from caseapp.billing.models import Disbursement, Invoice
from caseapp.billing.selectors.invoices import invoices
from caseapp.billing.selectors.papers import invoice_pdf
from caseapp.billing.selectors.trust import ledgers_of
from caseapp.complaints import selectors as complaints
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import DomainError, NotAllowed, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.documents.enums import Side
from caseapp.documents.models import Bundle, Document
from caseapp.documents.services.bundles import open_volume
from caseapp.evidence import selectors as evidence_selectors
from caseapp.evidence import services as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.litigation.models import CaseFile
from caseapp.litigation.selectors.engagements import engagements
from caseapp.litigation.selectors.papers import clients_of
from caseapp.litigation.workflow import case_file_chain
from caseapp.moving.archive import MATTER, Reading, Writing, as_json, safe_name
from caseapp.moving.models import Departure, MatterFile
from caseapp.moving.rows import Writer

KEPT_FOR = dt.timedelta(days=3)
_PIECE = 256 * 1024


@transaction.atomic
def take_out(*, actor: Actor, case_file: CaseFile) -> Departure:
    """Have an archive of a case file made; a partner's act. While one is being made, that one is answered."""
    if not can(actor, "matters.take_out", case_file):
        raise NotAllowed()
    CaseFile.objects.select_for_update().get(pk=case_file.pk)
    earlier = case_file.departures.select_related("job").first()
    if earlier is not None and earlier.job.under_way:
        return earlier
    made = Departure.objects.create(
        case_file=case_file, job=Job.objects.create(kind="moving.take_out", owner_id=actor.user_id)
    )
    audit.record(actor=actor, action="matters.take_out", subject=case_file, chain=case_file_chain(case_file))
    queue.enqueue("moving.make_archive", departure_id=str(made.pk))
    return made


def make(*, departure_id: str) -> None:
    """Write the archive for whoever asked, with what they may open now; read it again; only then offer it.

    Safe to run again. A refusal ends the job with its words.
    """
    departure = Departure.objects.select_related("job__owner", "case_file__jurisdiction").get(pk=departure_id)
    job = departure.job
    if job.state == JobState.DONE or job.owner is None:
        return
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=0, fault="")
    writer = evidence.ParcelWriter()
    try:
        actor = actor_for(job.owner)
        if not can(actor, "matters.take_out", departure.case_file):
            raise NotAllowed()
        digest = _write(
            actor,
            departure.case_file,
            writer,
            progress=lambda done, total: Job.objects.filter(pk=job.pk).update(done=done, total=total),
        )
        parcel = writer.keep()
    except BaseException as fault:
        writer.drop()
        words = str(fault.message) if isinstance(fault, DomainError) else type(fault).__name__
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, fault=words)
        if isinstance(fault, DomainError):
            return
        raise
    with transaction.atomic():
        locked = Departure.objects.select_for_update().get(pk=departure.pk)
        locked.storage_name, locked.sealed_key, locked.size = parcel.name, parcel.sealed_key, parcel.size
        locked.sha256, locked.files = digest
        locked.expires_at = timezone.now() + KEPT_FOR
        locked.save()
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)


def open_archive(*, actor: Actor, departure: Departure) -> Iterator[bytes]:
    """The archive's bytes; that it was taken is written down. Raises WrongState once its time is over."""
    if not can(actor, "matters.take_out", departure.case_file):
        raise NotAllowed()
    if not departure.ready:
        raise WrongState(_("This archive is not there any more. Have another one made."))
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="matters.take_archive",
            subject=departure.case_file,
            chain=case_file_chain(departure.case_file),
            facts={"sha256": departure.sha256, "files": departure.files},
        )
    return evidence.open_parcel(name=departure.storage_name, sealed_key=bytes(departure.sealed_key or b""))


def open_file(*, actor: Actor, file: MatterFile) -> Iterator[bytes]:
    """A file that came with a case file; opening it is written down."""
    if not can(actor, "case_files.change", file.case_file):
        raise NotAllowed()
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="matters.open_file",
            subject=file.case_file,
            chain=case_file_chain(file.case_file),
            facts={"sha256": file.sha256},
        )
    return evidence.open_parcel(name=file.storage_name, sealed_key=bytes(file.sealed_key or b""))


def expire() -> int:
    """Delete archives whose time is over, and forget their keys; answers how many."""
    over = Departure.objects.exclude(storage_name="").filter(expires_at__lte=timezone.now())
    count = 0
    for one in over:
        evidence.remove_parcel(name=one.storage_name)
        Departure.objects.filter(pk=one.pk).update(storage_name="", sealed_key=None)
        count += 1
    return count


def _write(
    actor: Actor, case_file: CaseFile, target: evidence.ParcelWriter, *, progress: Callable[[int, int], object]
) -> tuple[str, int]:
    writing = Writing(
        target, {"made_at": timezone.now(), "firm": case_file.firm.name, "case_file": case_file.reference}
    )
    brought = MatterFile.objects.filter(case_file=case_file)
    exhibits = _exhibits(actor, case_file)
    rows = Writer(
        case_file,
        {item.pk: path for item, path in exhibits},
        [(one.path, one.proves) for one in brought],
    )
    written = rows.written()
    papers = list(
        Document.objects.filter(matter=case_file.reference, side=Side.FIRM, firm=case_file.firm_id).order_by("pk")
    )
    told: dict[str, Any] = {"rows": written, "documents": [], "files": {}}
    outlays = Disbursement.objects.filter(case_file=case_file).exclude(storage_name="")
    steps: list[Callable[[], object]] = [
        *(partial(_paper, writing, rows, told, paper) for paper in papers),
        *(partial(_receipt, writing, rows, told, outlay) for outlay in outlays),
        *(partial(_put, writing, one.path, partial(open_file, actor=actor, file=one)) for one in brought),
        *(partial(_put, writing, path, partial(_original, actor, item)) for item, path in exhibits),
        *_papers_of_the_firm(actor, case_file, writing),
    ]
    for number, step in enumerate(steps):
        progress(number, len(steps) + 1)
        step()
    history = f"history/{case_file.reference}.json"
    writing.put(history, [as_json(_history(actor, case_file))])
    told["people"] = sorted(rows.people.values(), key=lambda one: one["key"])
    writing.put(MATTER, [as_json(told)])
    writing.close()
    target.seal()
    digest = hashlib.sha256()
    with target.reread() as plain:
        Reading(plain)
        plain.seek(0)
        while piece := plain.read(_PIECE):
            digest.update(piece)
    progress(len(steps) + 1, len(steps) + 1)
    return digest.hexdigest(), len(writing.files)


def _put(writing: Writing, path: str, pieces: Callable[[], Iterable[bytes]]) -> None:
    writing.put(path, pieces())


def _paper(writing: Writing, rows: Writer, told: dict[str, Any], paper: Document) -> None:
    path = f"documents/{len(writing.files) + 1:03d} {safe_name(paper.title)}.pdf"
    writing.put(path, [paper.pdf()])
    told["documents"].append(
        {
            **{name: getattr(paper, name) for name in ("kind", "title", "language", "version", "made_at", "sha256")},
            "made_by": rows.person(paper.made_by),
            "content": paper.content(),
            "facts": paper.facts(),
            "file": path,
        }
    )


def _receipt(writing: Writing, rows: Writer, told: dict[str, Any], outlay: Disbursement) -> None:
    key = rows.names["billing.disbursement", outlay.pk]
    path = f"receipts/{key} {safe_name(outlay.receipt_name)}"
    writing.put(path, evidence.open_parcel(name=outlay.storage_name, sealed_key=bytes(outlay.sealed_key or b"")))
    told["files"][key] = path


def _exhibits(actor: Actor, case_file: CaseFile) -> list[tuple[EvidenceItem, str]]:
    """What the firm was given and may copy, and where it lies in the archive."""
    return [
        (item, f"evidence/{complaint.reference} {item.position:02d} {safe_name(item.file_name)[-70:]}")
        for complaint in clients_of(actor, case_file)
        for item in evidence_selectors.items_of(actor, complaint).select_related("vault__complaint")
        if can(actor, "evidence.download", item)
    ]


def _original(actor: Actor, item: EvidenceItem) -> Iterable[bytes]:
    return evidence.open_content(actor=actor, item=item).frames


def _papers_of_the_firm(actor: Actor, case_file: CaseFile, writing: Writing) -> Iterator[Callable[[], object]]:
    for bundle in Bundle.objects.filter(matter=case_file.reference, firm=case_file.firm_id):
        for volume in bundle.volumes.defer("sealed"):
            path = f"bundles/{bundle.reference} {volume.number}.pdf"
            yield partial(_put, writing, path, partial(_volume, actor, bundle, volume.number))
    for invoice in invoices(actor).filter(case_file=case_file, number__isnull=False):
        path = f"invoices/{invoice.reference}.pdf"
        yield partial(_put, writing, path, partial(_invoice, invoice))


def _volume(actor: Actor, bundle: Bundle, number: int) -> Iterable[bytes]:
    return [open_volume(actor=actor, bundle=bundle, number=number)[1]]


def _invoice(invoice: Invoice) -> Iterable[bytes]:
    return [invoice_pdf(invoice, language="en")]


def _history(actor: Actor, case_file: CaseFile) -> dict[str, Any]:
    """What stays with the firm before and is told to the one after: clients, invoices, trust money, what happened."""
    rows = engagements(actor).filter(case_file=case_file).order_by("pk")
    return {
        "clients": [
            {
                "complaint": one.complaint.reference,
                "name": getattr(complaints.identity(actor, one.complaint), "name", ""),
                "state": one.state,
                "terms": one.terms,
                "fee": one.fee_kind,
            }
            for one in rows
        ],
        "invoices": [
            {"state": one.state, "open": one.open_sum, **one.content()}
            for one in invoices(actor).filter(case_file=case_file, number__isnull=False).order_by("number")
        ],
        "trust_money": [
            {
                "complaint": one.engagement.complaint.reference,
                "currency": one.currency,
                "held": one.balance,
                "lines": list(one.entries.order_by("id").values("kind", "amount", "on", "party", "note")),
            }
            for one in ledgers_of(actor, case_file).order_by("pk")
        ],
        "limitation_dates": [
            {
                "complaint": one.engagement.complaint.reference,
                "rule": one.rule.article,
                **{
                    name: getattr(one, name)
                    for name in ("event_on", "known_on", "last_day", "state", "met_on", "working")
                },
                "held_up": list(one.tollings.order_by("id").values("kind", "first", "last")),
            }
            for one in case_file.limitations.select_related("engagement__complaint", "rule").order_by("pk")
        ],
        "what_happened": [
            {"at": one.at, "sentence": timeline.sentence(one)} for one in timeline.entries(case_file).order_by("id")
        ],
    }
