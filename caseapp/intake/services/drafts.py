"""Keeping a draft: saved page by page, never overwritten in silence, thrown away when its time is over."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import KEYED_IN
from caseapp.complaints.models import Contact
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.core.references import new_receipt_code
from caseapp.evidence import services as evidence
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.evidence.services import Added, Incoming
from caseapp.intake.models import KEPT_FOR, Draft
from caseapp.intake.selectors import is_expired


class DraftExpired(DomainError):
    """The draft's time is over, or it is gone already."""

    code = "draft_expired"
    status = 410
    title = _("Your draft has expired")


class AlreadyFiled(WrongState):
    """The draft became a complaint; there is nothing left to change."""

    code = "already_filed"
    title = _("This complaint is already filed")


class Overtaken(WrongState):
    """Another tab saved this page after it was shown here; `stored` holds what it saved, `revision` its revision."""

    code = "overtaken"
    title = _("These answers were changed in another window")

    def __init__(self, stored: Mapping[str, Any], revision: int) -> None:
        self.stored = dict(stored)
        self.revision = revision
        super().__init__()


@transaction.atomic
def save_page(
    *,
    actor: Actor,
    draft: Draft | None,
    slug: str,
    values: Mapping[str, Any],
    revision: int,
    page: str,
    language: str,
    contact: Contact | None = None,
) -> Draft:
    """Store one page's answers; without a draft, begin one. Pushes the expiry back and takes over an ownerless draft.

    `revision` and `page` are the marks the page was shown with: the save is refused (Overtaken) when another showing
    of the page was saved since. Other pages' answers stay. Raises DraftExpired and AlreadyFiled. Tells nobody.
    """

    def put(row: Draft) -> Draft:
        contents = row.contents()
        held = contents["pages"].get(slug, {})
        same_showing = bool(page) and held.get("page") == page
        if held.get("revision", 0) != revision and not same_showing:
            raise Overtaken(held.get("values", {}), held.get("revision", 0))
        row.revision += 1
        contents["pages"][slug] = {"values": dict(values), "revision": row.revision, "page": page}
        if contact is not None:
            contents["contact"] = {name: value for name, value in asdict(contact).items() if value}
        row.keep(contents)
        if actor.is_signed_in:
            row.owner_id = actor.user_id
            row.keep_code()
        row.language = language
        row.expires_at = timezone.now() + KEPT_FOR
        return row

    if draft is None:
        fresh = put(_begun())
        fresh.save(force_insert=True)
        return fresh
    _refuse_unless_open(actor, draft)
    read_at = draft.revision
    if _replaced(put(draft), read_at):
        return draft
    # Somebody else saved between our reading and our writing: once more, on what stands there now.
    locked = put(locked_draft(actor, draft))
    locked.save()
    return locked


@transaction.atomic
def begin_at_the_desk(*, actor: Actor, channel: str, received_on: dt.date, language: str) -> Draft:
    """Begin the draft of a complaint that came on paper, by telephone or at the counter, and is keyed in by an officer.

    It belongs to the officer's account until it is filed. Raises NotAllowed for everybody else, InvalidInput.
    """
    if not actor.is_officer:
        raise NotAllowed()
    if channel not in KEYED_IN:
        raise InvalidInput.field("channel", _("This is not one of the choices."))
    draft = _begun()
    draft.language = language
    draft.owner_id = actor.user_id
    draft.expires_at = timezone.now() + KEPT_FOR
    desk = {"channel": channel, "received_on": received_on.isoformat()}
    draft.keep({"pages": {}, "contact": {}, "desk": desk})
    draft.keep_code()
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def vault_for(*, actor: Actor, draft: Draft) -> Vault:
    """The vault of the draft, opened when its first file comes. Raises DraftExpired and AlreadyFiled."""
    locked = locked_draft(actor, draft)
    if locked.vault is None:
        locked.vault = evidence.open_vault(actor=_writer(locked))
        locked.save(update_fields=["vault", "updated_at"])
    return locked.vault


