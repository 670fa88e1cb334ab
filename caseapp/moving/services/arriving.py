"""A whole matter in: kept as it comes, checked and tried in full by a job, then brought in with its people mapped."""

import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caseapp.accounts.models import Firm, Membership
from caseapp.accounts.selectors import actor_for
from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, TooLarge, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.evidence import services as evidence
from caseapp.litigation.services.conflicts import somebody_added
from caseapp.litigation.workflow import case_file_chain
from caseapp.moving.archive import Reading, refused
from caseapp.moving.models import Arrival
from caseapp.moving.services.making import Maker

MOST = 500_000_000
"""The largest archive in bytes."""


class _Tried(Exception):
    """Takes back what a trial made."""


@transaction.atomic
def receive(*, actor: Actor, firm: Firm, file: evidence.SealedUpload) -> Arrival:
    """Keep an archive that came, sealed; a job checks it. Raises TooLarge, and InvalidInput for what is no ZIP file."""
    if not can(actor, "matters.bring_in", firm) or actor.user_id is None:
        raise NotAllowed()
    if file.too_large:
        raise TooLarge()
    with file.reread() as plain:
        if not zipfile.is_zipfile(plain):
            raise refused(_("This is not a ZIP file that can be read."))
    parcel = file.keep()
    made = Arrival.objects.create(
        firm=firm,
        received_by_id=actor.user_id,
        storage_name=parcel.name,
        sealed_key=parcel.sealed_key,
        size=parcel.size,
        sha256=file.sha256,
        job=Job.objects.create(kind="moving.check_archive", owner_id=actor.user_id),
    )
    queue.enqueue("moving.check_archive", arrival_id=str(made.pk))
    _record(actor, made, "matters.receive")
    return made


def _record(actor: Actor, arrival: Arrival, action: str) -> None:
    """Write down what was done with an archive, in the chain of its firm."""
    chain = f"firm-matters:{arrival.firm_id}"
    audit.record(actor=actor, action=action, subject=arrival, chain=chain, facts={"sha256": arrival.sha256})


def check(*, arrival_id: str) -> None:
    """Hold an archive against its manifest, let the scanner look at every file, and make everything in a transaction
    that is taken back; the report says what would be made. What does not hold, or holds malware, is deleted; its words
    and an entry of the audit stay. Safe to run again.
    """
    arrival = Arrival.objects.select_related("job__owner", "firm").get(pk=arrival_id)
    if not _begin(arrival):
        return
    actor = actor_for(arrival.received_by)
    with override(actor.language):
        _check(actor, arrival)


def _check(actor: Actor, arrival: Arrival) -> None:
    try:
        with _opened(arrival) as plain:
            reading = Reading(plain)
            scan = _scanned(reading, _progress(arrival, len(reading.paths) + 1))
            report = _tried(actor, arrival.firm, reading)
    except DomainError as refusal:
        _refuse(actor, arrival, str(refusal.message))
        return
    Arrival.objects.filter(pk=arrival.pk).update(report={**report, "scan": scan})
    _end(arrival)


@transaction.atomic
def _refuse(actor: Actor, arrival: Arrival, fault: str) -> None:
    """Words and audit at once; the file goes after them, so that one cut off before finds it there again."""
    Arrival.objects.filter(pk=arrival.pk).update(storage_name="", sealed_key=None)
    _end(arrival, fault=fault)
    _record(actor, arrival, "matters.refuse")
    transaction.on_commit(lambda: evidence.remove_parcel(name=arrival.storage_name))


@transaction.atomic
def bring_in(*, actor: Actor, arrival: Arrival, people: Mapping[str, int]) -> Arrival:
    """Have the case file of a checked archive made by a job. `people` maps keys of the archive to accounts of the firm;
    whoever is not mapped becomes the one who brings it in. Once an archive.
    """
    locked = Arrival.objects.select_for_update(of=("self",)).select_related("firm", "job").get(pk=arrival.pk)
    if not can(actor, "matters.bring_in", locked.firm):
        raise NotAllowed()
    if locked.case_file_id is not None:
        raise WrongState(_("This archive was brought in already."))
    if not locked.waits:
        raise WrongState(_("This archive is not ready to be brought in."))
    members = set(Membership.objects.filter(firm=locked.firm).values_list("user_id", flat=True))
    if set(people.values()) - members:
        raise InvalidInput.field("people", _("Choose people of your firm."))
    locked.people = dict(people)
    locked.job = Job.objects.create(kind="moving.bring_in", owner_id=actor.user_id)
    locked.save(update_fields=["people", "job", "updated_at"])
    queue.enqueue("moving.bring_in", arrival_id=str(locked.pk))
    return locked


