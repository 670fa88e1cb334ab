"""Documents: those of a complaint, one to read, and its files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caseapp.accounts.access import known
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.core.paging import keyset_page
from caseapp.core.views.requests import ActorRequest
from caseapp.documents import selectors, services
from caseapp.documents.models import Document
from caseapp.documents.views.shown import base_for, way_back

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@known
@require_safe
def complaint_documents(request: ActorRequest, reference: str) -> HttpResponse:
    """Every document of a complaint that the reader may read, newest first."""
    complaint = complaint_by_reference(request.actor, reference)
    page = keyset_page(selectors.documents_of(request.actor, complaint), request.GET)
    return render(
        request,
        "documents/list.html",
        {"base": base_for(request.actor, complaint), "complaint": complaint, "page": page},
    )


@known
@never_cache
@require_safe
def document(request: ActorRequest, reference: str) -> HttpResponse:
    """One document to read, with its fingerprint and what it was made from."""
    found = selectors.document_by_reference(request.actor, reference)
    return render(
        request,
        "documents/document.html",
        {
            "base": base_for(request.actor, found.complaint),
            "document": found,
            "text": services.open_html(actor=request.actor, document=found),
            "back": way_back(request.actor, found),
            "review": selectors.review_of(found.template, at=found.made_at),
        },
    )


@known
@never_cache
@require_safe
def pdf(request: ActorRequest, reference: str) -> HttpResponse:
    """The frozen PDF."""
    found = selectors.document_by_reference(request.actor, reference)
    return _file(found, services.open_pdf(actor=request.actor, document=found), "application/pdf", "pdf")


@known
@never_cache
@require_safe
def docx(request: ActorRequest, reference: str) -> HttpResponse:
    """The content as a Word file."""
    found = selectors.document_by_reference(request.actor, reference)
    return _file(found, services.open_docx(actor=request.actor, document=found), DOCX, "docx")


def _file(found: Document, content: bytes, media_type: str, ending: str) -> HttpResponse:
    name = content_disposition_header(True, f"{found.reference}.{ending}") or "attachment"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )
