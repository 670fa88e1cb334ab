"""Internal notes of a complaint, for the authority that wrote them."""

from django.db.models import QuerySet

from caseapp.casework.models import InternalNote
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor


def notes_of(actor: Actor, complaint: Complaint) -> QuerySet[InternalNote]:
    """The notes of the actor's own authorities on a complaint, newest first; none for anybody else."""
    found: QuerySet[InternalNote] = InternalNote.objects.visible_to(actor).filter(complaint=complaint)
    return found.select_related("by", "authority")
