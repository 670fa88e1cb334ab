"""Invoices: drafts, what they bill, papers, payments from trust money."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, action_sent, idempotent, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.billing import InvoiceRead, InvoiceRow, InvoiceWrite, LeftOutWrite, TransferWrite
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.trust import TrustPaymentRead
from caseapp.billing.selectors import invoices as invoice_selectors
from caseapp.billing.selectors import papers, trust
from caseapp.billing.services import invoices, paying, trust_payments
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.litigation.selectors.engagements import engagements


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
        data = sent(InvoiceWrite(data=request.data))
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
        paying.perform(actor=self.actor, invoice=found, **action_sent(TransitionSerializer(data=request.data)))
        return Response(_invoice(self.actor, reference))


class LeftOutEndpoint(Endpoint):
    """Entries that a draft does not bill."""

    serializer_class = LeftOutWrite

    @extend_schema(request=LeftOutWrite, responses={200: InvoiceRead})
    def post(self, request: Request, reference: str) -> Response:
        """Leave one out; it stays to be billed another time."""
        found = invoice_selectors.invoice_by_reference(self.actor, reference)
        ((kind, number),) = sent(LeftOutWrite(data=request.data)).items()
        rows: Any = found.time_entries if kind == "time" else found.disbursements
        entry = rows.filter(pk=number).first()
        if entry is None:
            raise InvalidInput.field(kind, "This invoice bills no such entry.")
        invoices.leave_out(actor=self.actor, invoice=found, work=entry)
        return Response(_invoice(self.actor, reference))


class TransfersEndpoint(Endpoint):
    """Trust money for an invoice."""

    serializer_class = TransferWrite

    @extend_schema(request=TransferWrite, responses={201: TrustPaymentRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Propose that it is paid from what is held for the client; another partner pays it out."""
        found = invoice_selectors.invoice_by_reference(self.actor, reference)
        given = sent(TransferWrite(data=request.data))
        held = trust.ledgers(self.actor).filter(engagement=found.engagement_id, currency=found.currency).first()
        if held is None:
            raise InvalidInput.field("amount", "Nothing is held for this client in the invoice's currency.")
        made = trust_payments.propose_transfer(actor=self.actor, ledger=held, invoice=found, **given)
        shown = trust.payment_by_reference(self.actor, made.reference)
        return Response(TrustPaymentRead(shown, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


def _invoice(actor: Any, reference: str) -> Any:
    return InvoiceRead(invoice_selectors.invoice_by_reference(actor, reference), context={"actor": actor}).data
