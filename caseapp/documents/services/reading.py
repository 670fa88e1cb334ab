"""Opening a document: allowed, written down where somebody else made it or it is of others, then handed out."""

from django.db import transaction
from django.utils.safestring import SafeString

from caseapp.audit import services as audit
from caseapp.complaints.enums import AccessKind
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.services import record_access
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
    """Letters bear names: whoever opens one about somebody else is written down; the complainant reads which side
    opened what it did not make itself.
    """
    if document.complaint is not None and is_complainant(actor, document.complaint):
        return
    own = document.authority_id in actor.authority_ids() or document.firm_id in actor.firm_ids()
    with transaction.atomic():
        if document.complaint is not None and not own:
            record_access(actor=actor, complaint=document.complaint, kind=AccessKind.DOCUMENTS)
        audit.record(
            actor=actor,
            action="documents.open",
            subject=document,
            chain=document_chain(document),
            facts={"document": document.reference, "shape": shape},
        )
