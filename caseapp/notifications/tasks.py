"""Carries notices out of the service."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.core import queue
from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.models import Delivery

SEND_AGAIN_AFTER_SECONDS = 300


@queue.task("notifications.send_email")
def send_email(delivery_id: int) -> None:
    """Send one mail: that there is news, and where to read it; nothing of the case itself."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().select_related("notice__user").get(pk=delivery_id)
        if delivery.state == DeliveryState.SENT or delivery.notice.user is None:
            return
        user = delivery.notice.user
        with override(user.language):
            mail = EmailMessage(
                subject=_("News in Countenance"),
                body=_(
                    "There is something new for you in Countenance.\n\nSign in to read it: %(address)s\n\n"
                    "We never write about your case in a mail. You can turn these mails off on your account page."
                )
                % {"address": settings.SITE_URL + "/home/"},
                to=[user.email],
                headers={"Auto-Submitted": "auto-generated"},
            )
        try:
            mail.send()
        except OSError as fault:
            delivery.state, delivery.fault = DeliveryState.FAILED, type(fault).__name__
        else:
            delivery.state, delivery.sent_at, delivery.fault = DeliveryState.SENT, timezone.now(), ""
        delivery.save(update_fields=["state", "sent_at", "fault", "updated_at"])
    if delivery.state == DeliveryState.FAILED:
        raise queue.Retry(SEND_AGAIN_AFTER_SECONDS)
