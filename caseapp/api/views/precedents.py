"""Curating precedents, suggesting them, and saved searches."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TransitionSerializer
from caseapp.api.serializers.precedents import (
    AlertShape,
    AlertWrite,
    HistoryShape,
    RevisionPatch,
    RevisionRead,
    RevisionRow,
    RevisionWrite,
    SuggestionRead,
    SuggestionWrite,
)
from caseapp.core import throttle
from caseapp.core.policies import can
from caseapp.precedents import selectors, services
from caseapp.precedents.models import Revision
from caseapp.precedents.services import alerts as alert_services


class PrecedentHistoryEndpoint(Endpoint):
    """The public versions of one precedent."""

    open_to_all = True
    serializer_class = HistoryShape

    @extend_schema(responses={200: HistoryShape(many=True)})
    def get(self, request: Request, slug: str) -> Response:
        """Newest first; empty while the record stands as it was first loaded."""
        precedent = selectors.precedent_by_slug(self.actor, slug)
        rows = HistoryShape(selectors.history(self.actor, precedent), many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class RevisionsEndpoint(Endpoint):
    """Versions of precedents."""

    serializer_class = RevisionRow
    pagination_class = KeysetPagination

    def get_permissions(self) -> list[Any]:
        self.open_to_all = self.request.method == "GET"
        return super().get_permissions()

    @extend_schema(
        operation_id="precedent_versions_list",
        parameters=[OpenApiParameter("status", str)],
        responses={200: RevisionRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """Newest first: curators see all of them, everybody else those that are public."""
        found = selectors.revisions(self.actor)
        if request.query_params.get("status"):
            found = found.filter(state=request.query_params["status"])
        return self.get_paginated_response(RevisionRow(self.paginate_queryset(found), many=True).data)

    @extend_schema(request=RevisionWrite, responses={201: RevisionRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Keep a draft; with `propose` it is checked and sent to a second curator, or nothing is kept. For curators."""
        require(can(self.actor, "precedents.curate"))
        asked = RevisionWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        slug = data.get("precedent")
        with transaction.atomic():
            written = services.write_revision(
                actor=self.actor,
                content=data["record"],
                reason=data["reason"],
                precedent=selectors.precedent_by_slug(self.actor, slug) if slug else None,
            )
            if data["propose"]:
                written = services.perform(actor=self.actor, revision=written, action="propose")
        return Response(_shown(self, written), status=status.HTTP_201_CREATED)


class RevisionEndpoint(Endpoint):
    """One version of a precedent."""

    serializer_class = RevisionRead

    def get_permissions(self) -> list[Any]:
        self.open_to_all = self.request.method == "GET"
        return super().get_permissions()

    @extend_schema(operation_id="precedent_versions_retrieve", responses={200: RevisionRead})
    def get(self, request: Request, reference: str) -> Response:
        """The version with its record, its changes, and what the caller may do to it now."""
        return Response(_shown(self, selectors.revision_by_reference(self.actor, reference)))

    @extend_schema(request=RevisionPatch, responses={200: RevisionRead})
    def patch(self, request: Request, reference: str) -> Response:
        """Change a draft, or a version that was sent back; for its author."""
        found = selectors.revision_by_reference(self.actor, reference)
        asked = RevisionPatch(data=request.data)
        asked.is_valid(raise_exception=True)
        written = services.write_revision(
            actor=self.actor,
            revision=found,
            content={**found.content, **asked.validated_data.get("record", {})},
            reason=asked.validated_data.get("reason", found.reason),
        )
        return Response(_shown(self, written))


class RevisionTransitionsEndpoint(Endpoint):
    """Workflow actions of a version."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: RevisionRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action; `approve` takes a curator who did not write the version."""
        found = selectors.revision_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.perform(actor=self.actor, revision=found, action=asked.validated_data["action"], given=asked.given())
        return Response(_shown(self, selectors.revision_by_reference(self.actor, reference)))


class SuggestionsEndpoint(Endpoint):
    """Suggested precedents and corrections."""

    serializer_class = SuggestionRead
    pagination_class = KeysetPagination

    def get_permissions(self) -> list[Any]:
        self.open_to_all = self.request.method == "POST"
        return super().get_permissions()

    @extend_schema(operation_id="precedent_suggestions_list", responses={200: SuggestionRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first, for curators."""
        require(can(self.actor, "precedents.curate"))
        rows = self.paginate_queryset(selectors.suggestions(self.actor))
        return self.get_paginated_response(SuggestionRead(rows, many=True, context={"actor": self.actor}).data)

    @extend_schema(request=SuggestionWrite, responses={201: SuggestionRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Suggest one, without an account; follow it by its reference."""
        asked = SuggestionWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        slug = data.pop("precedent", "")
        made = services.suggest(
            actor=self.actor,
            precedent=selectors.precedent_by_slug(self.actor, slug) if slug else None,
            throttle_key=throttle.client_key(request._request),
            **data,
        )
        return Response(SuggestionRead(made, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class SuggestionEndpoint(Endpoint):
    """One suggestion."""

    open_to_all = True
    serializer_class = SuggestionRead

    @extend_schema(operation_id="precedent_suggestions_retrieve", responses={200: SuggestionRead})
    def get(self, request: Request, reference: str) -> Response:
        """What became of it, for whoever knows its reference."""
        found = selectors.suggestion_by_reference(reference)
        return Response(SuggestionRead(found, context={"actor": self.actor}).data)


class SuggestionTransitionsEndpoint(Endpoint):
    """A curator's answer to a suggestion."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: SuggestionRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """`accept` opens a draft from it; `decline` takes a reason."""
        found = selectors.suggestion_by_reference(reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.answer_suggestion(
            actor=self.actor, suggestion=found, action=asked.validated_data["action"], given=asked.given()
        )
        found = selectors.suggestion_by_reference(reference)
        return Response(SuggestionRead(found, context={"actor": self.actor}).data)


class AlertsEndpoint(Endpoint):
    """The caller's saved searches."""

    serializer_class = AlertShape

    @extend_schema(operation_id="precedent_alerts_list", responses={200: AlertShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = AlertShape(selectors.alerts(self.actor), many=True).data
        return Response({"results": rows, "next": None, "previous": None})

    @extend_schema(request=AlertWrite, responses={201: AlertShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Save one; a mail goes to the account's address when a precedent newly matches it."""
        asked = AlertWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        made = alert_services.save_alert(
            actor=self.actor,
            query=selectors.PrecedentQuery.from_mapping(data["query"]),
            cadence=data["cadence"],
            note=data["note"],
            throttle_key=throttle.client_key(request._request),
        )
        return Response(AlertShape(made).data, status=status.HTTP_201_CREATED)


class AlertEndpoint(Endpoint):
    """One saved search."""

    serializer_class = AlertShape

    @extend_schema(responses={204: None})
    def delete(self, request: Request, identifier: str) -> Response:
        """End and delete it."""
        alert_services.end_alert(actor=self.actor, alert=selectors.own_alert(self.actor, identifier))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _shown(view: Endpoint, revision: Revision) -> Any:
    return RevisionRead(revision, context={"actor": view.actor}).data
