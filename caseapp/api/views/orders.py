"""Compliance orders."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.orders import OrderRead, OrderRow, OrderWrite, ProofRead
from caseapp.core.policies import can
from caseapp.enforcement import selectors, services
from caseapp.enforcement.models import ComplianceOrder


class OrdersEndpoint(Endpoint):
    """Orders: final published ones for everybody, all of its own for an authority. Drafted with a decision."""

    open_to_all = True
    serializer_class = OrderRow
    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[
            OpenApiParameter("status", str),
            OpenApiParameter("respondent", str),
            OpenApiParameter("investigation", str),
        ],
        responses={200: OrderRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Newest first."""
        found = selectors.orders(self.actor)
        for name, column in (
            ("status", "state"),
            ("respondent", "respondent__reference"),
            ("investigation", "decision__investigation__reference"),
        ):
            if request.query_params.get(name):
                found = found.filter(**{column: request.query_params[name]})
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(OrderRow(rows, many=True).data)


class _OrderEndpoint(Endpoint):
    """One order of the caller's authority. What everybody may know of another's stands in the list."""

    def own(self, reference: str) -> ComplianceOrder:
        found = selectors.order_by_reference(self.actor, reference)
        require(can(self.actor, "orders.view_file", found))
        return found

    def shown(self, reference: str) -> Any:
        return OrderRead(self.own(reference), context={"actor": self.actor}).data


class OrderEndpoint(_OrderEndpoint):
    """One order."""

    serializer_class = OrderRead

    @extend_schema(responses={200: OrderRead})
    def get(self, request: Request, reference: str) -> Response:
        """The order with what the caller may do to it now."""
        return Response(self.shown(reference))


class OrderTransitionsEndpoint(_OrderEndpoint):
    """Workflow actions of an order."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: OrderRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: record a proof, accept or refuse it, check again, give more time, lift."""
        found = self.own(reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_order(
            actor=self.actor, order=found, action=asked.validated_data["action"], given=asked.given()
        )
        return Response(self.shown(reference))


class OrderProofsEndpoint(_OrderEndpoint):
    """The proofs of an order."""

    serializer_class = ProofRead

    @extend_schema(responses={200: ProofRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In the order they were recorded."""
        rows = ProofRead(self.own(reference).proofs.prefetch_related("files"), many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class InvestigationOrdersEndpoint(Endpoint):
    """Orders in the draft of an investigation's decision."""

    serializer_class = OrderWrite

    @extend_schema(request=OrderWrite, responses={201: OrderRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Add an order to the draft; it takes effect when somebody else approves the decision."""
        found = selectors.investigation_by_reference(self.actor, reference)
        asked = OrderWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.draft_order(actor=self.actor, investigation=found, **asked.validated_data)
        shown = selectors.order_by_reference(self.actor, made.reference)
        return Response(OrderRead(shown, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)
