"""A list as a file: asked for, made by a job, kept sealed for a week, handed out to whoever asked and still may."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import IO, Any, cast

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for
from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import InvalidInput, NotAllowed, TooManyRequests, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.evidence import services as evidence
from caseapp.exports.enums import MEDIA_TYPES, Form
from caseapp.exports.lists import LISTS
from caseapp.exports.models import Export
from caseapp.exports.papers import write_paper
from caseapp.exports.writing import write_portions, write_rows
from caseapp.notifications import services as notifications

KEPT_FOR = dt.timedelta(days=7)
AT_ONCE = 5
"""So many exports of one person may be waiting or running."""
QUERY_MAX = 2_000

notifications.tell("exports.ready", _("Your export is ready. It is kept for seven days."))


@transaction.atomic
def ask_export(
    *,
    actor: Actor,
    list_name: str,
    form: str,
    query: str = "",
    notice: str = "exports.ready",
) -> Export:
    """Promise a list in a form, narrowed as its page was by the address's `query`; a job makes it and tells the actor.

    Raises InvalidInput for a list or a form there is none of, and for a query that the list refuses; NotAllowed;
    TooManyRequests where five are waiting already.
    """
    listing = LISTS.get(list_name)
    if listing is None:
        raise InvalidInput.field("list", _("There is no such list."))
    if form not in Form.values or (form == Form.PDF and list_name != "statistics"):
        raise InvalidInput.field("form", _("Choose one of the forms in the list."))
    if not can(actor, "exports.ask", listing):
        raise NotAllowed()
    kept = query.lstrip("?")[:QUERY_MAX]
    listing.columns(actor, QueryDict(kept))
    User.objects.select_for_update().get(pk=cast(int, actor.user_id))
    waiting = Export.objects.filter(owner_id=actor.user_id, job__state__in=[JobState.WAITING, JobState.RUNNING])
    if waiting.count() >= AT_ONCE:
        raise TooManyRequests(_("Five exports of yours are being made. Wait for one of them."))
    made: Export = Export.objects.create(
        owner_id=cast(int, actor.user_id),
        job=Job.objects.create(kind="exports.build", owner_id=actor.user_id),
        list_name=list_name,
        query=kept,
        form=form,
        language=actor.language,
    )
    audit.record(
        actor=actor,
        action="exports.ask",
        subject=made,
        facts={"list": list_name, "form": form, "query": audit.digest(kept)},
    )
    queue.enqueue("exports.build", export_id=str(made.pk), notice=notice)
    return made


def build_export(*, export_id: str, notice: str = "exports.ready") -> None:
    """Read the list as its owner sees it now and write it, sealed, a few rows at a time.

    Safe to run again: what is there is left alone, what a killed worker began is begun anew. Who may no longer see the
    list gets nothing. Tells the owner.
    """
    export = Export.objects.select_related("job", "owner").filter(pk=export_id).first()
    if export is None or export.job.state == JobState.DONE:
        return
    actor = actor_for(export.owner)
    if not (export.owner.is_active and export.listing.may(actor)):
        Job.objects.filter(pk=export.job_id).update(state=JobState.FAILED, fault="NotAllowed")
        return
    Job.objects.filter(pk=export.job_id).update(state=JobState.RUNNING, done=0, total=0, fault="")
    try:
        written, rows, digest = _write(actor, export)
    except Exception as fault:
        Job.objects.filter(pk=export.job_id).update(state=JobState.FAILED, fault=type(fault).__name__)
        raise
    with transaction.atomic():
        locked = Export.objects.select_for_update().get(pk=export.pk)
        locked.storage_name, locked.sealed_key = written.name, written.sealed_key
        locked.size, locked.rows, locked.sha256 = written.size, rows, digest
        locked.made_at = timezone.now()
        locked.expires_at = locked.made_at + KEPT_FOR
        locked.save()
        Job.objects.filter(pk=export.job_id).update(state=JobState.DONE, done=rows, total=rows)
        notifications.notify_users(user_ids=[export.owner_id], kind=notice, path="/exports/")


def open_export(*, actor: Actor, export: Export, continues: bool = False) -> evidence.Content:
    """Hand out an export, whole or from any place on. Written down once, not for each part of a download that goes on.

    Raises NotAllowed for whoever did not ask for it, or may no longer see the list; WrongState once it expired.
    """
    if not can(actor, "exports.download", export):
        raise NotAllowed()
    if not export.ready:
        raise WrongState(_("This export is not ready, or it has expired. Ask for a new one."))
    opened = evidence.opened_parcel(name=export.storage_name, sealed_key=bytes(export.sealed_key or b""))
    if not continues:
        with transaction.atomic():
            audit.record(
                actor=actor,
                action="exports.download",
                subject=export,
                facts={"list": export.list_name, "form": export.form, "rows": export.rows},
            )
    return evidence.Content(
        file_name=export.file_name,
        media_type=MEDIA_TYPES[Form(export.form)],
        size=export.size,
        opened=opened,
        frames=opened.frames(),
    )


@transaction.atomic
def delete_export(*, actor: Actor, export: Export) -> None:
    """Forget an export before its time; its file goes with its key."""
    if not can(actor, "exports.delete", export):
        raise NotAllowed()
    audit.record(actor=actor, action="exports.delete", subject=export, facts={"list": export.list_name})
    _forget(export)


def expire_exports() -> int:
    """Forget exports whose time is over; answers how many."""
    over = list(Export.objects.filter(expires_at__lte=timezone.now()).select_related("job"))
    for export in over:
        with transaction.atomic():
            _forget(export)
    return len(over)


def _forget(export: Export) -> None:
    name, job = export.storage_name, export.job
    export.delete()
    job.delete()
    if name:
        transaction.on_commit(lambda: evidence.remove_parcel(name=name))


class _Hashed:
    """Passes bytes on and counts their SHA-256."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink, self.digest = sink, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._sink.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sink, name)


def _write(actor: Actor, export: Export) -> tuple[evidence.Parcel, int, str]:
    listing, query = export.listing, QueryDict(export.query)
    writer = evidence.ParcelWriter()
    sink = cast(IO[bytes], _Hashed(cast(IO[bytes], writer)))
    try:
        with override(export.language):
            if export.form == Form.PDF:
                rows = write_paper(sink, actor, query, made_at=timezone.now(), language=export.language)
            else:
                total = listing.number(actor, query)
                columns = listing.columns(actor, query)
                progress = _progress(export, total)
                if export.form == Form.CSV and listing.csv is not None:
                    rows = write_portions(sink, columns, listing.csv(actor, query), progress)
                else:
                    rows = write_rows(export.form, sink, columns, listing.rows(actor, query), progress=progress)
        writer.seal()
        return writer.keep(), rows, cast(_Hashed, sink).digest.hexdigest()
    except BaseException:
        writer.drop()
        raise


def _progress(export: Export, total: int) -> Callable[[int], object]:
    Job.objects.filter(pk=export.job_id).update(total=total)

    def tell(done: int) -> None:
        Job.objects.filter(pk=export.job_id).update(done=done)
        queue.keep_alive()

    return tell
