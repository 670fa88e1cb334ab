"""Complaints: filed, read, acted upon, and written about."""

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Authority
from caseapp.api.base import Endpoint, idempotent
from caseapp.api.pagination import KeysetPagination
from caseapp.api.serializers.common import TimelineEntrySerializer, TransitionSerializer
from caseapp.api.serializers.complaints import (
    ComplaintFiled,
    ComplaintRead,
    ComplaintRow,
    ComplaintWrite,
    MessageSerializer,
)
from caseapp.complaints import selectors, services
from caseapp.complaints.enums import AccessKind
from caseapp.core import throttle
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.rules.dates import end_of, start_of

FILTERS = ("status", "jurisdiction", "respondent", "use", "assigned_to", "received_after", "received_before", "q")


class ComplaintsEndpoint(Endpoint):
    """File, or list what the caller may see."""

    serializer_class = ComplaintRow
    pagination_class = KeysetPagination
    orderings = ("-id", "id", "-occurred_on", "occurred_on")

    def get_permissions(self) -> list[Any]:
        self.open_to_all = self.request.method == "POST"
        return super().get_permissions()

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in (*FILTERS, "ordering")],
        responses={200: ComplaintRow(many=True)},
    )
    def get(self, request: Request) -> Response:
        """What the caller may see, newest first."""
        rows = self.paginate_queryset(_filtered(selectors.complaints(self.actor), request))
        return self.get_paginated_response(ComplaintRow(rows, many=True).data)

    @extend_schema(request=ComplaintWrite, responses={201: ComplaintFiled})
    @idempotent
    def post(self, request: Request) -> Response:
        """File a complaint; a visitor with a contact or anonymously, with a receipt code in the answer, this once."""
        if self.actor.is_visitor:
            throttle.hit("api-filing", throttle.client_key(request._request), limit=60, seconds=3600)
        asked = ComplaintWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        # An anonymous filing leaves no trace of the account it was made with.
        anonymous = asked.validated_data["anonymous"]
        filer = Actor(language=self.actor.language) if anonymous else self.actor
        filed = services.file_complaint(
            actor=filer,
            facts=asked.facts(filer),
            contact=asked.contact_given(),
            recovery=asked.validated_data["recovery_email"] if anonymous else "",
        )
        reader = filer if filer.is_signed_in else Actor(kind="receipt", complaint_id=filed.complaint.pk)
        shown = ComplaintFiled(filed.complaint, context={"actor": reader, "receipt_code": filed.receipt_code})
        return Response(shown.data, status=status.HTTP_201_CREATED)


class ComplaintEndpoint(Endpoint):
    """One complaint, for its parties or by `X-Receipt-Code`."""

    open_to_all = True
    serializer_class = ComplaintRead

    @extend_schema(responses={200: ComplaintRead})
    def get(self, request: Request, reference: str) -> Response:
        """The complaint with what the caller may do to it now."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        services.record_access(actor=self.actor, complaint=complaint, kind=AccessKind.READ)
        return Response(ComplaintRead(complaint, context={"actor": self.actor}).data)


class ComplaintTransitionsEndpoint(Endpoint):
    """Workflow actions."""

    open_to_all = True
    serializer_class = TransitionSerializer

    @extend_schema(request=TransitionSerializer, responses={200: ComplaintRead})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Do an action; 409 when the state does not allow it now, 403 when it is not the caller's to do."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        asked = TransitionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.given()
        if "authority" in given:
            authority = Authority.objects.filter(code=given["authority"]).first()
            if authority is None:
                raise InvalidInput.field("authority", "There is no authority of this code.")
            given["authority"] = authority
        complaint = services.perform(
            actor=self.actor, complaint=complaint, action=asked.validated_data["action"], given=given
        )
        complaint = selectors.complaint_by_reference(self.actor, complaint.reference)
        return Response(ComplaintRead(complaint, context={"actor": self.actor}).data)


class ComplaintMessagesEndpoint(Endpoint):
    """Correspondence."""

    open_to_all = True
    serializer_class = MessageSerializer

    @extend_schema(responses={200: MessageSerializer(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """The messages that the caller may read, oldest first."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        messages = selectors.messages(self.actor, complaint).prefetch_related("attachments")
        return Response({"results": MessageSerializer(messages, many=True).data, "next": None, "previous": None})

    @extend_schema(responses={201: MessageSerializer})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Write to the other side."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        asked = MessageSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        message = services.write_message(actor=self.actor, complaint=complaint, body=asked.validated_data["body"])
        return Response(MessageSerializer(message).data, status=status.HTTP_201_CREATED)


class ComplaintTimelineEndpoint(Endpoint):
    """What happened, as this caller may know it."""

    open_to_all = True
    serializer_class = TimelineEntrySerializer
    pagination_class = KeysetPagination

    @extend_schema(responses={200: TimelineEntrySerializer(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first."""
        complaint = selectors.complaint_by_reference(self.actor, reference)
        rows = self.paginate_queryset(selectors.timeline(self.actor, complaint))
        return self.get_paginated_response(TimelineEntrySerializer(rows, many=True).data)


def _filtered(queryset: Any, request: Request) -> Any:
    query = request.query_params
    plain = {"status": "state", "jurisdiction": "jurisdiction_id", "use": "use", "respondent": "respondent__reference"}
    for name, column in plain.items():
        if query.get(name):
            queryset = queryset.filter(**{column: query[name]})
    if query.get("assigned_to") == "me":
        queryset = queryset.filter(assigned_to_id=request._request.actor.user_id)  # type: ignore[attr-defined]
    elif query.get("assigned_to") == "nobody":
        queryset = queryset.filter(assigned_to=None)
    if query.get("received_after"):
        queryset = queryset.filter(submitted_at__gte=start_of(_day("received_after", query["received_after"])))
    if query.get("received_before"):
        queryset = queryset.filter(submitted_at__lte=end_of(_day("received_before", query["received_before"])))
    if query.get("q"):
        queryset = queryset.filter(selectors.with_words(query["q"]))
    return queryset


def _day(name: str, text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise InvalidInput.field(name, "Write the day as YYYY-MM-DD.")
    return day
