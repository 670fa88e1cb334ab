"""Carries notices out of the service."""

from caseapp.core import queue
from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.services import send_due_mail

SEND_AGAIN_AFTER_SECONDS = 300


@queue.task("notifications.send_email")
def send_email(delivery_id: int) -> None:
    """Send the mail that a delivery waits for; tried again while the mail server surely did not take it."""
    if send_due_mail(delivery_id=delivery_id) == DeliveryState.FAILED:
        raise queue.Retry(SEND_AGAIN_AFTER_SECONDS)
