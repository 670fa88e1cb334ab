"""Whole matters over HTTP: taken out, brought in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.bundles import BuildShape
from caseapp.api.views.evidence import AnyAccept
from caseapp.evidence import services as evidence
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.moving import selectors, services
from caseapp.moving.models import Arrival, Departure
from caseapp.moving.services.arriving import MOST


class DepartureShape(serializers.ModelSerializer[Departure]):
    """An archive of a case file; its content can be taken while it is `ready`."""

    progress = BuildShape(source="job", read_only=True)
    ready = serializers.BooleanField(read_only=True)

    class Meta:
        model = Departure
        fields = ["id", "created_at", "progress", "ready", "size", "sha256", "files", "expires_at"]
        read_only_fields = fields


class ArrivalWrite(serializers.Serializer[Any]):
    """The archive that a firm took out, a ZIP file."""

    file = serializers.FileField()


class ArrivalShape(serializers.ModelSerializer[Arrival]):
    """An archive that came. `report` is what bringing it in would make, once it was checked: counts by table, and the
    people it names by their keys.
    """

    progress = BuildShape(source="job", read_only=True, allow_null=True)
    ready = serializers.BooleanField(source="waits", read_only=True)
    report = serializers.DictField(read_only=True)
    case_file: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)

    class Meta:
        model = Arrival
        fields = ["id", "created_at", "progress", "ready", "size", "sha256", "report", "case_file"]
        read_only_fields = fields


class BringInWrite(serializers.Serializer[Any]):
    """Who is who: keys of the archive, and ids of accounts of the firm. Whoever is left out becomes the caller."""

    people = serializers.DictField(child=serializers.IntegerField(), required=False, default=dict)


class CaseFileArchivesEndpoint(Endpoint):
    """Archives of a whole case file, for the firm."""

    serializer_class = DepartureShape
    pagination_class = KeysetPagination
    orderings = ("-created_at",)

    @extend_schema(responses={200: DepartureShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        found = case_file_by_reference(self.actor, reference)
        rows = self.paginate_queryset(selectors.departures(self.actor, found))
        return self.get_paginated_response(DepartureShape(rows, many=True).data)

    @extend_schema(request=None, responses={201: DepartureShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Have one made by a job; a partner's act."""
        made = services.take_out(actor=self.actor, case_file=case_file_by_reference(self.actor, reference))
        return Response(DepartureShape(made).data, status=status.HTTP_201_CREATED)


class ArchiveContentEndpoint(Endpoint):
    """One archive of a case file."""

    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, reference: str, identifier: UUID) -> Any:
        """The ZIP file; that it was taken is written down."""
        found = selectors.departure(self.actor, case_file_by_reference(self.actor, reference), identifier)
        pieces = services.open_archive(actor=self.actor, departure=found)
        name = content_disposition_header(True, f"{reference}.zip") or "attachment"
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


class ArrivalsEndpoint(Endpoint):
    """Archives that came to the firm."""

    serializer_class = ArrivalShape
    pagination_class = KeysetPagination
    orderings = ("-created_at",)
    parser_classes = (MultiPartParser,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Let the archive arrive sealed."""
        with evidence.sealing(request, most=MOST):
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
            return answer

    @extend_schema(responses={200: ArrivalShape(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        selectors.firm_to_bring_in(self.actor)
        rows = self.paginate_queryset(selectors.arrivals(self.actor))
        return self.get_paginated_response(ArrivalShape(rows, many=True).data)

    @extend_schema(request={"multipart/form-data": ArrivalWrite}, responses={201: ArrivalShape})
    def post(self, request: Request) -> Response:
        """Send one; a job checks it and tries it in full, and nothing is brought in yet."""
        firm = selectors.firm_to_bring_in(self.actor)
        asked = ArrivalWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.receive(actor=self.actor, firm=firm, file=asked.validated_data["file"])
        return Response(ArrivalShape(made).data, status=status.HTTP_201_CREATED)


class ArrivalEndpoint(Endpoint):
    """One archive that came."""

    serializer_class = ArrivalShape

    @extend_schema(responses={200: ArrivalShape})
    def get(self, request: Request, identifier: UUID) -> Response:
        """How far the work upon it is, and what it would make."""
        return Response(ArrivalShape(selectors.arrival(self.actor, identifier)).data)


class BringInEndpoint(Endpoint):
    """Bringing in what came."""

    serializer_class = ArrivalShape

    @extend_schema(request=BringInWrite, responses={202: ArrivalShape})
    @idempotent
    def post(self, request: Request, identifier: UUID) -> Response:
        """Make the case file of a checked archive, by a job: all or nothing, once."""
        asked = BringInWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        found = selectors.arrival(self.actor, identifier)
        begun = services.bring_in(actor=self.actor, arrival=found, people=asked.validated_data["people"])
        return Response(ArrivalShape(begun).data, status=status.HTTP_202_ACCEPTED)