@transaction.atomic
def add_files(*, actor: Actor, draft: Draft, incoming: Sequence[Incoming], description: str = "") -> Added:
    """Put files into the draft's vault; good ones stay even when others are refused. See `evidence.add_items`.

    The record names no account: whether the complaint will be anonymous is decided on a later page.
    """
    locked = locked_draft(actor, draft)
    assert locked.vault is not None  # noqa: S101 - `vault_for` ran when the first byte came
    added = evidence.add_items(actor=_writer(locked), vault=locked.vault, incoming=incoming, description=description)
    if added.items:
        _touch(locked)
    return added


def add_file(*, actor: Actor, draft: Draft, incoming: Incoming, description: str = "") -> EvidenceItem:
    """Put one file into the draft's vault: `add_files` for one, raising what it refuses."""
    added = add_files(actor=actor, draft=draft, incoming=[incoming], description=description)
    if added.refusals:
        raise added.refusals[0]
    return added.items[0]


@transaction.atomic
def remove_file(*, actor: Actor, draft: Draft, item_id: UUID) -> None:
    """Take a file out of the draft again; one that is not there changes nothing."""
    locked = locked_draft(actor, draft)
    item = locked.vault.items.filter(pk=item_id).first() if locked.vault is not None else None
    if item is not None:
        evidence.remove_item(actor=_writer(locked), item=item)
        _touch(locked)


@transaction.atomic
def discard(*, actor: Actor, draft: Draft) -> None:
    """Throw a draft away with its files, because its writer asked for it. A filed one is left alone."""
    locked = Draft.objects.select_for_update(of=("self",)).select_related("vault").filter(pk=draft.pk).first()
    if locked is not None and locked.complaint_id is None and locked.owner_id in {None, actor.user_id}:
        _delete(locked)


def expire_drafts(limit: int = 500) -> int:
    """Delete drafts whose time is over, each with its files; returns how many. Safe to run twice at once.

    The row of a filed draft only remembers which complaint it became; it goes too, and the complaint stays.
    """
    gone = 0
    while gone < limit:
        with transaction.atomic():
            draft = (
                Draft.objects.select_for_update(skip_locked=True)
                .filter(expires_at__lte=timezone.now())
                .order_by("expires_at")
                .first()
            )
            if draft is None:
                break
            _delete(draft)
            gone += 1
    return gone


def locked_draft(actor: Actor, draft: Draft) -> Draft:
    """The draft's row under lock, if the actor may write in it and it still stands; it keeps the code of `draft`."""
    locked = Draft.objects.select_for_update(of=("self",)).select_related("vault").filter(pk=draft.pk).first()
    if locked is None:
        raise DraftExpired()
    locked.code = draft.code
    _refuse_unless_open(actor, locked)
    return locked


def _refuse_unless_open(actor: Actor, draft: Draft) -> None:
    if draft.owner_id is not None and draft.owner_id != actor.user_id:
        raise NotFound()
    if draft.complaint_id is not None:
        raise AlreadyFiled()
    if is_expired(draft):
        raise DraftExpired()


def _begun() -> Draft:
    """A draft with a code of its own, not saved yet."""
    draft = Draft()
    draft.code = new_receipt_code()
    draft.lookup = Draft.lookup_of(draft.code)
    return draft


def _replaced(draft: Draft, read_at: int) -> bool:
    """Write the row in one statement, if it still is as it was read; False when somebody wrote it since."""
    draft.updated_at = timezone.now()
    names = ("sealed", "sealed_code", "owner_id", "language", "revision", "expires_at", "updated_at")
    still = Draft.objects.filter(pk=draft.pk, revision=read_at, complaint=None)
    return still.update(**{name: getattr(draft, name) for name in names}) == 1


def _writer(draft: Draft) -> Actor:
    """Whoever writes in a draft, as the record of its files knows them: nobody's account, and no hour."""
    return Actor(language=draft.language, to_the_day=True)


def _touch(draft: Draft) -> None:
    """The draft changed: a check page shown before no longer says what would be sent."""
    draft.revision += 1
    draft.expires_at = timezone.now() + KEPT_FOR
    draft.save(update_fields=["revision", "expires_at", "updated_at"])


def _delete(draft: Draft) -> None:
    vault = draft.vault if draft.complaint_id is None else None
    draft.delete()
    if vault is not None:
        evidence.discard_vault(vault=vault, actor=_writer(draft))
