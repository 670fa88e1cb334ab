"""Lists as files over HTTP: asked for, waited for, downloaded in one go or in parts."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.core.errors import NotFound
from caseapp.evidence.serving import answer, begins_later
from caseapp.exports import selectors, services
from caseapp.exports.enums import Form
from caseapp.exports.lists import LISTS
from caseapp.exports.models import Export


class ExportWrite(serializers.Serializer[Any]):
    """Which list, in which form, narrowed by the query of its page (`state=open`)."""

    list = serializers.ChoiceField(choices=sorted(LISTS))
    form = serializers.ChoiceField(choices=Form.choices)
    query = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)


class ExportRead(serializers.ModelSerializer[Export]):
    """An export; `content` can be downloaded once `ready`, until it expires."""

    list = serializers.CharField(source="list_name")
    status = serializers.CharField(source="job.state")
    done = serializers.IntegerField(source="job.done")
    total = serializers.IntegerField(source="job.total")
    ready = serializers.BooleanField()

    class Meta:
        model = Export
        fields = [
            *("id", "list", "form", "query", "status", "done", "total", "ready"),
            *("rows", "size", "sha256", "created_at", "made_at", "expires_at"),
        ]
        read_only_fields = fields


class ExportsEndpoint(Endpoint):
    """The caller's own exports."""

    serializer_class = ExportRead
    pagination_class = KeysetPagination
    orderings = ("-created_at",)
    queryset = Export.objects.none()

    @extend_schema(responses={200: ExportRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(selectors.exports(self.actor))
        return self.get_paginated_response(ExportRead(rows, many=True).data)

    @extend_schema(request=ExportWrite, responses={201: ExportRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for a list; a job makes it."""
        asked = ExportWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        made = services.ask_export(actor=self.actor, list_name=given["list"], form=given["form"], query=given["query"])
        return Response(ExportRead(made).data, status=status.HTTP_201_CREATED)


class ExportEndpoint(Endpoint):
    """One of the caller's exports."""

    serializer_class = ExportRead

    @extend_schema(responses={200: ExportRead})
    def get(self, request: Request, identifier: UUID) -> Response:
        """How far it is."""
        return Response(ExportRead(selectors.export(self.actor, identifier)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, identifier: UUID) -> Response:
        """Forget it before its time."""
        services.delete_export(actor=self.actor, export=selectors.export(self.actor, identifier))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ExportContentEndpoint(Endpoint):
    """The file of one of the caller's exports."""

    serializer_class = ExportRead

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, identifier: UUID) -> Any:
        """Whole, or the part that `Range` asks for."""
        found = selectors.export(self.actor, identifier)
        if not found.ready:
            raise NotFound()
        wanted = request.headers.get("Range", "")
        content = services.open_export(actor=self.actor, export=found, continues=begins_later(wanted))
        return answer(content, wanted)
