"""Collective actions at the firm's desk."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, listed, require, sent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.collective import (
    ActionRead,
    ActionRow,
    ActionShape,
    ActionWrite,
    AdmissionsWrite,
    CollectiveTransition,
    DistributionRead,
    DistributionWrite,
    InvitationCount,
    InviteWrite,
    MemberRead,
    WeightsWrite,
)
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.litigation.models import CaseFile, CollectiveAction
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors import suits as suit_selectors
from caseapp.litigation.selectors.roster import member_by_number, roster
from caseapp.litigation.services import collective as services


class ActionsEndpoint(Endpoint):
    """The firm's collective actions."""

    serializer_class = ActionRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: ActionRow(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        require(self.actor.is_lawyer)
        rows = self.paginate_queryset(selectors.actions(self.actor))
        return self.get_paginated_response(ActionRow(rows, many=True).data)

    @extend_schema(request=ActionWrite, responses={201: ActionRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Propose an action; nobody is told yet."""
        require(self.actor.is_lawyer)
        data = sent(ActionWrite(data=request.data))
        case_file = suit_selectors.case_files(self.actor).filter(reference=data.pop("case_file")).first()
        if case_file is None:
            raise InvalidInput.field("case_file", "There is no such case file.")
        made = services.propose_action(actor=self.actor, case_file=case_file, facts=_facts(case_file, data))
        return Response(_shown(self.actor, made.reference), status=status.HTTP_201_CREATED)


class ActionEndpoint(Endpoint):
    """One collective action of the firm."""

    serializer_class = ActionRead

    @extend_schema(responses={200: ActionRead})
    def get(self, request: Request, reference: str) -> Response:
        """With what the caller may do to it now."""
        return Response(_shown(self.actor, reference))

    @extend_schema(request=ActionShape, responses={200: ActionRead})
    def put(self, request: Request, reference: str) -> Response:
        """Write the proposal anew, before anybody was invited on its words."""
        found = selectors.action_by_reference(self.actor, reference)
        facts = _facts(found.case_file, sent(ActionShape(data=request.data)))
        services.change_action(actor=self.actor, action=found, facts=facts)
        return Response(_shown(self.actor, reference))


class ActionTransitionsEndpoint(Endpoint):
    """Stages of a collective action."""

    serializer_class = CollectiveTransition

    @extend_schema(request=CollectiveTransition, responses={200: ActionRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action: invite, form, link, conclude, abandon."""
        found = selectors.action_by_reference(self.actor, reference)
        asked = CollectiveTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_action(
            actor=self.actor, action=found, name=asked.validated_data["action"], given=asked.given()
        )
        return Response(_shown(self.actor, reference))


class ActionInvitationsEndpoint(Endpoint):
    """Invitations of an action: counted, never listed."""

    serializer_class = InvitationCount

    @extend_schema(responses={200: InvitationCount})
    def get(self, request: Request, reference: str) -> Response:
        """How many were invited and joined."""
        return Response(_counts(selectors.action_by_reference(self.actor, reference)))

    @extend_schema(request=InviteWrite, responses={201: InvitationCount})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Invite everybody who matches, agreed to be contacted and was not invited yet."""
        found = selectors.action_by_reference(self.actor, reference)
        given = sent(InviteWrite(data=request.data))
        services.perform_on_action(actor=self.actor, action=found, name="invite", given=given)
        return Response(_counts(selectors.action_by_reference(self.actor, reference)), status=status.HTTP_201_CREATED)


class ActionMembersEndpoint(Endpoint):
    """The roster of an action."""

    serializer_class = MemberRead

    @extend_schema(responses={200: MemberRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In the order in which they joined, with doubts to look at."""
        found = selectors.action_by_reference(self.actor, reference)
        rows = MemberRead(roster(self.actor, found), many=True, context={"actor": self.actor}).data
        return listed(rows)


class AdmissionsEndpoint(Endpoint):
    """Admitting many claims at once."""

    serializer_class = AdmissionsWrite

    @extend_schema(request=AdmissionsWrite, responses={200: MemberRead(many=True)})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Admit claims with nothing to look at, by their numbers; the roster afterwards."""
        found = selectors.action_by_reference(self.actor, reference)
        data = sent(AdmissionsWrite(data=request.data))
        services.admit_chosen(actor=self.actor, action=found, numbers=data["numbers"])
        return listed(MemberRead(roster(self.actor, found), many=True, context={"actor": self.actor}).data)


class MemberTransitionsEndpoint(Endpoint):
    """Acts upon one claim on the roster."""

    serializer_class = CollectiveTransition

    @extend_schema(request=CollectiveTransition, responses={200: MemberRead})
    @idempotent
    def post(self, request: Request, reference: str, number: int) -> Response:
        """Do an action: admit, ask, exclude."""
        action = selectors.action_by_reference(self.actor, reference)
        asked = CollectiveTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_member(
            actor=self.actor,
            member=member_by_number(self.actor, action, number),
            name=asked.validated_data["action"],
            given=asked.given(),
        )
        return Response(_place(self.actor, action, number))


class MemberWeightsEndpoint(Endpoint):
    """How one claim counts."""

    serializer_class = WeightsWrite

    @extend_schema(request=WeightsWrite, responses={200: MemberRead})
    def put(self, request: Request, reference: str, number: int) -> Response:
        """Weigh the claim by harm and by days."""
        action = selectors.action_by_reference(self.actor, reference)
        services.weigh(
            actor=self.actor,
            member=member_by_number(self.actor, action, number),
            **sent(WeightsWrite(data=request.data)),
        )
        return Response(_place(self.actor, action, number))


class DistributionsEndpoint(Endpoint):
    """How sums were divided."""

    serializer_class = DistributionRead

    @extend_schema(responses={200: DistributionRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.action_by_reference(self.actor, reference)
        rows = selectors.distributions(self.actor, found).prefetch_related("shares")
        shown = DistributionRead(rows, many=True, context={"actor": self.actor}).data
        return listed(shown)

    @extend_schema(request=DistributionWrite, responses={201: DistributionRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Work out the shares; a partner approves them."""
        found = selectors.action_by_reference(self.actor, reference)
        data = sent(DistributionWrite(data=request.data))
        made = services.prepare_distribution(
            actor=self.actor,
            action=found,
            rule=data["rule"],
            gross=data["gross"],
            costs=data["costs"],
            fee=data["fee"],
            basis=data["basis"],
        )
        return Response(DistributionRead(made, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class DistributionTransitionsEndpoint(Endpoint):
    """Approve or discard a distribution; let one on hold stand again, or take it back."""

    serializer_class = CollectiveTransition

    @extend_schema(request=CollectiveTransition, responses={200: DistributionRead})
    @idempotent
    def post(self, request: Request, reference: str, made: str) -> Response:
        """Do an action: approve, discard, release, withdraw (with a reason)."""
        action = selectors.action_by_reference(self.actor, reference)
        asked = CollectiveTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform_on_distribution(
            actor=self.actor,
            distribution=selectors.distribution_by_reference(self.actor, action, made),
            name=asked.validated_data["action"],
            given=asked.given(),
        )
        shown = selectors.distribution_by_reference(self.actor, action, made)
        return Response(DistributionRead(shown, context={"actor": self.actor}).data)


def _facts(case_file: CaseFile, data: dict[str, Any]) -> services.ActionFacts:
    hoped, cluster = data.pop("hoped"), data.pop("cluster")
    found = selectors.clusters_of(case_file).filter(reference=cluster).first() if cluster else None
    if cluster and found is None:
        raise InvalidInput.field("cluster", "There is no such cluster.")
    currency = data.pop("currency", "") or case_file.jurisdiction.currency or "EUR"
    return services.ActionFacts(
        **{**data, "questions": tuple(data["questions"])},
        cluster=found,
        hoped_amount=hoped["amount"] if hoped else None,
        currency=hoped["currency"] if hoped else currency,
    )


def _shown(actor: Actor, reference: str) -> object:
    return ActionRead(selectors.action_by_reference(actor, reference), context={"actor": actor}).data


def _counts(action: CollectiveAction) -> object:
    joined = action.members.count()
    return InvitationCount(
        {"invited": selectors.invited_count(action), "joined": joined, "join_by": action.join_by}
    ).data


def _place(actor: Actor, action: CollectiveAction, number: int) -> object:
    place = next(place for place in roster(actor, action) if place.member.pk == number)
    return MemberRead(place, context={"actor": actor}).data
