"""Keeping a draft: saved page by page, never overwritten in silence, thrown away when its time is over."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.models import Contact
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound, WrongState
from caseapp.core.sealing import seal_json
from caseapp.evidence import services as evidence
from caseapp.evidence.models import Vault
from caseapp.evidence.services import Added, Incoming
from caseapp.intake.models import KEPT_FOR, Draft
from caseapp.intake.selectors import draft_in_session, is_expired


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
    draft_id: UUID | None,
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
    if draft_id is None:
        draft = Draft(language=language)
    else:
        draft = locked_draft(actor, draft_id)
        held = draft.answers.get(slug, {})
        same_showing = bool(page) and held.get("page") == page
        if held.get("revision", 0) != revision and not same_showing:
            raise Overtaken(held.get("values", {}), held.get("revision", 0))
    draft.owner_id = actor.user_id if actor.is_signed_in else draft.owner_id
    draft.language = language
    draft.revision += 1
    draft.answers = {**draft.answers, slug: {"values": dict(values), "revision": draft.revision, "page": page}}
    draft.expires_at = timezone.now() + KEPT_FOR
    if contact is not None:
        given = asdict(contact)
        draft.sealed_contact = seal_json(given, context=_contact_context(draft)) if any(given.values()) else None
    draft.save()
    return draft


@transaction.atomic
def vault_for(*, actor: Actor, draft_id: UUID) -> Vault:
    """The vault of the draft, opened when its first file comes. Raises DraftExpired and AlreadyFiled."""
    draft = locked_draft(actor, draft_id)
    if draft.vault is None:
        draft.vault = evidence.open_vault(actor=_writer(draft))
        draft.save(update_fields=["vault", "updated_at"])
    return draft.vault


@transaction.atomic
def add_files(*, actor: Actor, draft_id: UUID, incoming: Sequence[Incoming], description: str = "") -> Added:
    """Put files into the draft's vault; good ones stay even when others are refused. See `evidence.add_items`.

    The record names no account: whether the complaint will be anonymous is decided on a later page.
    """
    draft = locked_draft(actor, draft_id)
    assert draft.vault is not None  # noqa: S101 - `vault_for` ran when the first byte came
    added = evidence.add_items(actor=_writer(draft), vault=draft.vault, incoming=incoming, description=description)
    if added.items:
        _touch(draft)
    return added


@transaction.atomic
def remove_file(*, actor: Actor, draft_id: UUID, item_id: UUID) -> None:
    """Take a file out of the draft again; one that is not there changes nothing."""
    draft = locked_draft(actor, draft_id)
    item = draft.vault.items.filter(pk=item_id).first() if draft.vault is not None else None
    if item is not None:
        evidence.remove_item(actor=_writer(draft), item=item)
        _touch(draft)


@transaction.atomic
def discard(*, actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away with its files, because its writer asked for it. A filed one is left alone."""
    draft = draft_in_session(actor, draft_id)
    if draft is not None and draft.complaint_id is None:
        _delete(draft)


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


def locked_draft(actor: Actor, draft_id: UUID) -> Draft:
    """The draft under lock, if the actor may write in it and it still stands."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise DraftExpired()
    if draft.owner_id is not None and draft.owner_id != actor.user_id:
        raise NotFound()
    if draft.complaint_id is not None:
        raise AlreadyFiled()
    if is_expired(draft):
        raise DraftExpired()
    return draft


def _writer(draft: Draft) -> Actor:
    """Whoever writes in a draft, as the record of its files knows them: nobody's account."""
    return Actor(language=draft.language)


def _touch(draft: Draft) -> None:
    """The draft changed: a check page shown before no longer says what would be sent."""
    draft.revision += 1
    draft.expires_at = timezone.now() + KEPT_FOR
    draft.save(update_fields=["revision", "expires_at", "updated_at"])


def _contact_context(draft: Draft) -> str:
    return f"intake.draft.sealed_contact:{draft.pk}"


def _delete(draft: Draft) -> None:
    vault = draft.vault if draft.complaint_id is None else None
    draft.delete()
    if vault is not None:
        evidence.discard_vault(vault=vault, actor=_writer(draft))
