"""Carries notices out of the service."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.accounts.models import User
from caseapp.core import queue
from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.models import Delivery

SEND_AGAIN_AFTER_SECONDS = 300


@queue.task("notifications.send_email")
def send_email(delivery_id: int) -> None:
    """Send one mail: that there is news, and where to read it; nothing of the case itself."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).select_related("notice__user").get(pk=delivery_id)
        if delivery.state == DeliveryState.SENT:
            return
        mail = _to_account(delivery.notice.user) if delivery.notice.user else _to_receipt_holder(delivery)
        if mail is None:
            return
        try:
            mail.send()
        except OSError as fault:
            delivery.state, delivery.fault = DeliveryState.FAILED, type(fault).__name__
        else:
            delivery.state, delivery.sent_at, delivery.fault = DeliveryState.SENT, timezone.now(), ""
            delivery.sealed_address = None
        delivery.save(update_fields=["state", "sent_at", "fault", "sealed_address", "updated_at"])
    if delivery.state == DeliveryState.FAILED:
        raise queue.Retry(SEND_AGAIN_AFTER_SECONDS)


def _to_account(user: User) -> EmailMessage:
    with override(user.language):
        return _mail(
            user.email,
            _(
                "There is something new for you in Countenance.\n\nSign in to read it: %(address)s\n\n"
                "We never write about your case in a mail. You can turn these mails off on your account page."
            )
            % {"address": settings.SITE_URL + "/home/"},
        )


def _to_receipt_holder(delivery: Delivery) -> EmailMessage | None:
    """The mail to an address that came with a complaint filed without an account; None once it is forgotten."""
    address = delivery.open_address()
    if not address:
        return None
    with override(delivery.language or settings.LANGUAGE_CODE):
        return _mail(
            address,
            _(
                "There is something new for you in Countenance.\n\n"
                "Enter your receipt code to read it: %(address)s\n\n"
                "We never write about your case in a mail, and never ask for your code by mail."
            )
            % {"address": settings.SITE_URL + "/follow/"},
        )


def _mail(to: str, body: str) -> EmailMessage:
    return EmailMessage(
        subject=_("News in Countenance"), body=body, to=[to], headers={"Auto-Submitted": "auto-generated"}
    )
