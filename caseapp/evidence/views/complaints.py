"""The complaint that a page about evidence belongs to."""

from django.http import HttpRequest

from caseapp.complaints.models import Complaint
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.core.errors import NotFound
from caseapp.core.policies import can


def complaint_with_evidence(request: HttpRequest, reference: str) -> Complaint:
    """The complaint, for those who were given its evidence; for all others there is no such page."""
    actor = request.actor  # type: ignore[attr-defined]
    complaint = complaint_by_reference(actor, reference)
    if not can(actor, "complaints.view_evidence", complaint):
        raise NotFound()
    return complaint
