"""Documents as a given actor may see them."""

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.documents.models import Document
from caseapp.documents.querysets import DocumentQuerySet


def documents(actor: Actor) -> DocumentQuerySet:
    """What the actor may read, with what a list names and without the sealed bytes."""
    return Document.objects.visible_to(actor).listed().select_related("complaint", "authority", "firm", "template")


def documents_of(actor: Actor, complaint: Complaint) -> DocumentQuerySet:
    """The documents of a complaint, newest first."""
    return documents(actor).filter(complaint=complaint)


def documents_of_matter(actor: Actor, matter: str) -> DocumentQuerySet:
    """The documents of an investigation or a case file by its reference, newest first."""
    return documents(actor).filter(matter=matter)


def document_by_reference(actor: Actor, reference: str) -> Document:
    """One document with its content, or NotFound: what is not visible does not exist."""
    found: Document | None = (
        Document.objects.visible_to(actor)
        .select_related("complaint", "authority", "firm", "template")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise NotFound()
    return found
