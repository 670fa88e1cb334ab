"""Links for large files: good for a minute, once, and only in the session that asked for them."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for, receipt_actor
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.evidence.models import DownloadLink, EvidenceItem, Export

VALID_FOR = timedelta(seconds=60)
CONTINUES_FOR = timedelta(hours=1)
"""How long a download that has begun may ask for further parts: players and download managers do."""


def make_link(
    *, actor: Actor, session_key: str, item: EvidenceItem | None = None, export: Export | None = None
) -> DownloadLink:
    """A link to an original or an export that the actor may fetch. Raises NotAllowed."""
    if item is not None and not can(actor, "evidence.download", item):
        raise NotAllowed()
    if export is not None and not Export.objects.visible_to(actor).filter(pk=export.pk).exists():
        raise NotAllowed()
    whose = actor.user_id if actor.is_signed_in else actor.complaint_id
    if whose is None:
        raise NotAllowed()
    return DownloadLink.objects.create(
        item=item,
        export=export,
        session=_fingerprint(session_key),
        actor_kind=actor.kind,
        actor_id=whose,
        expires_at=timezone.now() + VALID_FOR,
    )


@transaction.atomic
def use_link(*, link_id: UUID, session_key: str | None, continues: bool = False) -> tuple[Actor, DownloadLink]:
    """Whose download this is, and of what. Raises NotFound when the link is too old, used, or another session's.

    `continues` says that only a later part is asked for, which may happen for an hour after the first. A session is
    asked for where there can be one; a host of its own for files has none (see docs/evidence.md).
    """
    link = DownloadLink.objects.select_for_update().filter(pk=link_id).first()
    now = timezone.now()
    if link is None or (session_key is not None and not constant_time_compare(link.session, _fingerprint(session_key))):
        raise NotFound()
    if link.used_at is None:
        if link.expires_at <= now:
            raise NotFound()
        link.used_at = now
        link.save(update_fields=["used_at"])
    elif not (continues and now - link.used_at <= CONTINUES_FOR):
        raise NotFound()
    if link.actor_kind == "receipt":
        return receipt_actor(link.actor_id, "en"), link
    user = User.objects.filter(pk=link.actor_id, is_active=True).first()
    if user is None:
        raise NotFound()
    return actor_for(user), link


def remove_old_links(*, actor: Actor = SYSTEM) -> int:
    """Forget links that nobody can use any more; answers how many."""
    gone, _by_model = DownloadLink.objects.filter(expires_at__lt=timezone.now() - 2 * CONTINUES_FOR).delete()
    return gone


def _fingerprint(session_key: str) -> str:
    return hashlib.sha256(f"evidence.link {session_key}".encode()).hexdigest()
