"""The public register over HTTP, and the texts that wait to be read over before they are public."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import AllowedActionSerializer, TransitionSerializer, allowed_actions
from caseapp.core.errors import NotAllowed
from caseapp.register import selectors, services
from caseapp.register.enums import Kind
from caseapp.register.models import PublicText, Snapshot
from caseapp.register.workflow import TEXT


class PublicTextWrite(serializers.Serializer[Any]):
    """What the public is to read; `left_out` is for whoever reads it over."""

    text = serializers.CharField(max_length=2_000)
    left_out = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)


class ReplyWrite(serializers.Serializer[Any]):
    """The respondent's reply in its own words."""

    text = serializers.CharField(max_length=2_000)
    received_on = serializers.DateField(required=False)


class PublicTextRead(serializers.ModelSerializer[PublicText]):
    """A version of a public text, and what the caller may do with it now."""

    status = serializers.CharField(source="state")
    subject = serializers.CharField(source="subject_reference")
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = PublicText
        fields = [
            *("reference", "kind", "subject", "status", "text", "left_out", "reason"),
            *("created_at", "reviewed_at", "allowed_actions"),
        ]
        read_only_fields = fields

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, text: PublicText) -> list[dict[str, Any]]:
        return allowed_actions(TEXT, self.context["actor"], text)


class SnapshotRead(serializers.ModelSerializer[Snapshot]):
    """A daily copy; `key_id` names the key that signed it, empty where none did."""

    class Meta:
        model = Snapshot
        fields = ["day", "size", "sha256", "key_id"]
        read_only_fields = fields


class _Publication(Endpoint):
    serializer_class = PublicTextWrite
    kind = Kind.DECISION

    @extend_schema(request=PublicTextWrite, responses={201: PublicTextRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Propose what the public is to read; a supervisor who did not write it publishes it."""
        asked = PublicTextWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        decision, fine, order = selectors.decision_to_publish(self.actor, self.kind, reference)
        made = services.propose_text(
            actor=self.actor, kind=self.kind, decision=decision, fine=fine, order=order, **asked.validated_data
        )
        return Response(PublicTextRead(made, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class DecisionPublicationEndpoint(_Publication):
    """The public text of an investigation's decision."""


class FinePublicationEndpoint(_Publication):
    """The public text of a fine."""

    kind = Kind.FINE


class OrderPublicationEndpoint(_Publication):
    """The public text of an order."""

    kind = Kind.ORDER


class DecisionReplyEndpoint(Endpoint):
    """The respondent's right of reply."""

    serializer_class = ReplyWrite

    @extend_schema(request=ReplyWrite, responses={201: PublicTextRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Record what the respondent answers; shown beside the entry once a supervisor read it over."""
        asked = ReplyWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        decision, _fine, _order = selectors.decision_to_publish(self.actor, Kind.REPLY, reference)
        made = services.record_reply(actor=self.actor, decision=decision, **asked.validated_data)
        return Response(PublicTextRead(made, context={"actor": self.actor}).data, status=status.HTTP_201_CREATED)


class PublicTextsEndpoint(Endpoint):
    """Public texts of the caller's authorities, with those that wait."""

    serializer_class = PublicTextRead
    pagination_class = KeysetPagination
    queryset = PublicText.objects.none()

    @extend_schema(responses={200: PublicTextRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        if not self.actor.is_officer:
            raise NotAllowed()
        rows = self.paginate_queryset(selectors.texts_to_review(self.actor))
        return self.get_paginated_response(PublicTextRead(rows, many=True, context={"actor": self.actor}).data)


class PublicTextTransitionsEndpoint(Endpoint):
    """Reading over a public text."""

    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: PublicTextRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """`approve` publishes it, `send_back` takes a `reason`."""
        found = selectors.text_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        action = asked.validated_data["action"]
        services.perform_on_text(actor=self.actor, text=found, action=action, given=asked.given())
        found = selectors.text_by_reference(self.actor, reference)
        return Response(PublicTextRead(found, context={"actor": self.actor}).data)


class RepliedEndpoint(Endpoint):
    """A public list of what was decided, each row with the respondent's reply; newest first."""

    open_to_all = True
    serializer_class = serializers.Serializer
    pagination_class = KeysetPagination
    queryset = PublicText.objects.none()

    published: Callable[[], QuerySet[Any]]
    record: Callable[[Any, str | None], dict[str, Any]]

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(self.published()) or []
        replies = selectors.all_replies()
        return self.get_paginated_response([self.record(one, replies.get(one.decision_id)) for one in rows])


class RegisterDecisionsEndpoint(RepliedEndpoint):
    """The public register's decisions, each with the respondent's reply."""

    published = staticmethod(selectors.published_decisions)
    record = staticmethod(selectors.decision_record)


class RegisterOrdersEndpoint(RepliedEndpoint):
    """The public register's orders, each with the respondent's reply."""

    published = staticmethod(selectors.public_orders)
    record = staticmethod(selectors.order_record)


class RegisterCopiesEndpoint(Endpoint):
    """The daily copies of the register; each ZIP is at `/register/data/{day}.zip`."""

    open_to_all = True
    serializer_class = SnapshotRead
    pagination_class = KeysetPagination
    queryset = Snapshot.objects.none()

    @extend_schema(responses={200: SnapshotRead(many=True)})
    def get(self, request: Request) -> Response:
        """Newest first."""
        rows = self.paginate_queryset(Snapshot.objects.all())
        return self.get_paginated_response(SnapshotRead(rows, many=True).data)
