"""Internal notes: written by officers for their own authority, apart from everything a complainant or firm can read."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.casework.models import InternalNote
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can

NOTE_MAX = 4_000


@transaction.atomic
def write_internal_note(*, actor: Actor, complaint: Complaint, body: str) -> InternalNote:
    """Keep a note for the officers of the authority that has the complaint. Nobody is told; the audit has its digest.

    Raises NotAllowed for all others, and InvalidInput on `body`.
    """
    if complaint.authority_id is None or not can(actor, "casework.write_note", complaint):
        raise NotAllowed()
    words = body.strip()
    if not words or len(words) > NOTE_MAX:
        raise InvalidInput.field("body", _("Write a note of at most 4,000 characters."))
    note = InternalNote(complaint=complaint, authority_id=complaint.authority_id, by_id=actor.user_id)
    note.seal_body(words)
    note.save()
    audit.record(
        actor=actor,
        action="casework.write_note",
        subject=complaint,
        chain=chain(complaint),
        facts={"note": note.pk, "body": audit.digest(words)},
    )
    return note
