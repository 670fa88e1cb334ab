"""What somebody has been told, and whether the mails about it arrived."""

from functools import lru_cache
from zoneinfo import available_timezones

from django.db.models import Prefetch, QuerySet

from caseapp.core.actors import Actor
from caseapp.notifications.enums import Channel
from caseapp.notifications.models import Delivery, Notice


def notices(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, newest first."""
    if actor.is_signed_in:
        return Notice.objects.filter(user_id=actor.user_id or 0)
    if actor.is_receipt_holder:
        return Notice.objects.filter(receipt_complaint=actor.complaint_id)
    return Notice.objects.none()


def unread_notices(actor: Actor) -> QuerySet[Notice]:
    """Those not seen yet."""
    return notices(actor).filter(read_at=None)


def notices_with_mails(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices, each with `mails`: what became of the mail about it, empty where none was wanted."""
    mails = Delivery.objects.filter(channel=Channel.EMAIL).defer("sealed_address")
    return notices(actor).prefetch_related(Prefetch("deliveries", queryset=mails, to_attr="mails"))


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The names of places whose clocks one can choose, in order; UTC first."""
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/"))
    )
    return ("UTC", *sorted(places))
