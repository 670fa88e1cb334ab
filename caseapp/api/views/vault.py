"""What is done with evidence over HTTP: handed over, asked for, checked, redacted, and a sealed original opened."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint, idempotent
from caseapp.api.serializers.vault import (
    BoxesWrite,
    DisclosureShape,
    DisclosureWrite,
    EvidenceRequestMade,
    EvidenceRequestShape,
    EvidenceRequestWrite,
    ExportShape,
    ExportWrite,
    HashFound,
    HashWrite,
    RedactionBegin,
    RedactionShape,
    RedactionStep,
)
from caseapp.api.views.evidence import AnyAccept
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.core.policies import can
from caseapp.evidence import selectors, services, serving
from caseapp.evidence.models import Redaction


class _OfComplaint(Endpoint):
    """Something of the evidence of a complaint; 404 for whoever was not given its evidence."""

    open_to_all = True

    def complaint(self, reference: str) -> Complaint:
        found = complaints.complaint_by_reference(self.actor, reference)
        if not can(self.actor, "complaints.view_evidence", found):
            raise NotFound()
        return found


class ExportsEndpoint(_OfComplaint):
    """The caller's exports of a complaint's evidence."""

    serializer_class = ExportWrite

    @extend_schema(responses={200: ExportShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first; others' exports are not listed."""
        rows = selectors.exports_of(self.actor, self.complaint(reference))[:50]
        return Response({"results": ExportShape(rows, many=True).data, "next": None, "previous": None})

    @extend_schema(request=ExportWrite, responses={202: ExportShape})
    @idempotent
    def post(self, request: Request, reference: str) -> Response:
        """Ask for a bag (BagIt, RFC 8493, in a ZIP) of the chosen files; a job builds it."""
        asked = ExportWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        export = services.ask_export(
            actor=self.actor, complaint=self.complaint(reference), item_ids=asked.validated_data["items"]
        )
        return Response(ExportShape(export).data, status=status.HTTP_202_ACCEPTED)


class ExportEndpoint(Endpoint):
    """One export of the caller's."""

    open_to_all = True
    serializer_class = ExportShape

    @extend_schema(responses={200: ExportShape})
    def get(self, request: Request, export_id: UUID) -> Response:
        """How far its job is."""
        return Response(ExportShape(selectors.export(self.actor, export_id)).data)


class ExportContentEndpoint(Endpoint):
    """The finished bag."""

    open_to_all = True
    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> Any:
        """The ZIP; “handed over” is written for each file before the first byte leaves. 409 while it is built."""
        found = services.open_export(actor=self.actor, export=selectors.export(self.actor, export_id))
        return serving.answer(found, request.headers.get("Range", ""))


