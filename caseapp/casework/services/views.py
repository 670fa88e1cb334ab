"""Keeping a list under a name, and telling its owner what it holds."""

import datetime as dt
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.casework.enums import Digest
from caseapp.casework.models import SavedView
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.notifications import services as notifications

LEFT_OUT = frozenset({"after", "before", "look", "view"})
"""Parts of an address that say where one stands in a list, not which list it is."""

QUERY_MAX = 2_000
DIGEST_DAYS = {Digest.DAILY: 1, Digest.WEEKLY: 7}

notifications.tell("casework.view_reached", _("“%(view)s” holds %(number)s complaints now."))
notifications.tell("casework.view_digest", _("“%(view)s” holds %(number)s complaints."))


@transaction.atomic
def save_view(
    *,
    actor: Actor,
    name: str,
    query: str,
    shared: bool = False,
    threshold: int | None = None,
    digest: str = Digest.NEVER,
    view: SavedView | None = None,
) -> SavedView:
    """Keep a list, or change one's own. Refuses an empty name, and one that the owner uses already."""
    authorities = actor.authority_ids()
    if not authorities or actor.user_id is None or (view is not None and not can(actor, "casework.change_view", view)):
        raise NotAllowed()
    text = " ".join(name.split())
    if not text:
        raise InvalidInput.field("name", _("Give the view a name."))
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in LEFT_OUT])[:QUERY_MAX]
    row = view or SavedView(authority_id=min(authorities), owner_id=actor.user_id)
    if row.threshold != threshold or row.query != kept:
        row.reached = False
    row.name, row.query, row.shared, row.threshold, row.digest = text[:80], kept, shared, threshold, digest
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise InvalidInput.field("name", _("You have a view of this name already.")) from twice
    return row


@transaction.atomic
def remove_view(*, actor: Actor, view: SavedView) -> None:
    """Forget a list; for its owner, and for a supervisor where it is shared."""
    if not can(actor, "casework.change_view", view):
        raise NotAllowed()
    view.delete()


@transaction.atomic
def tell_of(*, view: SavedView, number: int, shown: str, today: dt.date | None = None) -> None:
    """Tell the owner what a view holds, where they asked for it: once over the threshold, and as a digest."""
    today = today or timezone.localdate()
    path = f"/complaints/?{view.query}"
    data = {"view": view.name, "number": shown}
    if view.threshold is not None and (number >= view.threshold) != view.reached:
        view.reached = number >= view.threshold
        if view.reached:
            notifications.notify_users(user_ids=[view.owner_id], kind="casework.view_reached", data=data, path=path)
    days = DIGEST_DAYS.get(Digest(view.digest))
    if days and (view.digested_on is None or (today - view.digested_on).days >= days):
        view.digested_on = today
        notifications.notify_users(user_ids=[view.owner_id], kind="casework.view_digest", data=data, path=path)
    view.save(update_fields=["reached", "digested_on", "updated_at"])
