"""Coming back without the receipt code, by an address that was left for that: a key by mail, a new code on the page.

The mail holds a key for one use and never the code. Whoever knows the address can have a mail sent and no more: the
code goes on to work until the key from the mailbox was entered.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from caseapp.accounts.services import end_receipt_sessions
from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint, ReceiptCode, RecoveryContact, RecoveryRequest
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.services.receipts import (
    ATTEMPTS,
    ATTEMPTS_WITHIN_SECONDS,
    issue_receipt_code,
    receipt_holder,
)
from caseapp.complaints.workflow import chain
from caseapp.core import queue, throttle, timeline
from caseapp.core.actors import Actor, day_of
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.references import in_groups, new_receipt_code, normalise_receipt_code
from caseapp.notifications import services as notifications
from caseapp.notifications.enums import DeliveryState

KEY_STANDS_FOR = dt.timedelta(hours=1)
MAILS_MOST = 3
"""Requests for one address within an hour; twice as many come from one client."""

_HOUR_SECONDS = 3600

timeline.tell("complaints.code_renewed", gettext_lazy("A new receipt code was made; the earlier one opens nothing."))
notifications.tell(
    "complaints.code_renewed",
    gettext_lazy(
        "A new receipt code was made through the address that was left for recovery. The earlier code opens nothing."
    ),
)


@dataclass(frozen=True)
class Renewed:
    """The complaint and its new code, the only time that it exists in the clear."""

    complaint: Complaint
    receipt_code: str


def keep_recovery_address(complaint: Complaint, address: str) -> None:
    """Leave an address for recovery with a complaint that has none; nothing for an empty one. Part of a change that
    asked who may.
    """
    if address:
        RecoveryContact.of(complaint, address).save()


@transaction.atomic
def change_recovery_address(*, actor: Actor, complaint: Complaint, address: str) -> None:
    """The complainant without an account leaves another address for recovery, or with an empty one takes it back.

    Tells nobody; the audit holds that it was done, and nothing of the address. Raises InvalidInput, NotAllowed.
    """
    if not is_complainant(actor, complaint):
        raise NotAllowed()
    if complaint.owner_id is not None:
        raise WrongState(gettext_lazy("This complaint is followed by an account and has no receipt code."))
    if address:
        try:
            validate_email(address)
        except ValidationError as fault:
            raise InvalidInput.field(
                "address", gettext_lazy("Enter an e-mail address such as name@example.org.")
            ) from fault
    RecoveryContact.objects.filter(complaint=complaint).delete()
    keep_recovery_address(complaint, address)
    if complaint.anonymous:
        _forget_the_hour(complaint)
    audit.record(
        actor=actor,
        action="complaints.change_recovery_address",
        subject=complaint,
        chain=chain(complaint),
        facts={"kept": bool(address)},
    )


@transaction.atomic
def ask_for_recovery(*, address: str, language: str, throttle_key: str) -> None:
    """Somebody lost a code and types the address they left. The same is done, and takes the same time, for an address
    that nobody left: a sealed row for the worker, which looks later.

    Raises TooManyRequests after six requests an hour from one client, or three for one address.
    """
    throttle.hit("recovery", throttle_key, limit=2 * MAILS_MOST, seconds=_HOUR_SECONDS)
    throttle.hit("recovery_address", RecoveryContact.lookup_of(address), limit=MAILS_MOST, seconds=_HOUR_SECONDS)
    request = RecoveryRequest(language=language)
    request.seal_address(address)
    request.save(force_insert=True)
    queue.enqueue("complaints.answer_recovery", request_id=str(request.pk))


def answer_recovery(*, request_id: UUID) -> bool:
    """Mail a key for each complaint that the typed address was left for, to the address as it was left.

    The request is deleted once all mails are out; False while the mail server took one not: run again, it sends fresh
    keys, and the last one sent counts.
    """
    request = RecoveryRequest.objects.filter(pk=request_id).first()
    if request is None:
        return True
    typed = request.address()
    for contact in RecoveryContact.objects.filter(lookup=RecoveryContact.lookup_of(typed)).select_related("complaint"):
        key = new_receipt_code()
        # Not `save`: when the row was last changed would be the hour at which somebody anonymous was here.
        RecoveryContact.objects.filter(pk=contact.pk).update(
            key_lookup=RecoveryContact.key_lookup_of(key), key_until=timezone.now() + KEY_STANDS_FOR
        )
        if notifications.carry(_mail(contact.address(typed), key, request.language)).state == DeliveryState.FAILED:
            return False
    request.delete()
    return True


@transaction.atomic
def renew_receipt_code(*, key: str, throttle_key: str) -> Renewed:
    """Make a new receipt code with the key of a mail; the earlier code, the key and browsers that were let in by
    the earlier code open nothing from now on.

    Writes timeline and audit and leaves a notice in the service, none with anything of the person. A wrong, used and
    expired key get the same words. Raises InvalidInput on the field `key`, TooManyRequests.
    """
    throttle.check("recovery_key", throttle_key, limit=ATTEMPTS, seconds=ATTEMPTS_WITHIN_SECONDS)
    found = (
        RecoveryContact.objects.select_for_update(of=("self",))
        .select_related("complaint__jurisdiction")
        .filter(key_lookup=RecoveryContact.key_lookup_of(normalise_receipt_code(key) or ""))
        .filter(key_until__gt=timezone.now())
        .first()
    )
    if found is None:
        throttle.hit("recovery_key", throttle_key, limit=ATTEMPTS, seconds=ATTEMPTS_WITHIN_SECONDS)
        raise InvalidInput.field(
            "key", gettext_lazy("This is not the key of a mail that still counts. Compare it, or ask for another one.")
        )
    complaint = found.complaint
    actor = receipt_holder(complaint)
    RecoveryContact.objects.filter(pk=found.pk).update(key_lookup=None, key_until=None)
    ReceiptCode.objects.filter(complaint=complaint).delete()
    end_receipt_sessions(complaint_id=complaint.pk)
    code = issue_receipt_code(complaint)
    if complaint.anonymous:
        _forget_the_hour(complaint)
    timeline.write(actor=actor, subject=complaint, kind="complaints.code_renewed")
    audit.record(actor=actor, action="complaints.renew_receipt_code", subject=complaint, chain=chain(complaint))
    notifications.notify_receipt_holder(
        complaint_id=complaint.pk,
        kind="complaints.code_renewed",
        path=f"/complaints/{complaint.reference}/",
    )
    return Renewed(complaint, code)


def expire_recovery_keys() -> int:
    """Forget keys of mails whose time is over; answers how many."""
    return RecoveryContact.objects.filter(key_until__lte=timezone.now()).update(key_lookup=None, key_until=None)


def _forget_the_hour(complaint: Complaint) -> None:
    day = day_of(timezone.now())
    for model in (ReceiptCode, RecoveryContact):
        model.objects.filter(complaint=complaint).update(created_at=day, updated_at=day)  # type: ignore[attr-defined]


def _mail(address: str, key: str, language: str) -> EmailMessage:
    """The key and where to type it; nothing of a complaint, and no link that holds the key."""
    with override(language):
        page = settings.SITE_URL + reverse("complaints:recovery_key")
        body = _(
            "Somebody typed this address in Countenance to get back in without a code.\n\n"
            "If it was you, enter this key within one hour at %(page)s\n\n%(key)s\n\n"
            "If it was not you, do nothing: nothing has changed."
        ) % {"page": page, "key": in_groups(key)}
        subject = _("Your key for Countenance")
    return EmailMessage(subject=subject, body=body, to=[address], headers={"Auto-Submitted": "auto-generated"})
