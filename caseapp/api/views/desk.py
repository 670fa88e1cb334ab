"""An officer's desk over HTTP: home, saved views, weights, routing rules, holds, and others of the same person."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import colleagues
from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.complaints import ComplaintRow
from caseapp.api.serializers.desk import (
    DeskRead,
    HoldShape,
    HoldWrite,
    PriorityTrial,
    PriorityTried,
    PriorityWeightsRead,
    PriorityWeightsWrite,
    RoutingRuleRead,
    RoutingRuleWrite,
    SavedViewRead,
    SavedViewWrite,
)
from caseapp.casework.models import PriorityWeights, RoutingRule, SavedView
from caseapp.casework.selectors import work
from caseapp.casework.selectors.priority import dry_run
from caseapp.casework.selectors.same_person import by_the_same_person
from caseapp.casework.services import priority, routing
from caseapp.casework.services.views import remove_view, save_view
from caseapp.complaints import selectors
from caseapp.complaints import services as complaints
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.rules.priority import faults


def _listed(rows: Any) -> Response:
    return Response({"results": rows, "next": None, "previous": None})


class _DeskEndpoint(Endpoint):
    def authority(self) -> Authority:
        require(self.actor.is_officer)
        return Authority.objects.get(pk=min(self.actor.authority_ids()))


class DeskEndpoint(_DeskEndpoint):
    """What waits today."""

    serializer_class = DeskRead

    @extend_schema(responses={200: DeskRead})
    def get(self, request: Request) -> Response:
        """Counts by the clock, and open complaints of each colleague."""
        self.authority()
        load = [{"colleague": row.user.email, "open": row.open} for row in work.team_load(self.actor)]
        return Response(DeskRead({**asdict(work.clock(self.actor)), "load": load}).data)


class SavedViewsEndpoint(_DeskEndpoint):
    """Lists of the queue under a name."""

    serializer_class = SavedViewRead

    @extend_schema(responses={200: SavedViewRead(many=True)})
    def get(self, request: Request) -> Response:
        """One’s own and those that colleagues share."""
        self.authority()
        found = SavedView.objects.visible_to(self.actor)
        return _listed(SavedViewRead(found, many=True, context={"actor": self.actor}).data)

    @extend_schema(request=SavedViewWrite, responses={201: SavedViewRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Keep a list; its owner is told from `threshold` on, and as often as `digest` says."""
        asked = SavedViewWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        view = save_view(actor=self.actor, **asked.validated_data)
        return Response(SavedViewRead(view, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class SavedViewEndpoint(_DeskEndpoint):
    """One kept list."""

    serializer_class = SavedViewWrite

    def view_of(self, number: int) -> SavedView:
        found = SavedView.objects.visible_to(self.actor).filter(pk=number).first()
        if found is None:
            raise NotFound()
        return found

    @extend_schema(request=SavedViewWrite, responses={200: SavedViewRead})
    def put(self, request: Request, number: int) -> Response:
        """Change one’s own."""
        asked = SavedViewWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        view = save_view(actor=self.actor, view=self.view_of(number), **asked.validated_data)
        return Response(SavedViewRead(view, context={"actor": self.actor}).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, number: int) -> Response:
        """Forget it; a supervisor may forget a shared one."""
        remove_view(actor=self.actor, view=self.view_of(number))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PriorityWeightsEndpoint(_DeskEndpoint):
    """Weights of the score as dated data."""

    serializer_class = PriorityWeightsRead

    @extend_schema(responses={200: PriorityWeightsRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first; without any the usual weights hold."""
        own = self.authority()
        found = PriorityWeights.objects.visible_to(self.actor).filter(authority=own)
        return _listed(PriorityWeightsRead(found, many=True).data)

    @extend_schema(request=PriorityWeightsWrite, responses={201: PriorityWeightsRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Set others from a day on; a supervisor’s act."""
        asked = PriorityWeightsWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made = priority.set_weights(actor=self.actor, authority=self.authority(), **asked.validated_data)
        return Response(PriorityWeightsRead(made).data, status=status.HTTP_201_CREATED)


class PriorityTrialEndpoint(_DeskEndpoint):
    """Other weights tried."""

    serializer_class = PriorityTrial

    @extend_schema(request=PriorityTrial, responses={200: PriorityTried})
    def post(self, request: Request) -> Response:
        """On the complaints of the last 90 days; nothing is changed."""
        asked = PriorityTrial(data=request.data)
        asked.is_valid(raise_exception=True)
        weights = asked.validated_data["weights"]
        if faults(weights):
            raise InvalidInput.field("weights", "Each weight is from 0 to 100, and together they are at most 100.")
        return Response(PriorityTried(dry_run(self.actor, self.authority(), weights)).data)


class RoutingRulesEndpoint(_DeskEndpoint):
    """Where new complaints go."""

    serializer_class = RoutingRuleRead

    @extend_schema(responses={200: RoutingRuleRead(many=True)})
    def get(self, request: Request) -> Response:
        """The rules that hold today, in their order."""
        return _listed(RoutingRuleRead(routing.rules_of(self.authority().pk), many=True).data)

    @extend_schema(request=RoutingRuleWrite, responses={201: RoutingRuleRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add one; a supervisor’s act."""
        asked = RoutingRuleWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        own, given = self.authority(), {"conditions": {}, "unit": "", **asked.validated_data}
        email = given.pop("assignee", None)
        person = colleagues(self.actor, own).filter(email__iexact=email).first() if email else None
        if email and person is None:
            raise InvalidInput.field("assignee", "No colleague of yours has this address.")
        rule = routing.add_rule(actor=self.actor, authority=own, assignee=person, **given)
        return Response(RoutingRuleRead(rule).data, status=status.HTTP_201_CREATED)


class RoutingRuleEndpoint(_DeskEndpoint):
    """One rule."""

    serializer_class = RoutingRuleRead

    @extend_schema(responses={200: RoutingRuleRead})
    def delete(self, request: Request, number: int) -> Response:
        """End it today; rules are never deleted."""
        rules = RoutingRule.objects.visible_to(self.actor).select_related("authority", "assignee", "refer_to")
        found = rules.filter(pk=number).first()
        if found is None:
            raise NotFound()
        return Response(RoutingRuleRead(routing.end_rule(actor=self.actor, rule=found)).data)


class HoldEndpoint(Endpoint):
    """Keeping a complaint for proceedings."""

    serializer_class = HoldWrite

    @extend_schema(responses={200: HoldShape})
    def get(self, request: Request, reference: str) -> Response:
        """Whether a hold stands; the complainant may know it, because it bears on what can be erased."""
        return Response(HoldShape(selectors.complaint_by_reference(self.actor, reference)).data)

    @extend_schema(request=HoldWrite, responses={200: HoldShape})
    def put(self, request: Request, reference: str) -> Response:
        """Set or lift it, with a reason."""
        found = selectors.complaint_by_reference(self.actor, reference)
        asked = HoldWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        return Response(HoldShape(complaints.set_hold(actor=self.actor, complaint=found, **asked.validated_data)).data)


class SamePersonEndpoint(Endpoint):
    """Others of the same person."""

    serializer_class = ComplaintRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: ComplaintRow(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """What else the person filed at the caller’s authority; always empty for whoever filed anonymously."""
        found = selectors.complaint_by_reference(self.actor, reference)
        require(self.actor.is_officer)
        others = by_the_same_person(self.actor, found).select_related(*selectors.NAMED_IN_LISTS)
        return self.get_paginated_response(ComplaintRow(self.paginate_queryset(others), many=True).data)
