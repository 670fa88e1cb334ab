"""Invitations to collective actions, for the invited alone."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.collective import (
    CollectiveTransition,
    ContactConsentShape,
    InvitationRead,
    InvitationRow,
)
from caseapp.complaints.selectors import own_complaint
from caseapp.core.actors import Actor
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors.share_statements import statement_of, statement_pdf
from caseapp.litigation.services import collective as services


class InvitationsEndpoint(Endpoint):
    """One's own invitations."""

    open_to_all = True
    serializer_class = InvitationRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: InvitationRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(selectors.invitations(self.actor))
        return self.get_paginated_response(InvitationRow(rows, many=True).data)


class InvitationEndpoint(Endpoint):
    """One of one's own invitations."""

    open_to_all = True
    serializer_class = InvitationRead

    @extend_schema(responses={200: InvitationRead})
    def get(self, request: Request, reference: str) -> Response:
        """Its words, one's place on the roster, and what one may do now."""
        return Response(_invitation(self.actor, reference))


class InvitationTransitionsEndpoint(Endpoint):
    """The invited's own acts."""

    open_to_all = True
    serializer_class = CollectiveTransition

    @extend_schema(request=CollectiveTransition, responses={200: InvitationRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: join, decline; once joined cure, leave."""
        found = selectors.invitation_by_reference(self.actor, reference)
        asked = CollectiveTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        name, given, member = asked.validated_data["action"], asked.given(), getattr(found, "member", None)
        if name in {"cure", "leave"} and member is not None:
            services.perform_on_member(actor=self.actor, member=member, name=name, given=given)
        else:
            services.perform_on_invitation(actor=self.actor, invitation=found, name=name, given=given)
        return Response(_invitation(self.actor, reference))


class ShareStatementEndpoint(Endpoint):
    """One's own statement of a distribution."""

    open_to_all = True
    serializer_class = InvitationRead

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str, made: str) -> HttpResponse:
        """As PDF, in the caller's language."""
        member, found = statement_of(selectors.invitation_by_reference(self.actor, reference), made)
        return HttpResponse(statement_pdf(member, found), content_type="application/pdf")


class ContactConsentEndpoint(Endpoint):
    """Whether law firms may invite the complainant: theirs alone."""

    open_to_all = True
    serializer_class = ContactConsentShape

    @extend_schema(responses={200: ContactConsentShape})
    def get(self, request: Request, reference: str) -> Response:
        """The choice as it is."""
        complaint = own_complaint(self.actor, reference)
        return Response({"agreed": selectors.may_be_invited(complaint)})

    @extend_schema(request=ContactConsentShape, responses={200: ContactConsentShape})
    def put(self, request: Request, reference: str) -> Response:
        """Agree, or take it back."""
        complaint = own_complaint(self.actor, reference)
        asked = ContactConsentShape(data=request.data)
        asked.is_valid(raise_exception=True)
        services.set_contact_consent(actor=self.actor, complaint=complaint, agreed=asked.validated_data["agreed"])
        return Response(asked.validated_data)


def _invitation(actor: Actor, reference: str) -> object:
    return InvitationRead(selectors.invitation_by_reference(actor, reference), context={"actor": actor}).data
