"""Which archives a complainant has."""

from uuid import UUID

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.personal.models import TakeOut


def newest_take_out(actor: Actor, complaint: Complaint) -> TakeOut | None:
    """The newest archive of a complaint, for its complainant."""
    found: TakeOut | None = TakeOut.objects.visible_to(actor).filter(complaint=complaint).select_related("job").first()
    return found


def take_out(actor: Actor, identifier: UUID) -> TakeOut:
    """One archive, or NotFound."""
    found: TakeOut | None = (
        TakeOut.objects.visible_to(actor).select_related("job", "complaint").filter(pk=identifier).first()
    )
    if found is None:
        raise NotFound()
    return found