class EvidenceRequestsEndpoint(_OfComplaint):
    """Requests to somebody outside for a file, by link."""

    serializer_class = EvidenceRequestWrite

    @extend_schema(responses={200: EvidenceRequestShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """Newest first, for those who may add evidence."""
        rows = selectors.requests_of(self.actor, self._open(reference))
        return Response({"results": EvidenceRequestShape(rows, many=True).data, "next": None, "previous": None})

    @extend_schema(request=EvidenceRequestWrite, responses={201: EvidenceRequestMade})
    def post(self, request: Request, reference: str) -> Response:
        """Ask for a file. `link` is told this once, so the answer cannot be repeated by an Idempotency-Key."""
        asked = EvidenceRequestWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made, code = services.ask_for_evidence(
            actor=self.actor, complaint=self._open(reference), **asked.validated_data
        )
        link = settings.SITE_URL + reverse("evidence:give_link", args=[code])
        return Response({**EvidenceRequestShape(made).data, "link": link}, status=status.HTTP_201_CREATED)

    def _open(self, reference: str) -> Complaint:
        found = self.complaint(reference)
        if not can(self.actor, "evidence.add", found):
            raise NotFound()
        return found


class EvidenceRequestEndpoint(Endpoint):
    """One request by link."""

    open_to_all = True
    serializer_class = EvidenceRequestShape

    @extend_schema(responses={200: EvidenceRequestShape})
    def get(self, request: Request, request_id: UUID) -> Response:
        """As those who asked see it."""
        return Response(EvidenceRequestShape(selectors.request(self.actor, request_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, request_id: UUID) -> Response:
        """Take it back: the link opens nothing any more, what was given stays."""
        services.revoke_request(actor=self.actor, request=selectors.request(self.actor, request_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class VerifyEndpoint(_OfComplaint):
    """Whether a file is among the evidence of a complaint."""

    serializer_class = HashWrite

    @extend_schema(request=HashWrite, responses={200: HashFound})
    def post(self, request: Request, reference: str) -> Response:
        """By its SHA-256, which the caller computes; the file itself stays where it is."""
        asked = HashWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        found = selectors.item_with_hash(self.actor, self.complaint(reference), asked.validated_data["sha256"])
        told = {
            "known": found is not None,
            "item": found.pk if found else None,
            "received_at": found.created_at if found else None,
        }
        return Response(HashFound(told).data)


class _Redacting(Endpoint):
    """Redacted copies, for whoever may make them."""

    open_to_all = True

    def told(self, redaction: Redaction, code: int = 200) -> Response:
        return Response(RedactionShape(redaction, context={"actor": self.actor}).data, status=code)


class RedactionsEndpoint(_Redacting):
    """The redacted copies of a file."""

    serializer_class = RedactionShape

    @extend_schema(request=None, responses={200: RedactionShape(many=True)})
    def get(self, request: Request, item_id: UUID) -> Response:
        """Newest first, those given up among them."""
        rows = selectors.redactions_of(self.actor, selectors.item(self.actor, item_id))
        data = RedactionShape(rows, many=True, context={"actor": self.actor}).data
        return Response({"results": data, "next": None, "previous": None})

    @extend_schema(request=RedactionBegin, responses={202: RedactionShape})
    def post(self, request: Request, item_id: UUID) -> Response:
        """Begin one, or answer the one begun: a job proposes boxes, or makes a stripped copy. 409 where none can be."""
        item = selectors.item(self.actor, item_id)
        asked = RedactionBegin(data=request.data)
        asked.is_valid(raise_exception=True)
        begin = services.strip_metadata if asked.validated_data["strip"] else services.start_redaction
        return self.told(begin(actor=self.actor, item=item), status.HTTP_202_ACCEPTED)


class RedactionEndpoint(_Redacting):
    """One redacted copy."""

    serializer_class = BoxesWrite

    @extend_schema(responses={200: RedactionShape})
    def get(self, request: Request, redaction_id: UUID) -> Response:
        """Its boxes, its pages or frames, how far its job is, and what the check of the finished copy found."""
        return self.told(selectors.redaction(self.actor, redaction_id))

    @extend_schema(request=BoxesWrite, responses={200: RedactionShape})
    def put(self, request: Request, redaction_id: UUID) -> Response:
        """Set all its boxes anew; a copy made before is thrown away. 409 while a job works on it."""
        found = selectors.redaction(self.actor, redaction_id)
        asked = BoxesWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        boxes, sound = asked.validated_data["boxes"], asked.validated_data.get("keeps_sound")
        services.edit_boxes(actor=self.actor, redaction=found, boxes=boxes, keeps_sound=sound)
        return self.told(selectors.redaction(self.actor, redaction_id))


class RedactionTransitionsEndpoint(_Redacting):
    """Steps of a redacted copy."""

    serializer_class = RedactionStep

    @extend_schema(request=RedactionStep, responses={200: RedactionShape})
    def post(self, request: Request, redaction_id: UUID) -> Response:
        """Have it made, used instead of the original, changed or given up, or another moment of a film shown."""
        found = selectors.redaction(self.actor, redaction_id)
        asked = RedactionStep(data=request.data)
        asked.is_valid(raise_exception=True)
        action = asked.validated_data["action"]
        if action == "make":
            services.make_copy(actor=self.actor, redaction=found)
        elif action == "use":
            services.use_copy(actor=self.actor, redaction=found)
        elif action == "drop":
            services.drop_redaction(actor=self.actor, redaction=found)
        elif action == "edit":
            services.edit_boxes(actor=self.actor, redaction=found, boxes=found.boxes)
        elif "second" in asked.validated_data:
            services.show_frame(actor=self.actor, redaction=found, second=asked.validated_data["second"])
        else:
            raise InvalidInput.field("second", "Say which second of the film is to be shown.")
        found.refresh_from_db()
        return self.told(found)


class DisclosuresEndpoint(Endpoint):
    """Opening a sealed original to oneself."""

    open_to_all = True
    serializer_class = DisclosureWrite

    @extend_schema(request=DisclosureWrite, responses={201: DisclosureShape})
    def post(self, request: Request, item_id: UUID) -> Response:
        """For an hour, for a stated reason; 403 for whoever may not ask."""
        item = selectors.item(self.actor, item_id)
        asked = DisclosureWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        made = services.disclose_original(actor=self.actor, item=item, reason=asked.validated_data["reason"])
        return Response(DisclosureShape(made).data, status=status.HTTP_201_CREATED)
