"""Fines: read by everybody once public, worked on by the authority that imposed them."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import IDEMPOTENCY_HEADER, Endpoint, action_sent, idempotent, listed, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.enforcement import FineRead, FineRow, LedgerLine, PaymentWrite
from caseapp.core.policies import can
from caseapp.enforcement import selectors, services
from caseapp.enforcement.models import Fine


class _OfFines(Endpoint):
    """Finds a fine that the caller may see, and answers with it as it is afterwards."""

    def fine(self, reference: str) -> Fine:
        found: Fine = selectors.fine_by_reference(self.actor, reference)
        return found

    def with_ledger(self, reference: str) -> Fine:
        """A fine of the caller's authority; 403 for those who read what is public of it."""
        found = self.fine(reference)
        require(can(self.actor, "fines.view_ledger", found))
        return found

    def shown(self, reference: str, status: int = 200) -> Response:
        return Response(FineRead(self.fine(reference), context={"actor": self.actor}).data, status=status)


class FinesEndpoint(_OfFines):
    """Fines: published ones for everybody, all of its own for an authority. A fine is made by deciding."""

    open_to_all = True
    serializer_class = FineRow
    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[OpenApiParameter("status", str), OpenApiParameter("respondent", str)],
        responses={200: FineRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        found = selectors.fines(self.actor)
        for name, column in (("status", "state"), ("respondent", "respondent__reference")):
            if request.query_params.get(name):
                found = found.filter(**{column: request.query_params[name]})
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(FineRow(rows, many=True).data)


class FineEndpoint(_OfFines):
    """One fine."""

    open_to_all = True
    serializer_class = FineRead

    @extend_schema(responses={200: FineRead})
    def get(self, request: Request, reference: str) -> Response:
        """The fine with its balance, which is the sum of its ledger."""
        return self.shown(reference)


class FineTransitionsEndpoint(_OfFines):
    """Workflow actions of a fine."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: FineRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: set as due, record an appeal and how it ended, write off."""
        found = self.fine(reference)
        services.perform_on_fine(actor=self.actor, fine=found, **action_sent(TransitionSerializer(data=request.data)))
        return self.shown(reference)


class FinePaymentsEndpoint(_OfFines):
    """Payments of a fine."""

    serializer_class = PaymentWrite

    @extend_schema(request=PaymentWrite, responses={201: FineRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Record a payment; never more than is owed, never in another currency."""
        found = self.fine(reference)
        key = request.headers.get(IDEMPOTENCY_HEADER, "")[:80]
        services.record_payment(actor=self.actor, fine=found, key=key, **sent(PaymentWrite(data=request.data)))
        return self.shown(reference, status=status.HTTP_201_CREATED)


class FineLedgerEndpoint(_OfFines):
    """The ledger of a fine, for the authority that imposed it."""

    serializer_class = LedgerLine

    @extend_schema(responses={200: LedgerLine(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """The lines in the order they were entered."""
        found = self.with_ledger(reference)
        lines = LedgerLine(selectors.ledger(self.actor, found), many=True).data
        return listed(lines)


class FineStatementEndpoint(_OfFines):
    """The statement of a fine, for the authority that imposed it."""

    serializer_class = LedgerLine

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """The ledger and the parts still to be paid as a PDF, in the caller's language."""
        found = self.with_ledger(reference)
        answer = HttpResponse(selectors.statement_pdf(found), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
        return answer
