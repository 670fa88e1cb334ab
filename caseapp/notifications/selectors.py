"""What somebody has been told."""

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.notifications.models import Notice


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
