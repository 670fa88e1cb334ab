"""One archive of everything that is a complainant's: asked for, made by a job, checked, and taken once."""

import datetime as dt
from collections.abc import Iterator

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import actor_for, receipt_actor
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.evidence import services as evidence
from caseapp.notifications import services as notifications
from caseapp.personal.models import TakeOut
from caseapp.personal.services.archive import write_archive

log = structlog.get_logger(__name__)

KEPT_FOR = dt.timedelta(days=3)
GRACE = dt.timedelta(hours=1)
"""So long after it was taken the file stays, for a download that has begun."""

timeline.tell("personal.taken_out", _("The complainant took an archive of everything away."))
notifications.tell("personal.ready", _("The archive of complaint %(reference)s is ready. It is kept for three days."))


@transaction.atomic
def request_take_out(*, actor: Actor, complaint: Complaint) -> TakeOut:
    """Have an archive made. While one is being made or waits to be taken, that one is answered."""
    if not can(actor, "take_outs.request", complaint):
        raise NotAllowed()
    Complaint.objects.select_for_update().get(pk=complaint.pk)
    for earlier in TakeOut.objects.filter(complaint=complaint).select_related("job")[:1]:
        if earlier.job.under_way or earlier.ready:
            return earlier
    job = Job.objects.create(kind="personal.take_out", owner_id=actor.user_id)
    made = TakeOut.objects.create(complaint=complaint, job=job)
    audit.record(actor=actor, action="take_outs.request", subject=complaint, chain=chain(complaint))
    queue.enqueue("personal.make_take_out", take_out_id=str(made.pk))
    return made


def make_take_out(*, take_out_id: str) -> None:
    """Write the archive, read it again and compare every file with its SHA-256, and only then offer it.

    Safe to run again: an archive that is there is left alone, what an earlier run began is begun anew. A fault is
    written to the job, and the work tried again.
    """
    take_out = TakeOut.objects.select_related("job", "complaint").get(pk=take_out_id)
    job = take_out.job
    if job.state == JobState.DONE:
        return
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=0, fault="")
    try:
        written = write_archive(
            _complainant(take_out.complaint),
            take_out.complaint,
            progress=lambda done, total: Job.objects.filter(pk=job.pk).update(done=done, total=total),
        )
    except Exception as fault:
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, fault=type(fault).__name__)
        raise
    with transaction.atomic():
        locked = TakeOut.objects.select_for_update().get(pk=take_out.pk)
        locked.storage_name, locked.sealed_key = written.parcel.name, written.parcel.sealed_key
        locked.size, locked.files = written.parcel.size, written.files
        locked.expires_at = timezone.now() + KEPT_FOR
        locked.save()
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
        complaints.tell_complainant(
            complaint=take_out.complaint,
            kind="personal.ready",
            path=f"/complaints/{take_out.complaint.reference}/take-out/",
        )


def take_away(*, actor: Actor, take_out: TakeOut) -> Iterator[bytes]:
    """Hand out the archive, once: then it is gone, and another one can be made. Raises NotAllowed, WrongState."""
    if not can(actor, "take_outs.open", take_out):
        raise NotAllowed()
    with transaction.atomic():
        locked = TakeOut.objects.select_for_update().get(pk=take_out.pk)
        if not locked.ready:
            raise WrongState(_("This archive was taken already, or its time is over. Have another one made."))
        frames = evidence.open_parcel(name=locked.storage_name, sealed_key=bytes(locked.sealed_key or b""))
        locked.taken_at = timezone.now()
        locked.save(update_fields=["taken_at", "updated_at"])
        timeline.write(actor=actor, subject=take_out.complaint, kind="personal.taken_out", shared=True)
        audit.record(
            actor=actor,
            action="take_outs.take",
            subject=take_out.complaint,
            chain=chain(take_out.complaint),
            facts={"size": locked.size, "files": locked.files},
        )
    return frames


def expire_take_outs() -> int:
    """Delete the files of archives that were taken or whose time is over, and forget their keys; answers how many."""
    now = timezone.now()
    over = TakeOut.objects.exclude(storage_name="").filter(expires_at__lte=now) | TakeOut.objects.exclude(
        storage_name=""
    ).filter(taken_at__lte=now - GRACE)
    count = 0
    for one in over:
        forget_archive(one)
        count += 1
    return count


def forget_archive(take_out: TakeOut) -> None:
    """Delete one archive's file and key."""
    if take_out.storage_name:
        evidence.remove_parcel(name=take_out.storage_name)
    TakeOut.objects.filter(pk=take_out.pk).update(storage_name="", sealed_key=None, updated_at=timezone.now())


def _complainant(complaint: Complaint) -> Actor:
    """The person whose archive it is, as they act on pages."""
    if complaint.owner is not None:
        return actor_for(complaint.owner)
    return receipt_actor(complaint.pk, complaint.language)
