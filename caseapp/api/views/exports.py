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
from caseapp.casework.models import SavedView
from caseapp.core.errors import NotAllowed, NotFound
from caseapp.evidence.serving import answer, begins_later
from caseapp.exports import selectors, services
from caseapp.exports.enums import Form, Rhythm
from caseapp.exports.lists import LISTS
from caseapp.exports.models import Export, ReportPlan


class ListExportWrite(serializers.Serializer[Any]):
    """Which list, in which form, narrowed by the query of its page (`state=open`)."""

    list = serializers.ChoiceField(choices=sorted(LISTS))
    form = serializers.ChoiceField(choices=Form.choices)
    query = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)


class ListExportRead(serializers.ModelSerializer[Export]):
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

    serializer_class = ListExportRead
    pagination_class = KeysetPagination
    orderings = ("-created_at",)
    queryset = Export.objects.none()

    @extend_schema(responses={200: ListExportRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(selectors.exports(self.actor))
        return self.get_paginated_response(ListExportRead(rows, many=True).data)

    @extend_schema(request=ListExportWrite, responses={201: ListExportRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for a list; a job makes it."""
        asked = ListExportWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        made = services.ask_export(actor=self.actor, list_name=given["list"], form=given["form"], query=given["query"])
        return Response(ListExportRead(made).data, status=status.HTTP_201_CREATED)


class ExportEndpoint(Endpoint):
    """One of the caller's exports."""

    serializer_class = ListExportRead

    @extend_schema(responses={200: ListExportRead})
    def get(self, request: Request, identifier: UUID) -> Response:
        """How far it is."""
        return Response(ListExportRead(selectors.export(self.actor, identifier)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, identifier: UUID) -> Response:
        """Forget it before its time."""
        services.delete_export(actor=self.actor, export=selectors.export(self.actor, identifier))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ExportContentEndpoint(Endpoint):
    """The file of one of the caller's exports."""

    serializer_class = ListExportRead

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, identifier: UUID) -> Any:
        """Whole, or the part that `Range` asks for."""
        found = selectors.export(self.actor, identifier)
        if not found.ready:
            raise NotFound()
        wanted = request.headers.get("Range", "")
        content = services.open_export(actor=self.actor, export=found, continues=begins_later(wanted))
        return answer(content, wanted)


class ReportWrite(serializers.Serializer[Any]):
    """`view` is the number of a kept view; without one the report is of the numbers."""

    view = serializers.IntegerField(required=False, allow_null=True, default=None)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    form = serializers.ChoiceField(choices=Form.choices)


class ReportRead(serializers.ModelSerializer[ReportPlan]):
    """A report by the clock; it rests while `paused_at` is set."""

    class Meta:
        model = ReportPlan
        fields = ["id", "view", "rhythm", "form", "next_on", "paused_at"]
        read_only_fields = fields


class ReportChange(serializers.Serializer[Any]):
    paused = serializers.BooleanField()


class ReportsEndpoint(Endpoint):
    """The caller's own reports by the clock."""

    serializer_class = ReportRead

    @extend_schema(responses={200: ReportRead(many=True)})
    def get(self, request: Request) -> Response:
        """All of them."""
        if not self.actor.authorities:
            raise NotAllowed()
        return Response(ReportRead(selectors.reports(self.actor), many=True).data)

    @extend_schema(request=ReportWrite, responses={201: ReportRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Plan one, from the next Monday or first of a month on."""
        asked = ReportWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        view = None
        if given["view"] is not None:
            view = SavedView.objects.visible_to(self.actor).filter(pk=given["view"]).first()
            if view is None:
                raise NotFound()
        plan = services.plan_report(actor=self.actor, view=view, rhythm=given["rhythm"], form=given["form"])
        return Response(ReportRead(plan).data, status=status.HTTP_201_CREATED)


class ReportEndpoint(Endpoint):
    """One of the caller's reports."""

    serializer_class = ReportRead

    @extend_schema(request=ReportChange, responses={200: ReportRead})
    def patch(self, request: Request, number: int) -> Response:
        """Let it rest, or come again."""
        asked = ReportChange(data=request.data)
        asked.is_valid(raise_exception=True)
        plan = selectors.report(self.actor, number)
        plan = services.pause_report(actor=self.actor, plan=plan, paused=asked.validated_data["paused"])
        return Response(ReportRead(plan).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, number: int) -> Response:
        """End it."""
        services.delete_report(actor=self.actor, plan=selectors.report(self.actor, number))
        return Response(status=status.HTTP_204_NO_CONTENT)
