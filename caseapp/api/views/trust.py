"""Trust ledgers, payments out of them, comparisons with the bank."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Firm
from caseapp.api.base import Endpoint, action_sent, idempotent, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.trust import (
    ReconciliationShape,
    TrustLedgerRead,
    TrustLedgerRow,
    TrustPaymentRead,
    TrustPaymentWrite,
    TrustReceiptWrite,
    TrustReversalWrite,
)
from caseapp.billing.models import TrustEntry
from caseapp.billing.selectors import statements
from caseapp.billing.selectors import trust as selectors
from caseapp.billing.services import trust, trust_payments
from caseapp.billing.services.reconciling import reconcile
from caseapp.core.errors import InvalidInput
from caseapp.core.views.files import file_answer
from caseapp.litigation.selectors.engagements import engagements


class TrustLedgersEndpoint(Endpoint):
    """Trust ledgers: the firm's, and the client's own."""

    open_to_all = True
    serializer_class = TrustLedgerRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: TrustLedgerRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(selectors.ledgers(self.actor))
        return self.get_paginated_response(TrustLedgerRow(rows, many=True).data)

    @extend_schema(request=TrustReceiptWrite, responses={201: TrustLedgerRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Enter money that arrived for a client; the first of a currency opens their ledger."""
        require(self.actor.is_lawyer)
        data = sent(TrustReceiptWrite(data=request.data))
        engagement = engagements(self.actor).filter(reference=data["engagement"]).first()
        if engagement is None:
            raise InvalidInput.field("engagement", "There is no such engagement.")
        entry = trust.receive(
            actor=self.actor,
            engagement=engagement,
            **data["sum"],
            on=data["on"],
            party=data["party"],
            note=data["note"],
        )
        return Response(_ledger(self.actor, entry.ledger.reference), status=status.HTTP_201_CREATED)


class TrustLedgerEndpoint(Endpoint):
    """One trust ledger."""

    open_to_all = True
    serializer_class = TrustLedgerRead

    @extend_schema(responses={200: TrustLedgerRead})
    def get(self, request: Request, reference: str) -> Response:
        """With its lines."""
        return Response(_ledger(self.actor, reference))


class TrustStatementEndpoint(Endpoint):
    """The statement of a trust ledger."""

    open_to_all = True
    serializer_class = TrustLedgerRead

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """As PDF, in the caller's language; for the firm and for the client whose money it is."""
        found = selectors.ledger_by_reference(self.actor, reference)
        return file_answer(statements.ledger_pdf(found), f"{found.reference}.pdf")


class TrustReversalsEndpoint(Endpoint):
    """Corrections of a trust ledger."""

    serializer_class = TrustReversalWrite

    @extend_schema(request=TrustReversalWrite, responses={201: TrustLedgerRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Take a line back by one of the opposite sum; a partner's act."""
        ledger = selectors.ledger_by_reference(self.actor, reference)
        given = sent(TrustReversalWrite(data=request.data))
        entry = TrustEntry.objects.filter(ledger=ledger, pk=given["entry"]).first()
        if entry is None:
            raise InvalidInput.field("entry", "There is no such line in this ledger.")
        trust.reverse(actor=self.actor, entry=entry, reason=given["reason"])
        return Response(_ledger(self.actor, reference), status=status.HTTP_201_CREATED)


class LedgerPaymentsEndpoint(Endpoint):
    """Payments out of one ledger, for the firm."""

    serializer_class = TrustPaymentRead
    pagination_class = KeysetPagination

    @extend_schema(responses={200: TrustPaymentRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        ledger = selectors.ledger_by_reference(self.actor, reference)
        rows = self.paginate_queryset(selectors.payments(self.actor).filter(ledger=ledger))
        return self.get_paginated_response(TrustPaymentRead(rows, many=True, context={"actor": self.actor}).data)

    @extend_schema(request=TrustPaymentWrite, responses={201: TrustPaymentRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Propose a payment; nothing moves until another person pays it out."""
        ledger = selectors.ledger_by_reference(self.actor, reference)
        made = trust_payments.propose(actor=self.actor, ledger=ledger, **sent(TrustPaymentWrite(data=request.data)))
        return Response(_payment(self.actor, made.reference), status=status.HTTP_201_CREATED)


class TrustPaymentEndpoint(Endpoint):
    """One payment out of trust money."""

    serializer_class = TrustPaymentRead

    @extend_schema(responses={200: TrustPaymentRead})
    def get(self, request: Request, reference: str) -> Response:
        """With what the caller may do to it now."""
        return Response(_payment(self.actor, reference))


class TrustPaymentTransitionsEndpoint(Endpoint):
    """Acts upon a payment out of trust money."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: TrustPaymentRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: approve (with the day), refuse (with the reason), withdraw."""
        found = selectors.payment_by_reference(self.actor, reference)
        trust_payments.perform(actor=self.actor, payment=found, **action_sent(TransitionSerializer(data=request.data)))
        return Response(_payment(self.actor, reference))


class ReconciliationsEndpoint(Endpoint):
    """Comparisons of the bank with the ledgers."""

    serializer_class = ReconciliationShape
    pagination_class = KeysetPagination

    @extend_schema(responses={200: ReconciliationShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_lawyer)
        rows = self.paginate_queryset(selectors.reconciliations(self.actor))
        return self.get_paginated_response(ReconciliationShape(rows, many=True).data)

    @extend_schema(request=ReconciliationShape, responses={201: ReconciliationShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Compare a day; a partner's act, for the firm they are partner of."""
        partner_of = sorted(self.actor.firm_ids("partner"))
        require(bool(partner_of))
        made = reconcile(
            actor=self.actor, firm=Firm.objects.get(pk=partner_of[0]), **sent(ReconciliationShape(data=request.data))
        )
        return Response(ReconciliationShape(made).data, status=status.HTTP_201_CREATED)


class ReconciliationEndpoint(Endpoint):
    """One comparison."""

    serializer_class = ReconciliationShape

    @extend_schema(responses={200: ReconciliationShape})
    def get(self, request: Request, reference: str) -> Response:
        """As it was frozen."""
        return Response(ReconciliationShape(selectors.reconciliation_by_reference(self.actor, reference)).data)


class ReconciliationPaperEndpoint(Endpoint):
    """The paper of a comparison."""

    serializer_class = ReconciliationShape

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """As PDF, in the caller's language."""
        found = selectors.reconciliation_by_reference(self.actor, reference)
        return file_answer(statements.reconciliation_pdf(found), f"{found.reference}.pdf")


def _ledger(actor: Any, reference: str) -> Any:
    return TrustLedgerRead(selectors.ledger_by_reference(actor, reference)).data


def _payment(actor: Any, reference: str) -> Any:
    return TrustPaymentRead(selectors.payment_by_reference(actor, reference), context={"actor": actor}).data
