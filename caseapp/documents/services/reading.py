"""Opening a document: allowed, written down where somebody else made it or it is of others, then handed out."""

from django.db import transaction
from django.utils.safestring import SafeString

from caseapp.audit import services as audit
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.documents.models import Document
from caseapp.documents.services.making import document_chain
from caseapp.documents.writing.shapes import Written, as_docx, as_html


def open_html(*, actor: Actor, document: Document) -> SafeString:
    """The text for a page. `document` comes from `document_by_reference`, which asked the policy."""
    _note(actor, document, "html")
    return as_html(Written.of(document.content()))


def open_pdf(*, actor: Actor, document: Document) -> bytes:
    """The frozen PDF."""
    _note(actor, document, "pdf")
    return document.pdf()


def open_docx(*, actor: Actor, document: Document) -> bytes:
    """The content as a Word file, for going on with it by hand."""
    _note(actor, document, "docx")
    return as_docx(Written.of(document.content()), made=document.made_at)


def _note(actor: Actor, document: Document, shape: str) -> None:
    """Letters bear names: whoever opens one that is about somebody else is written down."""
    if document.complaint is not None and is_complainant(actor, document.complaint):
        return
    with transaction.atomic():
        audit.record(
            actor=actor,
            action="documents.open",
            subject=document,
            chain=document_chain(document),
            facts={"document": document.reference, "shape": shape},
        )
