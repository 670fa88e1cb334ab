"""Hearings as a calendar that other programs read, under a secret address; its entries betray nothing."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from caseapp.accounts.selectors import actor_for
from caseapp.core.actors import Actor
from caseapp.core.calendars import Appointment, appointments
from caseapp.core.errors import NotFound
from caseapp.litigation.models import CalendarFeed, CivilSuit, Hearing

PAST_DAYS = 90
LENGTH = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Feed:
    """Whose feed it is, for the page that gives it out."""

    made_at: dt.datetime
    read_at: dt.datetime | None


def feed_of(actor: Actor) -> Feed | None:
    """The actor's own feed, without its secret, which is not kept."""
    found = CalendarFeed.objects.filter(user_id=actor.user_id or 0).first() if actor.is_signed_in else None
    return Feed(found.created_at, found.read_at) if found else None


def reader_of(secret: str) -> Actor:
    """Whom a secret address belongs to, as they are now: who left the firm sees nothing. NotFound for any other."""
    found = CalendarFeed.objects.select_related("user").filter(digest=CalendarFeed.digest_of(secret)).first()
    if found is None or not found.user.is_active:
        raise NotFound()
    CalendarFeed.objects.filter(pk=found.pk).update(read_at=timezone.now())
    return actor_for(found.user)


def hearings_calendar(actor: Actor, *, address: str) -> bytes:
    """The hearings of the suits that the actor's firms bring, in the court's own time; `address` leads to the suits."""
    suits = CivilSuit.objects.filter(case_file__firm_id__in=actor.firm_ids())
    since = timezone.now() - dt.timedelta(days=PAST_DAYS)
    rows = Hearing.objects.filter(suit__in=suits, starts_at__gte=since).order_by("starts_at", "pk")
    return appointments(
        [
            Appointment(
                key=f"hearing-{row.pk}",
                starts_at=row.starts_at,
                time_zone=row.time_zone,
                length=LENGTH,
                changed_at=row.updated_at,
                address=address,
            )
            for row in rows
        ]
    )
