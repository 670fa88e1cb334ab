"""Adding files to a vault, and removing them while the complaint is still a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Message
from caseapp.complaints.services import tell_complainant
from caseapp.core import queue, timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, TooLarge, WrongState
from caseapp.core.policies import can
from caseapp.evidence import gateways
from caseapp.evidence.enums import Custody, EvidenceState
from caseapp.evidence.models import EvidenceItem, EvidenceRequest, Vault
from caseapp.evidence.services import anchors, custody
from caseapp.evidence.uploads import FIELD, Incoming, size_in_words, too_many_files
from caseapp.notifications import services as notifications

TITLE_MAX = 200
DESCRIPTION_MAX = 2_000

timeline.tell("evidence.added", _("A file was added to the evidence."))
timeline.tell("evidence.added_several", _("%(count)s files were added to the evidence."))
notifications.tell("evidence.added", _("Evidence was added to complaint %(reference)s."))


@dataclass(frozen=True)
class Added:
    """What became of several files: those that were added, and a refusal for each of the others."""

    items: list[EvidenceItem] = field(default_factory=list)
    refusals: list[DomainError] = field(default_factory=list)


def add_item(
    *,
    actor: Actor,
    vault: Vault,
    incoming: Incoming,
    title: str = "",
    description: str = "",
    captured_at: datetime | None = None,
    request: EvidenceRequest | None = None,
) -> EvidenceItem:
    """Add one file: `add_items` for one, raising what it refuses (TooLarge, UnsupportedMedia, InvalidInput, NoRoom)."""
    added = add_items(
        actor=actor,
        vault=vault,
        incoming=[incoming],
        title=title,
        description=description,
        captured_at=captured_at,
        request=request,
    )
    if added.refusals:
        raise added.refusals[0]
    return added.items[0]


def add_items(
    *,
    actor: Actor,
    vault: Vault,
    incoming: Sequence[Incoming],
    title: str = "",
    description: str = "",
    captured_at: datetime | None = None,
    message: Message | None = None,
    request: EvidenceRequest | None = None,
) -> Added:
    """Add files to a vault; a good one is kept even when its neighbour is refused.

    The sealed bytes lie in the store, synced to disk, before the rows are committed. Writes a custody entry “received”
    for each; where the complaint was sent already, also one timeline entry, and the other side is told. Attached to a
    `message` nothing more is told than the message tells. A title goes to a single file only. In a draft whoever
    reached the vault may add; later the parties who see the evidence.
    Raises InvalidInput for the words, NotAllowed, and WrongState when the complaint was withdrawn or just sent.
    """
    _check_words(title, description, captured_at)
    kept: list[str] = []
    try:
        with transaction.atomic():
            locked = _locked(actor, vault, asked=request is not None)
            added = Added()
            for each in incoming:
                try:
                    words = {"description": description, "captured_at": captured_at, "message": message}
                    item = _add(actor, locked, each, kept, request, **words)
                except DomainError as refusal:
                    added.refusals.append(refusal)
                    continue
                if title and len(incoming) == 1:
                    item.title = title
                    item.save(update_fields=["title"])
                added.items.append(item)
            if added.items:
                anchors.ask_for_anchor(locked.chain)
            if added.items and locked.complaint is not None and message is None:
                _tell(actor if request is None else SYSTEM, locked.complaint, len(added.items))
    except BaseException:
        for name in kept:
            gateways.remove(name)
        raise
    return added


@transaction.atomic
def remove_item(*, actor: Actor, item: EvidenceItem) -> None:
    """Take a file out of a draft. Its bytes are deleted; the custody chain says that it was removed.

    The files after it move up one place. Raises WrongState once the complaint was sent: what was sent stays.
    """
    vault = Vault.objects.select_for_update().get(pk=item.vault_id)
    if vault.complaint_id is not None:
        raise WrongState(_("What was sent with a complaint stays there."))
    row = EvidenceItem.objects.filter(pk=item.pk).first()
    if row is None:
        return
    row.vault = vault
    custody.write(actor=actor, act=Custody.REMOVED, item=row)
    queue.enqueue("evidence.delete_file", storage_name=row.storage_name)
    row.delete()
    for later in vault.items.filter(position__gt=row.position).order_by("position"):
        later.position -= 1
        later.save(update_fields=["position", "updated_at"])


def _locked(actor: Actor, vault: Vault, *, asked: bool = False) -> Vault:
    locked = Vault.objects.select_for_update(of=["self"]).select_related("complaint").get(pk=vault.pk)
    complaint = locked.complaint
    if complaint is None or actor.is_system:
        return locked
    if vault.complaint_id is None:
        raise WrongState(_("The complaint was sent in the meantime. Add the file on the page of the complaint."))
    if not asked and not can(actor, "evidence.add", complaint):
        raise NotAllowed()
    if complaint.state == ComplaintState.WITHDRAWN:
        raise WrongState(_("The complaint was withdrawn. Nothing can be added to it."))
    return locked


def _add(
    actor: Actor,
    vault: Vault,
    incoming: Incoming,
    kept: list[str],
    request: EvidenceRequest | None,
    **words: Any,
) -> EvidenceItem:
    if incoming.refusal is not None:
        raise incoming.refusal
    if incoming.vault_id != vault.pk or incoming.kind is None:
        raise ValueError("the file was sealed for another vault")
    twin = vault.items.filter(sha256=incoming.sha256).first()
    if twin is not None:
        raise InvalidInput.field(
            FIELD,
            _("“%(name)s” is here already, as file %(number)s.")
            % {"name": incoming.shown_name, "number": twin.position},
        )
    if vault.items.count() >= settings.EVIDENCE_MAX_FILES:
        raise too_many_files()
    check_total(vault, incoming.plain_size)
    name = incoming.keep()
    kept.append(name)
    item = EvidenceItem.objects.create(
        pk=incoming.item_id,
        vault=vault,
        position=(vault.items.aggregate(last=Max("position"))["last"] or 0) + 1,
        file_name=incoming.shown_name,
        media_type=incoming.kind.media_type,
        size=incoming.plain_size,
        sha256=incoming.sha256,
        state=EvidenceState.RECEIVED,
        side=custody.side_in(actor, vault) if request is None else "third_party",
        added_by_id=actor.user_id,
        storage_name=name,
        **words,
    )
    told = {} if request is None else {"side": item.side, "request": str(request.pk)}
    custody.write(actor=actor, act=Custody.RECEIVED, item=item, **told)
    queue.enqueue("evidence.examine_item", item_id=str(item.pk))
    return item


def check_total(vault: Vault, more: int) -> None:
    """Raise TooLarge when so many more bytes are beyond what the files of a complaint may take together."""
    most = settings.EVIDENCE_MAX_COMPLAINT_BYTES
    if (vault.items.aggregate(held=Sum("size"))["held"] or 0) + more > most:
        raise TooLarge(
            _("The files of a complaint may take at most %(limit)s together.") % {"limit": size_in_words(most)}
        )


def _check_words(title: str, description: str, captured_at: datetime | None) -> None:
    faults: dict[str, Any] = {}
    if len(title) > TITLE_MAX:
        faults["title"] = _("Use at most 200 characters.")
    if len(description) > DESCRIPTION_MAX:
        faults["description"] = _("Use at most 2,000 characters.")
    # A day's grace: the other side of the date line is already in tomorrow.
    if captured_at is not None and captured_at > timezone.now() + timedelta(days=1):
        faults["captured_at"] = _("The day must not lie in the future.")
    if faults:
        raise InvalidInput(errors=faults)


def _tell(actor: Actor, complaint: Complaint, count: int) -> None:
    several = count > 1
    timeline.write(
        actor=actor,
        subject=complaint,
        kind="evidence.added_several" if several else "evidence.added",
        data={"count": count} if several else {},
    )
    path = reverse("evidence:list", args=[complaint.reference])
    if custody.side_of(actor, complaint) != "complainant":
        tell_complainant(complaint=complaint, kind="evidence.added", path=path)
    if complaint.assigned_to_id is not None and complaint.assigned_to_id != actor.user_id:
        notifications.notify_users(
            user_ids=[complaint.assigned_to_id],
            kind="evidence.added",
            data={"reference": complaint.reference},
            path=path,
        )
