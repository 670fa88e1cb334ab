"""Redacted copies as people decide on them: begun, marked, made, used or given up; and the sealed original."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.evidence.child import bounds
from caseapp.evidence.cipher import seal_bytes
from caseapp.evidence.enums import Custody, DerivativeKind, EvidenceState, RedactionState
from caseapp.evidence.models import Derivative, Disclosure, EvidenceItem, Redaction
from caseapp.evidence.services import custody
from caseapp.evidence.services.boxes import checked_boxes
from caseapp.evidence.workflow import REDACTION

REASON_MAX = 500
DISCLOSED_FOR = timedelta(hours=1)
MOST_FRAMES = 60
_BEGUN = (RedactionState.PROPOSING, RedactionState.DRAFTING, RedactionState.MAKING, RedactionState.MADE)


def why_not_redacted(item: EvidenceItem) -> str:
    """Why no redacted copy can be made, in words; empty where one can."""
    readable = Derivative.objects.filter(item=item, kind__in=[DerivativeKind.PREVIEW, DerivativeKind.PAGE]).exists()
    kind = item.media_type.startswith(("image/", "video/")) or item.media_type == "application/pdf"
    if item.state != EvidenceState.READY or not kind or not readable:
        return str(_("Only pictures, films and documents that can be shown here can be redacted."))
    facts = _facts(item)
    if int(facts.get("pages") or 0) > bounds.MOST_PAGES:
        return _("A document of more than %(most)s pages cannot be redacted here. Add it in parts.") % {
            "most": bounds.MOST_PAGES
        }
    if item.media_type.startswith("video/") and float(facts.get("seconds") or 0) > bounds.MOST_SECONDS:
        return _("A film of more than %(most)s minutes cannot be redacted here. Add it in parts.") % {
            "most": int(bounds.MOST_SECONDS // 60)
        }
    return ""


@transaction.atomic
def start_redaction(*, actor: Actor, item: EvidenceItem) -> Redaction:
    """Begin a redacted copy; the program looks for faces first. Answers the one already begun, where there is one.

    Raises NotAllowed, and WrongState for what cannot be redacted.
    """
    if not can(actor, "evidence.redact", item):
        raise NotAllowed()
    if reason := why_not_redacted(item):
        raise WrongState(reason)
    EvidenceItem.objects.select_for_update().get(pk=item.pk)
    found = Redaction.objects.filter(item=item, state__in=_BEGUN).first()
    if found is not None:
        return found
    redaction = Redaction.objects.create(
        item=item, side=custody.side_of(actor, item.vault.complaint), made_by_id=actor.user_id
    )
    queue.enqueue("evidence.propose_boxes", redaction_id=str(redaction.pk))
    return redaction


@transaction.atomic
def strip_metadata(*, actor: Actor, item: EvidenceItem) -> Redaction:
    """Have a copy made that hides nothing and leaves out position and metadata; once proven it is what others get.

    Writes the custody entry “stripped”; “sealed” follows when the copy takes the original's place. Raises NotAllowed,
    and WrongState for what cannot be copied and where another copy is begun or in use.
    """
    if not can(actor, "evidence.redact", item):
        raise NotAllowed()
    if reason := why_not_redacted(item):
        raise WrongState(reason)
    EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if Redaction.objects.filter(item=item, state__in=(*_BEGUN, RedactionState.IN_USE)).exists():
        raise WrongState(_("There is a redacted copy of this file already. It carries no position and no metadata."))
    redaction = Redaction.objects.create(
        item=item,
        state=RedactionState.DRAFTING,
        side=custody.side_of(actor, item.vault.complaint),
        made_by_id=actor.user_id,
        keeps_sound=True,
        use_when_made=True,
    )
    custody.write(actor=actor, act=Custody.STRIPPED, item=item, redaction=str(redaction.pk))
    return make_copy(actor=actor, redaction=redaction)


@transaction.atomic
def edit_boxes(
    *, actor: Actor, redaction: Redaction, boxes: Iterable[Mapping[str, Any]], keeps_sound: bool | None = None
) -> Redaction:
    """Keep the boxes as a person set them; a copy made before is thrown away.

    `keeps_sound` says whether the copy of a film has its sound; without it that stays as it was. Raises InvalidInput,
    NotAllowed, WrongState.
    """
    wanted = checked_boxes(redaction, boxes)
    locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if not can(actor, "redaction.edit", redaction):
        raise NotAllowed()
    if locked.state in {RedactionState.MADE, RedactionState.FAILED}:
        locked = apply(redaction, "edit", actor=actor)
        forget_copy(locked)
    if locked.state != RedactionState.DRAFTING:
        raise WrongState(_("The boxes cannot be changed now."))
    locked.boxes = wanted
    locked.proof = {}
    locked.use_when_made = False
    if keeps_sound is not None:
        locked.keeps_sound = keeps_sound
    locked.save(update_fields=["boxes", "proof", "keeps_sound", "use_when_made", "updated_at"])
    return locked


@transaction.atomic
def show_frame(*, actor: Actor, redaction: Redaction, second: float) -> Redaction:
    """Have another moment of a film shown, to put boxes on. Raises InvalidInput, NotAllowed, WrongState."""
    length = float(_facts(redaction.item).get("seconds") or 0)
    if not redaction.item.media_type.startswith("video/") or not 0 <= second <= max(length, 0.0):
        raise InvalidInput.field("moment", _("Enter a moment within the film."))
    frames = Derivative.objects.filter(redaction=redaction, kind=DerivativeKind.FRAME)
    if frames.count() >= MOST_FRAMES:
        raise InvalidInput.field("moment", _("No more moments can be shown of this film."))
    shown = apply(redaction, "show_frame", actor=actor, save=["done", "total"], done=0, total=0)
    queue.enqueue("evidence.propose_boxes", redaction_id=str(redaction.pk), millisecond=round(second * 1000))
    return shown


@transaction.atomic
def make_copy(*, actor: Actor, redaction: Redaction) -> Redaction:
    """Have the copy made. Without boxes it is a copy without metadata and position alone.

    Raises NotAllowed, and WrongState where pages of a document could not be shown: nobody has said what to cover there.
    """
    made = apply(redaction, "make", actor=actor, save=["done", "total"], done=0, total=0)
    if not (redaction.use_when_made or _all_shown(redaction)):
        raise WrongState(_("Not every page could be shown. Give this copy up and begin a new one."))
    queue.enqueue("evidence.make_redacted_copy", redaction_id=str(redaction.pk))
    return made


@transaction.atomic
def use_copy(*, actor: Actor, redaction: Redaction) -> Redaction:
    """Show this copy instead of the original, which is sealed from now on; another copy in use gives way.

    Writes the custody entry “sealed”. Raises NotAllowed, WrongState.
    """
    EvidenceItem.objects.select_for_update().get(pk=redaction.item_id)
    if not (can(actor, "redaction.use", redaction) or (actor.is_system and redaction.use_when_made)):
        raise NotAllowed()
    for former in Redaction.objects.filter(item=redaction.item_id, state=RedactionState.IN_USE):
        former.item = redaction.item
        apply(former, "replace")
        forget_copy(former)
    used = apply(redaction, "use", actor=actor)
    _forget(used, kind=DerivativeKind.FRAME)
    item = redaction.item
    if item.original_sealed_at is None:
        item.original_sealed_at = timezone.now()
        item.save(update_fields=["original_sealed_at", "updated_at"])
    custody.write(actor=actor, act=Custody.SEALED, item=item, redaction=str(redaction.pk))
    return used


@transaction.atomic
def drop_redaction(*, actor: Actor, redaction: Redaction) -> Redaction:
    """Give a copy up that is not in use; its files go. Raises NotAllowed, WrongState."""
    dropped = apply(redaction, "drop", actor=actor)
    _forget(dropped)
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


def _all_shown(redaction: Redaction) -> bool:
    """Whether every page of a document has a picture to put boxes on."""
    item = redaction.item
    if item.media_type != "application/pdf":
        return True
    frames = Q(redaction=redaction, kind=DerivativeKind.FRAME)
    pages = Q(redaction=None, kind__in=[DerivativeKind.PREVIEW, DerivativeKind.PAGE])
    return Derivative.objects.filter(frames | pages, item=item).count() >= int(_facts(item).get("pages") or 0)


def _facts(item: EvidenceItem) -> dict[str, Any]:
    found = getattr(item, "examination", None)
    return found.facts(item.vault.key()) if found is not None else {}


def forget_copy(redaction: Redaction) -> None:
    """Throw a finished copy away; the pictures that boxes are put on stay."""
    _forget(redaction, kind__startswith="redacted")


def _forget(redaction: Redaction, **which: Any) -> None:
    for old in Derivative.objects.filter(redaction=redaction, **which):
        queue.enqueue("evidence.delete_file", storage_name=old.storage_name)
        old.delete()


def apply(
    redaction: Redaction, action: str, *, actor: Actor = SYSTEM, save: Iterable[str] = (), **fields: Any
) -> Redaction:
    """One step of the table, with fields saved in it."""

    def change(locked: Redaction) -> None:
        locked.item = redaction.item
        for name, value in fields.items():
            setattr(locked, name, value)

    applied = REDACTION.apply(actor, redaction, action, save=save, change=change)
    redaction.state = applied.state
    return applied
