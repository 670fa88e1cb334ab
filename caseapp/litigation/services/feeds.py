"""Giving out the secret address of one's hearings, and taking it back."""

from django.db import transaction

from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import NotAllowed
from caseapp.litigation.models import CalendarFeed

CHAIN = "calendar-feeds"


@transaction.atomic
def give_feed(*, actor: Actor) -> str:
    """A new secret for the actor's calendar, shown this once; an earlier address stops working at once.

    For people of a firm. Writes the audit, without the secret.
    """
    if not actor.is_lawyer:
        raise NotAllowed()
    secret = CalendarFeed.new_secret()
    CalendarFeed.objects.filter(user_id=actor.user_id or 0).delete()
    feed = CalendarFeed.objects.create(user_id=actor.user_id or 0, digest=CalendarFeed.digest_of(secret))
    audit.record(actor=actor, action="calendar_feeds.give", subject=feed, chain=CHAIN)
    return secret


@transaction.atomic
def revoke_feed(*, actor: Actor) -> None:
    """Take the address back: whoever reads it finds nothing from now on. Doing it twice changes nothing."""
    feed = CalendarFeed.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
    if feed is None:
        return
    audit.record(actor=actor, action="calendar_feeds.revoke", subject=feed, chain=CHAIN)
    feed.delete()
