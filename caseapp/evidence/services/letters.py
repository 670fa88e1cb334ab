"""Writing to the other side with files attached: each attachment is an exhibit like any other, with its custody."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from caseapp.complaints import services as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Message
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.evidence.services.items import add_items
from caseapp.evidence.services.vaults import vault_of
from caseapp.evidence.uploads import Incoming


@transaction.atomic
def write_letter(*, actor: Actor, complaint: Complaint, body: str, incoming: Sequence[Incoming] = ()) -> Message:
    """Write to the other side, which is told; where the authority waits for the complainant's answer, this is it.

    The files become evidence of the complaint and hang on the message. All or nothing: a refused file keeps the message
    from being sent. Raises what `complaints.write_message`, `complaints.reply` and `add_items` refuse, faults of the
    text on the field `message`.
    """
    for each in incoming:
        if each.refusal is not None:
            raise each.refusal
    try:
        if complaint.state == ComplaintState.AWAITING_COMPLAINANT and is_complainant(actor, complaint):
            complaints.reply(actor=actor, complaint=complaint, message=body)
            message = Message.objects.filter(complaint=complaint).latest("pk")
        else:
            message = complaints.write_message(actor=actor, complaint=complaint, body=body)
    except InvalidInput as refusal:
        faults: dict[str, Any] = dict(refusal.errors)
        if "body" in faults:
            faults["message"] = faults.pop("body")
        raise InvalidInput(errors=faults) from refusal
    if incoming:
        vault = vault_of(actor=actor, complaint=complaint)
        added = add_items(actor=actor, vault=vault, incoming=incoming, message=message)
        if added.refusals:
            raise added.refusals[0]
    return message