def make_matter(*, arrival_id: str) -> None:
    """Make the case file: its files go into the store one by one, then all rows at once or none. The firm's conflict
    checks run again with whoever it names. Writes audit. Safe to run again.
    """
    arrival = Arrival.objects.select_related("job__owner", "firm").get(pk=arrival_id)
    owner = arrival.job.owner if arrival.job is not None else None
    if arrival.case_file_id is not None or owner is None or not _begin(arrival):
        return
    actor = actor_for(owner)
    with override(actor.language):
        _bring_in(actor, arrival)


def _bring_in(actor: Actor, arrival: Arrival) -> None:
    kept: dict[str, dict[str, Any]] = {}
    try:
        if not can(actor, "matters.bring_in", arrival.firm):
            raise NotAllowed()
        with _opened(arrival) as plain:
            maker = Maker(actor, arrival.firm, Reading(plain), people=arrival.people)
            paths = maker.stored()
            step = _progress(arrival, len(paths) + 1)
            for path in paths:
                kept[path] = _kept(maker.reading, path)
                step()
            with transaction.atomic():
                _make(actor, arrival, maker, kept)
    except BaseException as fault:
        for one in kept.values():
            evidence.remove_parcel(name=one["storage_name"])
        if not isinstance(fault, DomainError):
            raise
        _end(arrival, fault=str(fault.message))


def _make(actor: Actor, arrival: Arrival, maker: Maker, kept: dict[str, dict[str, Any]]) -> None:
    locked = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if locked.case_file_id is not None:
        raise WrongState(_("This archive was brought in already."))
    locked.case_file = case_file = maker.make()
    maker.attach(kept)
    somebody_added(firm_id=arrival.firm_id)
    locked.save(update_fields=["case_file", "updated_at"])
    audit.record(
        actor=actor,
        action="matters.bring_in",
        subject=case_file,
        chain=case_file_chain(case_file),
        facts={"sha256": locked.sha256, "counts": locked.report.get("counts", {})},
    )
    _end(arrival)


def _tried(actor: Actor, firm: Firm, reading: Reading) -> dict[str, Any]:
    report: dict[str, Any] = {}
    try:
        with transaction.atomic():
            maker = Maker(actor, firm, reading, people={})
            maker.make()
            report = maker.report()
            raise _Tried
    except _Tried:
        return report


def _scanned(reading: Reading, step: Callable[[], None]) -> str:
    """Why not every file was scanned, in the scanner's words; empty where all were. Raises InvalidInput for malware."""
    note = ""
    for path in reading.paths:
        with reading.opened(path) as file:
            try:
                note = evidence.refuse_malware(file, reading.size(path), field="file") or note
            except InvalidInput as found:
                words = _("Malware was found in the file “%(path)s” of the archive. Nothing of the archive was kept.")
                raise refused(words % {"path": path}) from found
        step()
    return note


def _kept(reading: Reading, path: str) -> dict[str, Any]:
    sealed = evidence.SealedUpload(path)
    for piece in reading.content(path):
        sealed.take(piece)
    sealed.finish()
    parcel = sealed.keep()
    return {
        "storage_name": parcel.name,
        "sealed_key": parcel.sealed_key,
        "size": parcel.size,
        "sha256": sealed.sha256,
    }


def _opened(arrival: Arrival) -> Any:
    return evidence.opened_parcel(name=arrival.storage_name, sealed_key=bytes(arrival.sealed_key or b""))


def _job(arrival: Arrival) -> QuerySet[Job]:
    return Job.objects.filter(pk__in=[arrival.job_id])


def _begin(arrival: Arrival) -> bool:
    """Whether there is work; says that it runs."""
    waiting = _job(arrival).filter(state__in=[JobState.WAITING, JobState.RUNNING])
    return bool(waiting.update(state=JobState.RUNNING, done=0, fault=""))


def _progress(arrival: Arrival, total: int) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        _job(arrival).update(done=done, total=total)
        queue.keep_alive()

    return step


def _end(arrival: Arrival, *, fault: str = "") -> None:
    _job(arrival).update(state=JobState.FAILED if fault else JobState.DONE, fault=fault)
