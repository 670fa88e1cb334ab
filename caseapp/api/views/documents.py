"""Documents of a complaint, their files, and the complainant's letters."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.documents import (
    DocumentShape,
    LetterShape,
    LetterTransition,
    LetterWrite,
    PaperWrite,
)
from caseapp.api.views.evidence import AnyAccept
from caseapp.complaints import selectors as complaints
from caseapp.core.errors import InvalidInput
from caseapp.documents import selectors, services
from caseapp.documents.models import RightsLetter
from caseapp.documents.selectors import letters
from caseapp.documents.selectors.letters import Given
from caseapp.documents.services import letters as verbs
from caseapp.documents.views.documents import DOCX
from caseapp.litigation.selectors.suits import case_file_by_reference, suit_by_reference
from caseapp.litigation.services.papers import make_paper


class ComplaintDocumentsEndpoint(Endpoint):
    """Letters and papers made for a complaint."""

    open_to_all = True
    serializer_class = DocumentShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: DocumentShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Those the caller may read, newest first."""
        complaint = complaints.complaint_by_reference(self.actor, reference)
        rows = self.paginate_queryset(selectors.documents_of(self.actor, complaint))
        return self.get_paginated_response(DocumentShape(rows, many=True).data)


class DocumentEndpoint(Endpoint):
    """One document's facts."""

    open_to_all = True
    serializer_class = DocumentShape

    @extend_schema(responses={200: DocumentShape})
    def get(self, request: Request, reference: str) -> Response:
        """What is known of it."""
        return Response(DocumentShape(selectors.document_by_reference(self.actor, reference)).data)


class DocumentContentEndpoint(Endpoint):
    """One document's file."""

    open_to_all = True
    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(
        parameters=[OpenApiParameter("shape", str, enum=["pdf", "docx"])],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, (200, DOCX): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, reference: str) -> Any:
        """The frozen PDF, or with `shape=docx` a Word file of the same content."""
        shape = request.query_params.get("shape", "pdf")
        if shape not in {"pdf", "docx"}:
            raise InvalidInput.field("shape", "This is pdf or docx.")
        found = selectors.document_by_reference(self.actor, reference)
        opened = services.open_pdf if shape == "pdf" else services.open_docx
        response = HttpResponse(
            opened(actor=self.actor, document=found), content_type="application/pdf" if shape == "pdf" else DOCX
        )
        response["Content-Disposition"] = content_disposition_header(True, f"{found.reference}.{shape}")
        response["X-Content-Type-Options"] = "nosniff"
        return response


class ComplaintLettersEndpoint(Endpoint):
    """The complainant's letters to the organisation."""

    open_to_all = True
    serializer_class = LetterShape

    @extend_schema(responses={200: LetterShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first, without those put aside."""
        complaint = complaints.complaint_by_reference(self.actor, reference)
        rows = [self._shown(row) for row in letters.letters(self.actor, complaint)]
        return Response({"results": rows, "next": None, "previous": None})

    @extend_schema(request=LetterWrite, responses={201: LetterShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Make a letter; without `language` it is the one the organisation's place speaks."""
        complaint = complaints.complaint_by_reference(self.actor, reference)
        asked = LetterWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        kind = values.pop("kind")
        language = values.pop("language", "") or selectors.letter_language(complaint.jurisdiction_id)
        letter = verbs.write_letter(
            actor=self.actor, complaint=complaint, kind=kind, language=language, given=Given(**values)
        )
        return Response(self._shown(letter), status=status.HTTP_201_CREATED)

    def _shown(self, letter: RightsLetter) -> Any:
        return LetterShape(letter, context={"actor": self.actor}).data


class LetterTransitionsEndpoint(Endpoint):
    """Workflow actions upon a letter."""

    open_to_all = True
    serializer_class = LetterTransition

    @extend_schema(request=LetterTransition, responses={200: LetterShape})
    @idempotent
    def post(self, request: Request, reference: str, letter_reference: str) -> Response:
        """Record that it was sent, what came or that nothing did; 409 when that is not possible now."""
        complaint = complaints.complaint_by_reference(self.actor, reference)
        letter = letters.letter_by_reference(self.actor, complaint, letter_reference)
        asked = LetterTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        action = given.pop("action")
        letter = verbs.perform(actor=self.actor, letter=letter, action=action, given=given)
        return Response(LetterShape(letter, context={"actor": self.actor}).data)


class CaseFileDocumentsEndpoint(Endpoint):
    """Letters and pleadings of a case file, for the firm."""

    serializer_class = DocumentShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: DocumentShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = case_file_by_reference(self.actor, reference)
        rows = self.paginate_queryset(selectors.documents_of_matter(self.actor, found.reference))
        return self.get_paginated_response(DocumentShape(rows, many=True).data)

    @extend_schema(request=PaperWrite, responses={201: DocumentShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Make a paper from the facts of the case file."""
        found = case_file_by_reference(self.actor, reference)
        asked = PaperWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        suit = suit_by_reference(self.actor, data["suit"]) if data.get("suit") else None
        made = make_paper(actor=self.actor, case_file=found, kind=data["kind"], language=data["language"], suit=suit)
        return Response(DocumentShape(made).data, status=status.HTTP_201_CREATED)
