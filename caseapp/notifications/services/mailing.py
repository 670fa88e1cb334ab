"""Carrying notices out of the service: one mail for all that is due to one person, claimed first and sent once."""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from caseapp.core import queue
from caseapp.notifications import gateways, schedule
from caseapp.notifications.enums import Channel, DeliveryState, MailMode
from caseapp.notifications.models import Delivery, Notice, Preference, address_digest
from caseapp.notifications.services.preferences import unsubscribe_token

OPEN = (DeliveryState.WAITING, DeliveryState.FAILED)


@dataclass(frozen=True)
class _Claim:
    """Notices of one reader that go in one mail now."""

    message_id: str
    delivery_ids: tuple[int, ...]
    address: str
    mail: EmailMessage


def send_due_mail(*, delivery_id: int) -> DeliveryState | None:
    """Send the mail that a delivery waits for, together with everything else that is due to the same person.

    The claim is committed before the mail server is called: a run that finds its own claim again knows that an earlier
    one ended in between, says “may not have been sent”, and does not send. Answers what became of it; None when there
    was nothing to do.
    """
    claim = _claim(delivery_id)
    if claim is None:
        return None
    carried = gateways.carry(claim.mail)
    with transaction.atomic():
        rows = Delivery.objects.select_for_update().filter(pk__in=claim.delivery_ids, state=DeliveryState.SENDING)
        sent = carried.state == DeliveryState.SENT
        values = {"state": carried.state, "fault": carried.fault, "updated_at": timezone.now()}
        if sent:
            values["sent_at"] = timezone.now()
        if carried.state != DeliveryState.FAILED:
            values["sealed_address"] = None
        rows.update(**values)
        if carried.state == DeliveryState.BOUNCED:
            first = Delivery.objects.select_related("notice").get(pk=claim.delivery_ids[0])
            mark_refused(notice=first.notice, address=claim.address, status=carried.status)
    return carried.state


def mark_refused(*, notice: Notice, address: str, status: str) -> None:
    """Remember that the reader's address sends mails back; the pages tell them, and no mail goes there again."""
    told = {
        "bounced_at": timezone.now(),
        "bounced_status": status[:12],
        "bounced_address": address_digest(address),
    }
    Preference.objects.update_or_create(
        **notice.reader, defaults=told, create_defaults={"mode": MailMode.AT_ONCE, **told}
    )


@transaction.atomic
def _claim(delivery_id: int) -> _Claim | None:
    lead = Delivery.objects.select_related("notice__user").get(pk=delivery_id)
    notice = lead.notice
    reader = {f"notice__{name}": value for name, value in notice.reader.items()}
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .filter(channel=Channel.EMAIL, state__in=[*OPEN, DeliveryState.SENDING], **reader)
        .select_related("notice__user")
        .order_by("pk")
    )
    lead = next((row for row in rows if row.pk == delivery_id), lead)
    message_id = _message_id(lead)
    if lead.state == DeliveryState.SENDING and lead.message_id == message_id:
        Delivery.objects.filter(message_id=message_id, state=DeliveryState.SENDING).update(
            state=DeliveryState.UNSURE, updated_at=timezone.now(), sealed_address=None
        )
        return None
    if lead.state not in OPEN:
        return None
    now = timezone.now()
    chosen = _choice(notice)
    address = notice.user.email if notice.user else lead.open_address()
    due = [row for row in rows if row.state in OPEN and (row.pk == lead.pk or (row.due_at or now) <= now)]
    if chosen.mode == MailMode.NONE or not address or chosen.refused(address):
        _settle(due, state=DeliveryState.SKIPPED, sealed_address=None)
        return None
    later = schedule.after_quiet(now, chosen.times())
    if later > now:
        _settle([lead], due_at=later)
        queue.enqueue("notifications.send_email", at=later, delivery_id=lead.pk)
        return None
    _settle(due, state=DeliveryState.SENDING, message_id=message_id)
    return _Claim(message_id, tuple(row.pk for row in due), address, _mail(lead, due, address, message_id))


def _settle(rows: list[Delivery], **values: object) -> None:
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(**values, updated_at=timezone.now())


def _choice(notice: Notice) -> Preference:
    default = MailMode.NONE if notice.user_id else MailMode.AT_ONCE
    return Preference.objects.filter(**notice.reader).first() or Preference(**notice.reader, mode=default)


def _mail(lead: Delivery, due: list[Delivery], address: str, message_id: str) -> EmailMessage:
    """That there is news and where to read it; nothing of the case, in the reader's language."""
    notice = lead.notice
    end = settings.SITE_URL + reverse("workspace:unsubscribe", args=[unsubscribe_token(notice)])
    thread = _thread_id(due)
    if notice.user:
        language, home, how = notice.user.language, "workspace:home", _ACCOUNT
    else:
        language, home, how = lead.language or settings.LANGUAGE_CODE, "complaints:follow", _RECEIPT
    with override(language):
        body = _(how) % {"address": settings.SITE_URL + reverse(home), "end": end}
        subject = _("News in Countenance")
    return EmailMessage(
        subject=subject,
        body=body,
        to=[address],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Message-ID": message_id,
            "In-Reply-To": thread,
            "References": thread,
        },
    )


_ACCOUNT = gettext_noop(
    "There is something new for you in Countenance.\n\nSign in to read it: %(address)s\n\n"
    "We never write about your case in a mail. No more mails: %(end)s"
)
_RECEIPT = gettext_noop(
    "There is something new for you in Countenance.\n\n"
    "Enter your receipt code to read it: %(address)s\n\n"
    "We never write about your case in a mail, and never ask for your code by mail. No more mails: %(end)s"
)


def _message_id(lead: Delivery) -> str:
    """The same for every attempt at one mail, so that a mail server that sees it twice keeps one."""
    return f"<{_keyed(f'mail:{lead.pk}')}@{_host()}>"


def _thread_id(due: list[Delivery]) -> str:
    """What mail programs hold together: one case where the mail is about one alone, else the reader. A keyed hash:
    the reference of the case is not in it.
    """
    notice = due[0].notice
    reader = f"user:{notice.user_id}" if notice.user_id else f"receipt:{notice.receipt_complaint}"
    cases = {str(row.notice.data.get("reference", "")) for row in due}
    case = cases.pop() if len(cases) == 1 else ""
    return f"<{_keyed(f'thread:{reader}:{case}')}.thread@{_host()}>"


def _keyed(text: str) -> str:
    told = hmac.new(settings.SECRET_KEY.encode(), f"notifications.{text}".encode(), hashlib.sha256)
    return told.hexdigest()[:32]


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
