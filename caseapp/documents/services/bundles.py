"""Bundles of exhibits: put together, added to by rule, handed out; each exhibit as its original or redacted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.models import Job
from caseapp.core.policies import can
from caseapp.documents.bundling.numbering import late_number
from caseapp.documents.enums import Shows
from caseapp.documents.models import Bundle, BundleEntry, BundleVolume
from caseapp.evidence import selectors as evidence
from caseapp.evidence import services as evidence_services
from caseapp.evidence.models import EvidenceItem

MOST_EXHIBITS = 400
LIMITS = (5, 10, 25, 50)


@dataclass(frozen=True)
class Chosen:
    """An exhibit in its order, and the part of the bundle it begins or belongs to.

    Where its original is sealed the redacted copy stands in the bundle, unless `original` is wanted and `reason` says
    why; the reason opens the original for an hour, as on the page of the exhibit.
    """

    item_id: UUID
    section: str = ""
    original: bool = False
    reason: str = ""


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
    """Put exhibits in order and have the bundle built. Only items that the actor may open. Raises InvalidInput, and
    NotAllowed for an original that is sealed to them.
    """
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
        item, shows = _to_show(actor, one, field=f"reason_{one.item_id}")
        BundleEntry.objects.create(
            bundle=bundle,
            item=item,
            position=place,
            number=str(place),
            section=one.section.strip()[:120],
            title=str(item)[:255],
            added_at=now,
            shows=shows,
        )
    return _start(actor, bundle, "documents.order_bundle")


@transaction.atomic
def insert_late(*, actor: Actor, bundle: Bundle, chosen: Chosen, after: str) -> Bundle:
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
    item, shows = _to_show(actor, chosen, field="reason")
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
        shows=shows,
    )
    return _start(actor, locked, "documents.insert_late")


@transaction.atomic
def rebuild(*, actor: Actor, bundle: Bundle, reason: str = "") -> Bundle:
    """Build it again: the same exhibits give the same bytes. `reason` opens originals that have been sealed to the
    actor since. Raises InvalidInput without one, NotAllowed for whoever may not see them.
    """
    if not can(actor, "bundles.change", bundle):
        raise NotAllowed()
    for item in sealed_originals(actor, bundle):
        _reveal(actor, item, reason, field="reason")
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
        facts={
            "bundle": bundle.reference,
            "exhibits": [one.number for one in bundle.entries.all()],
            "originals": [one.number for one in bundle.entries.filter(shows=Shows.ORIGINAL)],
        },
    )
    return bundle


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


def sealed_originals(actor: Actor, bundle: Bundle) -> list[EvidenceItem]:
    """What stands in a bundle as its original and is sealed to this actor now."""
    entries = bundle.entries.filter(shows=Shows.ORIGINAL, item__original_sealed_at__isnull=False)
    items = [evidence.item(actor, entry.item_id) for entry in entries if entry.item_id]
    return [item for item in items if not can(actor, "evidence.download", item)]


def _to_show(actor: Actor, chosen: Chosen, *, field: str) -> tuple[EvidenceItem, Shows]:
    """The item, and what of it the actor may put into a bundle: the redacted copy where the original is sealed."""
    item = evidence.item(actor, chosen.item_id)
    if item.original_sealed_at is not None and not chosen.original:
        if evidence.copy_in_use(actor, item) is None:
            raise NotAllowed()
        return item, Shows.REDACTED
    if item.original_sealed_at is not None:
        _reveal(actor, item, chosen.reason, field=field)
    if not can(actor, "evidence.download", item):
        raise NotAllowed()
    return item, Shows.ORIGINAL


def _reveal(actor: Actor, item: EvidenceItem, reason: str, *, field: str) -> None:
    """Open a sealed original for a stated reason, which its chain of custody keeps; not again within the hour."""
    if can(actor, "evidence.download", item):
        return
    try:
        evidence_services.disclose_original(actor=actor, item=item, reason=reason)
    except InvalidInput:
        words = _("Say in 10 to 500 characters why the original of “%(exhibit)s” is needed.") % {"exhibit": item}
        raise InvalidInput.field(field, words) from None
