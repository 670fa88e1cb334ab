"""Bundles of exhibits: put together, added to by rule, built by a job, handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for
from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.core.wording import figure, written_day
from caseapp.documents.bundling.assembly import Exhibit, assemble
from caseapp.documents.bundling.numbering import late_number
from caseapp.documents.bundling.pages import NotShown, pages_of
from caseapp.documents.models import Bundle, BundleEntry, BundleVolume
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.evidence.models import EvidenceItem

MOST_EXHIBITS = 400
CUSTODY_SHOWN = 10
WORDS_SHOWN = 600
LIMITS = (5, 10, 25, 50)


@dataclass(frozen=True)
class Chosen:
    """An exhibit in its order, and the part of the bundle it begins or belongs to."""

    item_id: UUID
    section: str = ""


@transaction.atomic
def order_bundle(
    *,
    actor: Actor,
    firm_id: int,
    matter: str,
    title: str,
    language: str,
    chosen: Sequence[Chosen],
    limit_mb: int = 25,
) -> Bundle:
    """Put exhibits in order and have the bundle built. Only items that the actor may open. Raises InvalidInput."""
    if firm_id not in actor.firm_ids():
        raise NotAllowed()
    if not title.strip():
        raise InvalidInput.field("title", _("Give the bundle a title."))
    if not chosen:
        raise InvalidInput.field("exhibits", _("Give at least one exhibit a place in the order."))
    if len(chosen) > MOST_EXHIBITS:
        raise InvalidInput.field("exhibits", _("A bundle holds at most 400 exhibits."))
    if limit_mb not in LIMITS:
        raise InvalidInput.field("limit_mb", _("This is not one of the choices."))
    now = timezone.now()
    bundle = Bundle.objects.create(
        title=title.strip()[:200],
        language=language,
        matter=matter,
        firm_id=firm_id,
        limit_mb=limit_mb,
        made_by_id=actor.user_id,
    )
    for place, one in enumerate(chosen, start=1):
        item = _openable(actor, one.item_id)
        BundleEntry.objects.create(
            bundle=bundle,
            item=item,
            position=place,
            number=str(place),
            section=one.section.strip()[:120],
            title=str(item)[:255],
            added_at=now,
        )
    return _start(actor, bundle, "documents.order_bundle")


@transaction.atomic
def insert_late(*, actor: Actor, bundle: Bundle, item_id: UUID, after: str) -> Bundle:
    """Put an exhibit in after another one of a built bundle: it becomes 12A, its pages 45.1, 45.2 …, in the same part,
    and nothing that was cited moves. The bundle is built again.
    """
    locked = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if not can(actor, "bundles.change", locked):
        raise NotAllowed()
    if locked.front_pages is None:
        raise WrongState(_("The bundle has not been built yet."))
    entries = list(locked.entries.all())
    before = next((one for one in entries if one.number == after), None)
    if before is None:
        raise InvalidInput.field("after", _("This is not one of the choices."))
    item = _openable(actor, item_id)
    if any(one.item_id == item.pk for one in entries):
        raise InvalidInput.field("item", _("This exhibit is in the bundle already."))
    try:
        number = late_number(after, [one.number for one in entries])
    except ValueError:
        raise InvalidInput.field("after", _("No number is left after this exhibit.")) from None
    family = after.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    place = max(one.position for one in entries if one.number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == family)
    for one in reversed(entries):
        if one.position > place:
            one.position += 1
            one.save(update_fields=["position"])
    BundleEntry.objects.create(
        bundle=locked,
        item=item,
        position=place + 1,
        number=number,
        section=before.section,
        title=str(item)[:255],
        added_at=timezone.now(),
    )
    return _start(actor, locked, "documents.insert_late")


@transaction.atomic
def rebuild(*, actor: Actor, bundle: Bundle) -> Bundle:
    """Build it again: the same exhibits give the same bytes."""
    if not can(actor, "bundles.change", bundle):
        raise NotAllowed()
    return _start(actor, bundle, "documents.rebuild_bundle")


def _start(actor: Actor, bundle: Bundle, action: str) -> Bundle:
    job = Job.objects.create(kind="documents.build_bundle", owner_id=actor.user_id, total=bundle.entries.count())
    bundle.job = job
    bundle.save(update_fields=["job", "updated_at"])
    queue.enqueue("documents.build_bundle", bundle_id=bundle.pk, job_id=str(job.pk))
    audit.record(
        actor=actor,
        action=action,
        subject=bundle,
        chain=f"documents:{bundle.matter}",
        facts={"bundle": bundle.reference, "exhibits": [one.number for one in bundle.entries.all()]},
    )
    return bundle


def build(*, bundle_id: int, job_id: str) -> None:
    """Build a bundle for whoever ordered the job, with what they may open now; progress goes to the job. Safe to run
    again. A refusal ends the job with its words.
    """
    job = Job.objects.select_related("owner").get(pk=job_id)
    bundle = Bundle.objects.select_related("firm").get(pk=bundle_id)
    if job.state == JobState.DONE or job.owner is None:
        return
    job.state = JobState.RUNNING
    job.save(update_fields=["state", "updated_at"])
    try:
        _build(bundle, job, job.owner)
    except DomainError as refusal:
        job.state, job.fault = JobState.FAILED, str(refusal.message)
        job.save(update_fields=["state", "fault", "updated_at"])


def _build(bundle: Bundle, job: Job, owner: User) -> None:
    actor = actor_for(owner)
    if not can(actor, "bundles.change", bundle):
        raise NotAllowed()
    with override(bundle.language):
        exhibits = []
        for done, entry in enumerate(bundle.entries.select_related("item__vault__complaint"), start=1):
            exhibits.append(_exhibit(actor, bundle, entry))
            job.done = done
            job.save(update_fields=["done", "updated_at"])
        volumes = assemble(
            exhibits,
            title=bundle.title,
            language=bundle.language,
            cover=_cover(bundle, len(exhibits)),
            words=_words(),
            made=bundle.created_at,
            limit=bundle.limit_mb * 1_000_000,
            front_pages=bundle.front_pages,
        )
    with transaction.atomic():
        locked = Bundle.objects.select_for_update().get(pk=bundle.pk)
        locked.volumes.all().delete()
        for one in volumes:
            row = BundleVolume(
                bundle=locked,
                number=one.number,
                pages=one.pages,
                first=one.first,
                last=one.last,
                size=len(one.content),
                sha256=one.sha256,
            )
            row.keep(one.content)
            row.save()
        if locked.front_pages is None:
            locked.front_pages = volumes[0].front
            locked.save(update_fields=["front_pages", "updated_at"])
        job.state = JobState.DONE
        job.save(update_fields=["state", "updated_at"])
        audit.record(
            actor=actor,
            action="documents.build_bundle",
            subject=locked,
            chain=f"documents:{locked.matter}",
            facts={"bundle": locked.reference, "sha256": [one.sha256 for one in volumes]},
        )


def open_volume(*, actor: Actor, bundle: Bundle, number: int) -> tuple[BundleVolume, bytes]:
    """One file of the bundle; that it was taken is written down. Raises NotFound."""
    if not can(actor, "bundles.change", bundle):
        raise NotAllowed()
    volume = bundle.volumes.filter(number=number).first()
    if volume is None:
        raise NotFound()
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="documents.open_bundle",
            subject=bundle,
            chain=f"documents:{bundle.matter}",
            facts={"bundle": bundle.reference, "volume": number, "sha256": volume.sha256},
        )
    return volume, volume.content()


def _openable(actor: Actor, item_id: UUID) -> EvidenceItem:
    """An item that the actor may see and take a copy of."""
    item = evidence.item(actor, item_id)
    if not can(actor, "evidence.download", item):
        raise NotAllowed()
    return item


def _exhibit(actor: Actor, bundle: Bundle, entry: BundleEntry) -> Exhibit:
    if entry.item is None:
        lines = [gettext("This exhibit is no longer held; its place in the bundle stays.")]
        return Exhibit(entry.number, entry.title, entry.section, None, _sheet("", [], [], lines))
    item = evidence.item(actor, entry.item.pk)
    lines = [
        gettext(
            "The fingerprint shows that the file is unchanged since it was received, not that what it shows is true."
        )
    ]
    pages = None
    try:
        original = evidence_services.open_content(actor=actor, item=item)
        content = b"".join(original.frames)
        pages = pages_of(content, item.media_type, title=entry.title, language=bundle.language, made=bundle.created_at)
    except NotShown:
        lines.append(gettext("This kind of file has no pages. The file itself is handed over with the bundle."))
    except WrongState as refusal:
        lines.append(str(refusal.message))
    facts = [
        [gettext("SHA-256"), item.sha256],
        [gettext("Size"), gettext("%(bytes)s bytes") % {"bytes": figure(item.size)}],
        [gettext("Kind of file"), item.media_type],
        [gettext("Received"), written_day(item.created_at.date())],
    ]
    steps = [one for one in evidence.custody(actor, item) if one.at <= entry.added_at]
    shown = [[f"{written_day(one.at.date())}, {one.at:%H:%M} UTC", f"{one.act}, {one.side}"] for one in steps]
    if len(shown) > CUSTODY_SHOWN:
        left = len(shown) - CUSTODY_SHOWN
        shown = [
            *shown[:3],
            ["…", gettext("%(count)s further entries") % {"count": left}],
            *shown[3 - CUSTODY_SHOWN :],
        ]
    return Exhibit(
        entry.number, entry.title, entry.section, pages, _sheet(item.description[:WORDS_SHOWN], facts, shown, lines)
    )


def _sheet(description: str, facts: list[Any], custody: list[Any], lines: list[str]) -> dict[str, Any]:
    return {"description": description, "facts": facts, "custody": custody, "lines": lines}


def _cover(bundle: Bundle, count: int) -> dict[str, Any]:
    return {
        "facts": [
            [gettext("Matter"), bundle.matter],
            [gettext("Bundle"), bundle.reference],
            [gettext("Made by"), bundle.firm.shown_name],
            [gettext("Put together on"), written_day(bundle.created_at.date())],
            [gettext("Exhibits"), figure(count)],
        ],
        "lines": [
            gettext("The number printed on a page is the number that a reader of PDF shows for it."),
            gettext("Before each exhibit stands a certificate with its fingerprint and who had it until it was added."),
            gettext("Words in pictures were not recognised by machine: no program for that was used."),
        ],
    }


def _words() -> dict[str, str]:
    return {
        "index": gettext("Index"),
        "number": gettext("No."),
        "exhibit": gettext("Exhibit"),
        "volume": gettext("Volume"),
        "page": gettext("Page"),
        "custody": gettext("Who had it"),
    }
