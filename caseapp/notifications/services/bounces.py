"""Mails that came back: the report of the mail server (RFC 3464) finds the mail by its Message-ID."""

from email import message_from_bytes, policy
from email.message import Message

from django.db import transaction

from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.models import Delivery
from caseapp.notifications.services.mailing import mark_refused


@transaction.atomic
def record_bounce(*, report: bytes) -> int:
    """Take a report as the mail server wrote it. A mail refused for good is marked as come back, and its reader is told
    on their pages that the address does not work; a delay changes nothing. Answers how many notices were in the mail.

    Only the status is kept of the report. 0 for what is no report, is about a delay, or is about no mail of ours.
    """
    message = message_from_bytes(report, policy=policy.compat32)
    status, address = _failure(message)
    message_id = _about(message)
    if not status or not message_id:
        return 0
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .select_related("notice__user")
        .filter(message_id=message_id)
        .exclude(state=DeliveryState.BOUNCED)
    )
    if not rows:
        return 0
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state=DeliveryState.BOUNCED, fault=status)
    notice = rows[0].notice
    mark_refused(notice=notice, address=notice.user.email if notice.user else address, status=status)
    return len(rows)


def _failure(message: Message) -> tuple[str, str]:
    """The status of a failure for good and the address it is about; empty for anything else."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload() if isinstance(part.get_payload(), list) else []:
            if not isinstance(block, Message):
                continue
            if str(block.get("Action", "")).strip().lower() == "failed":
                recipient = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
                status = str(block.get("Status", "")).split("(")[0].strip() or "5.0.0"
                return status[:12], recipient.rpartition(";")[2].strip()
    return "", ""


def _about(message: Message) -> str:
    """The Message-ID of the mail that came back, from the copy of it or of its head."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            inner = part.get_payload()[0]  # type: ignore[index]
            if isinstance(inner, Message) and inner.get("Message-ID"):
                return str(inner["Message-ID"]).strip()
        if kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            if isinstance(text, bytes):
                return str(message_from_bytes(text).get("Message-ID", "")).strip()
    return ""
