"""Messages to and fro, and what the complainant is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint, Identity, Message
from caseapp.complaints.workflow import chain
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.notifications import services as notifications

MESSAGE_MAX = 10_000

timeline.tell("complaints.message", _("A message was written."))
notifications.tell("complaints.news", _("There is news on complaint %(reference)s."))
notifications.tell("complaints.message", _("There is a new message on complaint %(reference)s."))
notifications.tell("complaints.request", _("The authority asks you something about complaint %(reference)s."))


def tell_complainant(
    *, complaint: Complaint, kind: str = "complaints.news", data: Mapping[str, Any] | None = None, path: str = ""
) -> None:
    """Put a notice where the complainant will find it: in their account, or behind their receipt code.

    Somebody without an account who gave an e-mail address gets a mail as well, which says nothing of the case.
    """
    told = {"reference": complaint.reference, **(data or {})}
    path = path or f"/complaints/{complaint.reference}/"
    if complaint.owner_id is not None:
        notifications.notify_users(user_ids=[complaint.owner_id], kind=kind, data=told, path=path)
    else:
        held = None if complaint.anonymous else Identity.objects.filter(complaint=complaint).first()
        notifications.notify_receipt_holder(
            complaint_id=complaint.pk,
            kind=kind,
            data=told,
            path=path,
            email=held.contact().email if held is not None else "",
            language=complaint.language,
        )


@transaction.atomic
def write_message(*, actor: Actor, complaint: Complaint, body: str) -> Message:
    """Write to the other side. The complainant is told; an officer who has the case is told.

    For the complainant and the authority that has it. Raises InvalidInput on the field `body`.
    """
    if not can(actor, "complaints.write_message", complaint):
        raise NotAllowed()
    message = post(actor=actor, complaint=complaint, body=body)
    timeline.write(actor=actor, subject=complaint, kind="complaints.message")
    audit.record(
        actor=actor,
        action="complaints.message",
        subject=complaint,
        chain=chain(complaint),
        facts={"message": message.pk, "body": audit.digest(body)},
    )
    if message.side == "authority":
        tell_complainant(complaint=complaint, kind="complaints.message")
    elif complaint.assigned_to_id is not None:
        notifications.notify_users(
            user_ids=[complaint.assigned_to_id],
            kind="complaints.message",
            data={"reference": complaint.reference},
            path=f"/complaints/{complaint.reference}/",
        )
    return message


def post(
    *, actor: Actor, complaint: Complaint, body: str, is_request: bool = False, due_on: date | None = None
) -> Message:
    """Store a message, checked for shape; the services that call it write the record and tell the other side."""
    text = body.strip()
    if not text:
        raise InvalidInput.field("body", _("Write your message."))
    if len(text) > MESSAGE_MAX:
        raise InvalidInput.field("body", _("Use at most 10,000 characters."))
    return Message.objects.create(
        complaint=complaint,
        side="authority" if complaint.authority_id in actor.authority_ids() else actor.side,
        author_id=actor.user_id,
        body=text,
        is_request=is_request,
        due_on=due_on,
    )
