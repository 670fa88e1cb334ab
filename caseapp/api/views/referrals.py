"""Referrals between authorities, with their packets."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.referrals import ReferralRead
from caseapp.casework.services import packets
from caseapp.complaints import selectors, services
from caseapp.evidence import serving


class ReferralsEndpoint(Endpoint):
    """Complaints handed from one authority to another."""

    serializer_class = ReferralRead
    pagination_class = KeysetPagination

    @extend_schema(
        parameters=[OpenApiParameter("status", str), OpenApiParameter("way", str, enum=["in", "out"])],
        responses={200: ReferralRead(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Those sent and received by the caller’s authority, newest first."""
        require(self.actor.is_officer)
        found: Any = selectors.referrals(self.actor).select_related("packet__export")
        side = {"in": "to_authority_id__in", "out": "from_authority_id__in"}.get(request.query_params.get("way", ""))
        found = found.filter(**{side: self.actor.authority_ids()}) if side else found
        if request.query_params.get("status"):
            found = found.filter(state=request.query_params["status"])
        rows = self.paginate_queryset(found)
        return self.get_paginated_response(ReferralRead(rows, many=True, context={"actor": self.actor}).data)


class ReferralEndpoint(Endpoint):
    """One referral."""

    serializer_class = ReferralRead

    @extend_schema(responses={200: ReferralRead})
    def get(self, request: Request, reference: str) -> Response:
        """Why, where it stands, its packet and its receipt."""
        found = selectors.referral_by_reference(self.actor, reference)
        return Response(ReferralRead(found, context={"actor": self.actor}).data)


class ReferralTransitionsEndpoint(Endpoint):
    """Acts upon a referral."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: ReferralRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """`confirm` or `dismiss` a proposal; `accept` (the receipt) or `return`; `recall` while nobody answered."""
        found = selectors.referral_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_referral(
            actor=self.actor, referral=found, action=asked.validated_data["action"], given=asked.given()
        )
        found = selectors.referral_by_reference(self.actor, reference)
        return Response(ReferralRead(found, context={"actor": self.actor}).data)


class ReferralFactsEndpoint(Endpoint):
    """The facts of the packet."""

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """A JSON document as it was sent; its SHA-256 stands with the referral."""
        packet = packets.packet_of(self.actor, selectors.referral_by_reference(self.actor, reference))
        document = packets.open_facts(actor=self.actor, packet=packet)
        return HttpResponse(document, content_type="application/json", headers=serving.CONTENT_HEADERS)


class ReferralEvidenceEndpoint(Endpoint):
    """The evidence of the packet."""

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str) -> HttpResponse:
        """The bag (RFC 8493) with its chain of custody; 409 while it is made, where there is none, or after a week."""
        packet = packets.packet_of(self.actor, selectors.referral_by_reference(self.actor, reference))
        answer: HttpResponse = serving.answer(packets.open_bag(actor=self.actor, packet=packet))
        return answer
