"""Time, disbursements and invoices."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.billing import (
    ClockWrite,
    DisbursementShape,
    DisbursementWrite,
    InvoiceRead,
    InvoiceRow,
    InvoiceWrite,
    TimeShape,
)
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.billing.selectors import invoices as invoice_selectors
from caseapp.billing.selectors import papers
from caseapp.billing.selectors import work as selectors
from caseapp.billing.services import invoices, paying
from caseapp.billing.services import work as services
from caseapp.core.errors import InvalidInput, NotFound, WrongState
from caseapp.evidence import services as evidence
from caseapp.litigation.selectors.engagements import engagements
from caseapp.litigation.selectors.suits import case_file_by_reference


class TimeEndpoint(Endpoint):
    """Time on a case file."""

    serializer_class = TimeShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: TimeShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.time_entries(self.actor).filter(case_file=case_file_by_reference(self.actor, reference))
        return self.get_paginated_response(TimeShape(self.paginate_queryset(found), many=True).data)

    @extend_schema(request=TimeShape, responses={201: TimeShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Enter one's own time by hand."""
        case_file = case_file_by_reference(self.actor, reference)
        asked = TimeShape(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.record_time(actor=self.actor, case_file=case_file, **asked.validated_data)
        return Response(TimeShape(made).data, status=status.HTTP_201_CREATED)


class ClockEndpoint(Endpoint):
    """One's own clock on a case file."""

    serializer_class = ClockWrite

    @extend_schema(request=ClockWrite, responses={201: TimeShape})
    def post(self, request: Request, reference: str) -> Response:
        """Start it; 409 while one is running."""
        case_file = case_file_by_reference(self.actor, reference)
        asked = ClockWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.start_clock(actor=self.actor, case_file=case_file, **asked.validated_data)
        return Response(TimeShape(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={200: TimeShape})
    def delete(self, request: Request, reference: str) -> Response:
        """Stop it: what it counted is entered."""
        case_file = case_file_by_reference(self.actor, reference)
        running = selectors.running_clock(self.actor)
        if running is None or running.case_file_id != case_file.pk:
            raise WrongState("Your clock is not running here.")
        return Response(TimeShape(services.stop_clock(actor=self.actor, entry=running)).data)


class DisbursementsEndpoint(Endpoint):
    """What the firm laid out for a case file."""

    serializer_class = DisbursementShape
    pagination_class = KeysetPagination
    parser_classes = (MultiPartParser,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let the receipt arrive sealed."""
        with evidence.sealing(request, most=services.RECEIPT_MOST):
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
            return answer

    @extend_schema(responses={200: DisbursementShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.disbursements(self.actor).filter(case_file=case_file_by_reference(self.actor, reference))
        return self.get_paginated_response(DisbursementShape(self.paginate_queryset(found), many=True).data)

    @extend_schema(
        request={"multipart/form-data": DisbursementWrite},
        responses={201: DisbursementShape},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Enter one, with its receipt."""
        case_file = case_file_by_reference(self.actor, reference)
        asked = DisbursementWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = dict(asked.validated_data)
        made = services.record_disbursement(actor=self.actor, case_file=case_file, **data)
        return Response(DisbursementShape(made).data, status=status.HTTP_201_CREATED)


class InvoicesEndpoint(Endpoint):
    """Invoices: the firm's, and a client's own once they are issued."""

    open_to_all = True
    serializer_class = InvoiceRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: InvoiceRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(invoice_selectors.invoices(self.actor))
        return self.get_paginated_response(InvoiceRow(rows, many=True).data)

    @extend_schema(request=InvoiceWrite, responses={201: InvoiceRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Make a draft of all that is not billed yet."""
        require(self.actor.is_lawyer)
        asked = InvoiceWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = dict(asked.validated_data)
        engagement = engagements(self.actor).filter(reference=data.pop("engagement")).first()
        if engagement is None:
            raise InvalidInput.field("engagement", "There is no such engagement.")
        until = data.pop("until", None)
        made = invoices.draft(actor=self.actor, engagement=engagement, terms=invoices.Terms(**data), until=until)
        return Response(_invoice(self.actor, made.reference), status=status.HTTP_201_CREATED)


class InvoiceEndpoint(Endpoint):
    """One invoice."""

    open_to_all = True
    serializer_class = InvoiceRead

    @extend_schema(responses={200: InvoiceRead})
    def get(self, request: Request, reference: str) -> Response:
        """With its frozen content and its ledger."""
        return Response(_invoice(self.actor, reference))


class InvoiceContentEndpoint(Endpoint):
    """An issued invoice as PDF."""

    open_to_all = True
    serializer_class = InvoiceRead

    @extend_schema(
        parameters=[
            OpenApiParameter("language", str, enum=[code for code, _name in settings.LANGUAGES]),
            OpenApiParameter("paper", str, enum=["invoice", "credit"]),
        ],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, reference: str) -> HttpResponse:
        """In either language; `paper=credit` gives the credit note of a cancelled one."""
        found = invoice_selectors.invoice_by_reference(self.actor, reference)
        asked = request.query_params.get("language", "en")
        language = asked if asked in dict(settings.LANGUAGES) else "en"
        if found.number is None:
            raise NotFound()
        if request.query_params.get("paper") == "credit":
            note = getattr(found, "credit_note", None)
            if note is None:
                raise NotFound()
            return HttpResponse(papers.credit_note_pdf(note, language=language), content_type="application/pdf")
        return HttpResponse(papers.invoice_pdf(found, language=language), content_type="application/pdf")


class InvoiceTransitionsEndpoint(Endpoint):
    """Acts upon an invoice."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: InvoiceRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: issue, discard, record_payment (`amount`, `on`), write_off or void (`reason`)."""
        found = invoice_selectors.invoice_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        paying.perform(actor=self.actor, invoice=found, action=asked.validated_data["action"], given=asked.given())
        return Response(_invoice(self.actor, reference))


def _invoice(actor: Any, reference: str) -> Any:
    return InvoiceRead(invoice_selectors.invoice_by_reference(actor, reference), context={"actor": actor}).data
