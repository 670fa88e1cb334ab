"""Which shape a page has for its reader, and where it leads back to."""

from django.urls import NoReverseMatch, reverse

from caseapp.complaints.models import Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.documents.models import Document


def base_for(actor: Actor, complaint: Complaint | None) -> str:
    """The complainant's own shape, or the desk's."""
    own = complaint is not None and is_complainant(actor, complaint)
    return "base_public.html" if own or actor.is_complainant else "base_desk.html"


def way_back(actor: Actor, document: Document) -> str:
    """The page that the document belongs to."""
    if document.complaint is not None:
        return reverse("documents:of_complaint", args=[document.complaint.reference])
    for name in ("litigation:documents", "enforcement:investigation"):
        try:
            return reverse(name, args=[document.matter])
        except NoReverseMatch:
            continue
    return reverse("workspace:home")
