"""Retention schedules, what is due, and disposals."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Authority
from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.retention import (
    DisposalRead,
    DisposalTransition,
    DisposalWrite,
    DueRow,
    RetentionRuleRead,
    RetentionRuleWrite,
)
from caseapp.complaints.models import Complaint
from caseapp.core.errors import NotFound
from caseapp.personal import services
from caseapp.personal.models import RetentionRule
from caseapp.personal.selectors import retention

DUE_MOST = 200


class _Endpoint(Endpoint):
    def authority(self) -> Authority:
        require(self.actor.is_officer)
        return Authority.objects.get(pk=min(self.actor.authority_ids()))


class RetentionRulesEndpoint(_Endpoint):
    """The retention schedule of the caller’s authority."""

    serializer_class = RetentionRuleRead

    @extend_schema(responses={200: RetentionRuleRead(many=True)})
    def get(self, request: Request) -> Response:
        """The lines that hold today, the narrowest first: the first that fits counts."""
        self.authority()
        rows = RetentionRuleRead(retention.retention_rules(self.actor), many=True).data
        return Response({"results": rows, "next": None, "previous": None})

    @extend_schema(request=RetentionRuleWrite, responses={201: RetentionRuleRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a line; a supervisor’s act."""
        asked = RetentionRuleWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        rule = services.add_retention_rule(actor=self.actor, authority=self.authority(), **asked.validated_data)
        return Response(RetentionRuleRead(rule).data, status=status.HTTP_201_CREATED)


class RetentionRuleEndpoint(_Endpoint):
    """One line of the schedule."""

    serializer_class = RetentionRuleRead

    @extend_schema(responses={200: RetentionRuleRead})
    def delete(self, request: Request, number: int) -> Response:
        """End it today; lines are never deleted."""
        rules = RetentionRule.objects.visible_to(self.actor).select_related("authority")
        found = rules.filter(pk=number).first()
        if found is None:
            raise NotFound()
        return Response(RetentionRuleRead(services.end_retention_rule(actor=self.actor, rule=found)).data)


class RetentionDueEndpoint(_Endpoint):
    """What is due to be disposed of."""

    serializer_class = DueRow

    @extend_schema(responses={200: DueRow(many=True)})
    def get(self, request: Request) -> Response:
        """The oldest two hundred; what is held, contested or proposed already is left out."""
        self.authority()
        rows = DueRow(retention.due(self.actor)[:DUE_MOST], many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class DisposalsEndpoint(_Endpoint):
    """Disposals of the caller’s authority."""

    serializer_class = DisposalRead
    pagination_class = KeysetPagination

    @extend_schema(responses={200: DisposalRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        self.authority()
        rows: Any = self.paginate_queryset(retention.disposals(self.actor))
        return self.get_paginated_response(DisposalRead(rows, many=True, context={"actor": self.actor}).data)

    @extend_schema(request=DisposalWrite, responses={201: DisposalRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Propose the named complaints, or everything that is due; another person approves."""
        asked = DisposalWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        named = asked.validated_data.get("complaints")
        made = services.propose_disposal(
            actor=self.actor,
            authority=self.authority(),
            complaints=Complaint.objects.filter(reference__in=named) if named is not None else None,
            note=asked.validated_data.get("note", ""),
        )
        return Response(DisposalRead(made, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class DisposalEndpoint(Endpoint):
    """One disposal."""

    serializer_class = DisposalRead

    @extend_schema(responses={200: DisposalRead})
    def get(self, request: Request, reference: str) -> Response:
        """Who proposed and who decided, and how many were disposed of or kept."""
        found = retention.disposal_by_reference(self.actor, reference)
        return Response(DisposalRead(found, context={"actor": self.actor}).data)


class DisposalTransitionsEndpoint(Endpoint):
    """Acts upon a disposal."""

    serializer_class = DisposalTransition

    @extend_schema(request=DisposalTransition, responses={200: DisposalRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """`approve` or `refuse` by a supervisor who did not propose it, `withdraw` by who did."""
        found = retention.disposal_by_reference(self.actor, reference)
        asked = DisposalTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_disposal(
            actor=self.actor, disposal=found, action=asked.validated_data["action"], given=asked.validated_data
        )
        found = retention.disposal_by_reference(self.actor, reference)
        return Response(DisposalRead(found, context={"actor": self.actor}).data)
