"""Asking the respondent, inviting it to answer, writing down its answer, and its wishes for more time."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import idempotent, listed, require
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.hearing import (
    AnswerWrite,
    InformationRequestRead,
    InformationRequestWrite,
    InvitationMade,
    InvitationWrite,
    RespondentInvitationRead,
    TimeWishRead,
)
from caseapp.api.views.investigations import OfInvestigations
from caseapp.api.views.plan import element_of
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.core.references import in_groups
from caseapp.enforcement import services
from caseapp.enforcement.models import InformationRequest, Invitation, TimeWish


class InformationRequestsEndpoint(OfInvestigations):
    """What the respondent of an investigation was asked, and its answers."""

    serializer_class = InformationRequestRead

    @extend_schema(responses={200: InformationRequestRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Oldest first. An answer is empty until the respondent sent it."""
        return listed(InformationRequestRead(self.rows(reference), many=True).data)

    @extend_schema(request=InformationRequestWrite, responses={201: InformationRequestRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Ask for information, with the elements to be answered one by one."""
        found = self.investigation(reference)
        asked = InformationRequestWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        elements = [element_of(one["framework"], one["element"]) for one in data.get("elements", ())]
        made = services.request_information(
            actor=self.actor, investigation=found, body=data["body"], due_on=data["due_on"], elements=elements
        )
        row = next(each for each in self.rows(reference) if each.pk == made.pk)
        return Response(InformationRequestRead(row).data, status=status.HTTP_201_CREATED)

    def rows(self, reference: str) -> list[InformationRequest]:
        return list(
            self.investigation(reference).information_requests.prefetch_related(
                "elements__element__framework", "elements__request", "files", "missed_days"
            )
        )


class RequestAnswerEndpoint(OfInvestigations):
    """The answer to one request, where the respondent did not write it here itself."""

    serializer_class = AnswerWrite

    @extend_schema(request=AnswerWrite, responses={201: InformationRequestRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Write down what was answered and the day it came; once."""
        asked_for = self.investigation(reference).information_requests.filter(pk=number).first()
        if asked_for is None:
            raise NotFound()
        asked = AnswerWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        row = services.record_answer(actor=self.actor, request=asked_for, **asked.validated_data)
        return Response(InformationRequestRead(row).data, status=status.HTTP_201_CREATED)


class InvitationsEndpoint(OfInvestigations):
    """Invitations of the respondent to answer by itself."""

    serializer_class = RespondentInvitationRead

    @extend_schema(responses={200: RespondentInvitationRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first, without link and code."""
        found = self.investigation(reference)
        require(can(self.actor, "enforcement.invite_respondent", found))
        rows = Invitation.objects.visible_to(self.actor).filter(investigation=found)
        return listed(RespondentInvitationRead(rows, many=True).data)

    @extend_schema(request=InvitationWrite, responses={201: InvitationMade})
    def post(self, request: Request, reference: str) -> Response:
        """Invite somebody. The answer alone holds link and code, so a repeated call invites once more."""
        found = self.investigation(reference)
        asked = InvitationWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made, secret, code = services.invite_respondent(actor=self.actor, investigation=found, **asked.validated_data)
        link = request.build_absolute_uri(reverse("enforcement:respond_link", args=[secret]))
        shown = {**RespondentInvitationRead(made).data, "link": link, "code": in_groups(code)}
        return Response(shown, status=status.HTTP_201_CREATED)


class RespondentInvitationEndpoint(OfInvestigations):
    """One invitation of the respondent."""

    serializer_class = RespondentInvitationRead

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reference: str, invitation_id: Any) -> Response:
        """Let its link and code open nothing any more; what was answered stays."""
        rows = Invitation.objects.visible_to(self.actor).select_related("investigation")
        found = rows.filter(investigation=self.investigation(reference), pk=invitation_id).first()
        if found is None:
            raise NotFound()
        services.revoke_invitation(actor=self.actor, invitation=found)
        return Response(status=status.HTTP_204_NO_CONTENT)


class TimeWishesEndpoint(OfInvestigations):
    """Wishes of the respondent for more time."""

    serializer_class = TimeWishRead

    @extend_schema(responses={200: TimeWishRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Oldest first, each with what the caller may do to it now."""
        rows = TimeWish.objects.visible_to(self.actor).filter(investigation=self.investigation(reference))
        rows = rows.select_related("investigation")
        return listed(TimeWishRead(rows, many=True, context={"actor": self.actor}).data)


class TimeWishTransitionsEndpoint(OfInvestigations):
    """What an officer says to a wish for more time."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: TimeWishRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """`grant` with the new day in `due_on`, or `refuse` with a reason."""
        wishes = TimeWish.objects.visible_to(self.actor).select_related("investigation")
        wish = wishes.filter(investigation=self.investigation(reference), pk=number).first()
        if wish is None:
            raise NotFound()
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        action = asked.validated_data["action"]
        after = services.perform_on_time_wish(actor=self.actor, wish=wish, action=action, given=asked.given())
        return Response(TimeWishRead(after, context={"actor": self.actor}).data)
