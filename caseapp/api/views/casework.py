"""Clusters and acts upon many."""

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import colleagues
from caseapp.api.base import Endpoint, idempotent, require
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.casework import (
    BulkActRead,
    BulkActWrite,
    BulkTransition,
    ClusterRead,
    ClusterRow,
    ClusterTransition,
    InternalNoteRead,
    InternalNoteWrite,
)
from caseapp.api.serializers.complaints import ComplaintRow
from caseapp.casework import services
from caseapp.casework.filters import narrowed, queue_of
from caseapp.casework.models import BulkAct
from caseapp.casework.selectors.bulk import bulk_by_reference
from caseapp.casework.selectors.notes import notes_of
from caseapp.complaints import selectors
from caseapp.complaints.enums import LIVE_CLUSTERS
from caseapp.complaints.services import clusters
from caseapp.core.errors import InvalidInput


class ClustersEndpoint(Endpoint):
    """Clusters of the authority."""

    serializer_class = ClusterRow
    pagination_class = KeysetPagination
    orderings = ("-priority", "-id")

    @extend_schema(parameters=[OpenApiParameter("status", str)], responses={200: ClusterRow(many=True)})
    def get(self, request: Request) -> Response:
        """Those in use, the most pressing first; others by `status`."""
        require(self.actor.is_officer)
        asked = request.query_params.get("status")
        found = selectors.clusters(self.actor).filter(state__in={asked} if asked else LIVE_CLUSTERS)
        return self.get_paginated_response(ClusterRow(self.paginate_queryset(found), many=True).data)


class ClusterEndpoint(Endpoint):
    """One cluster."""

    serializer_class = ClusterRead

    @extend_schema(responses={200: ClusterRead})
    def get(self, request: Request, reference: str) -> Response:
        """What its complaints have in common and where they differ."""
        found = selectors.cluster_by_reference(self.actor, reference)
        return Response(ClusterRead(found, context={"actor": self.actor}).data)


class ClusterComplaintsEndpoint(Endpoint):
    """The complaints of a cluster."""

    serializer_class = ComplaintRow
    pagination_class = KeysetPagination

    @extend_schema(responses={200: ComplaintRow(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = selectors.cluster_by_reference(self.actor, reference)
        rows = self.paginate_queryset(selectors.in_cluster(selectors.complaints(self.actor), found))
        return self.get_paginated_response(ComplaintRow(rows, many=True).data)


class ClusterTransitionsEndpoint(Endpoint):
    """Acts upon a cluster."""

    serializer_class = ClusterTransition

    @extend_schema(request=ClusterTransition, responses={200: ClusterRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Accept, confirm, add, split, remove, merge or dissolve; the answer is the cluster to look at afterwards."""
        found = selectors.cluster_by_reference(self.actor, reference)
        asked = ClusterTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        action = given.pop("action")
        if "complaints" in given:
            given["complaints"] = list(queue_of(self.actor).filter(reference__in=given["complaints"]))
        if "into" in given:
            given["into"] = selectors.cluster_by_reference(self.actor, given["into"])
        after = clusters.perform(actor=self.actor, cluster=found, action=action, given=given)
        after = selectors.cluster_by_reference(self.actor, after.reference)
        return Response(ClusterRead(after, context={"actor": self.actor}).data)


class BulkActsEndpoint(Endpoint):
    """Acts upon many."""

    serializer_class = BulkActWrite

    @extend_schema(request=BulkActWrite, responses={201: BulkActRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Freeze complaints for an act, and read what it would change; nothing is done yet."""
        require(self.actor.is_officer)
        asked = BulkActWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        if data.get("query"):
            found = narrowed(self.actor, QueryDict(data["query"]))
        else:
            found = queue_of(self.actor).filter(reference__in=data.get("complaints", []))
        bulk = services.freeze(actor=self.actor, action=data["action"], complaints=found, origin=data.get("query", ""))
        return Response(BulkActRead(bulk, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class BulkActEndpoint(Endpoint):
    """One act upon many."""

    serializer_class = BulkActRead

    @extend_schema(responses={200: BulkActRead})
    def get(self, request: Request, reference: str) -> Response:
        """What it would change while it is prepared; what became of each afterwards."""
        found = bulk_by_reference(self.actor, reference)
        return Response(BulkActRead(found, context={"actor": self.actor}).data)


class BulkActTransitionsEndpoint(Endpoint):
    """Starting, discarding and taking back."""

    serializer_class = BulkTransition

    @extend_schema(request=BulkTransition, responses={200: BulkActRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """A task does it; read the act again for its progress."""
        found = bulk_by_reference(self.actor, reference)
        asked = BulkTransition(data=request.data)
        asked.is_valid(raise_exception=True)
        given = dict(asked.validated_data)
        action = given.pop("action")
        if action == "start":
            services.start(actor=self.actor, bulk=found, given=self._plain(found, given))
        else:
            {"discard": services.discard, "take_back": services.take_back}[action](actor=self.actor, bulk=found)
        found = bulk_by_reference(self.actor, reference)
        return Response(BulkActRead(found, context={"actor": self.actor}).data)

    def _plain(self, bulk: BulkAct, given: dict[str, Any]) -> dict[str, Any]:
        """What was sent, with names made ids, as the act keeps it."""
        if "authority" in given:
            receiver = Authority.objects.filter(code=given["authority"]).first()
            if receiver is None:
                raise InvalidInput.field("authority", "There is no authority of this code.")
            given["authority"] = receiver.pk
        if "assignee" in given:
            person = colleagues(self.actor, bulk.authority).filter(email__iexact=given["assignee"]).first()
            if person is None:
                raise InvalidInput.field("assignee", "No colleague of yours has this address.")
            given["assignee"] = person.pk
        if "due_on" in given:
            given["due_on"] = given["due_on"].isoformat()
        return given


class InternalNotesEndpoint(Endpoint):
    """Notes that an authority keeps for itself."""

    serializer_class = InternalNoteRead
    pagination_class = KeysetPagination

    @extend_schema(responses={200: InternalNoteRead(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Those of the caller’s own authority, newest first."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        require(self.actor.is_officer)
        rows = self.paginate_queryset(notes_of(self.actor, complaint))
        return self.get_paginated_response(InternalNoteRead(rows, many=True).data)

    @extend_schema(request=InternalNoteWrite, responses={201: InternalNoteRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Write one, while the authority has the complaint. The complainant never reads it."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        asked = InternalNoteWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        note = services.write_internal_note(actor=self.actor, complaint=complaint, body=asked.validated_data["body"])
        return Response(InternalNoteRead(note).data, status=status.HTTP_201_CREATED)
