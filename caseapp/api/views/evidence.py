"""Evidence: added as multipart, read as metadata, custody and original bytes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.errors import InvalidInput
from caseapp.evidence import selectors, services, serving
from caseapp.evidence.enums import Custody, DerivativeKind, Finding, Scan
from caseapp.evidence.models import Derivative, EvidenceItem, Vault
from caseapp.evidence.uploads import Incoming, ReceivesEvidence


class EvidenceShape(serializers.ModelSerializer[EvidenceItem]):
    """What is known of a file. `state` is how far the looking at it is; whether it was scanned says `scan`."""

    class Meta:
        model = EvidenceItem
        fields = [
            "id",
            "position",
            "title",
            "description",
            "captured_at",
            "file_name",
            "media_type",
            "size",
            "sha256",
            "state",
            "side",
            "created_at",
        ]
        read_only_fields = fields


class DerivativeShape(serializers.ModelSerializer[Derivative]):
    """Something made from a file: preview, thumbnail, or a page; its bytes are under `/evidence/derivatives/{id}/`."""

    class Meta:
        model = Derivative
        fields = ["id", "kind", "page", "media_type", "size", "sha256", "width", "height", "created_at"]
        read_only_fields = fields


class EvidenceDetailShape(EvidenceShape):
    """With what the last look at it came to. `facts` is what the file says of itself, which proves nothing alone."""

    scan = serializers.SerializerMethodField()
    scan_note = serializers.SerializerMethodField()
    finding = serializers.SerializerMethodField()
    facts = serializers.SerializerMethodField()
    derivatives = serializers.SerializerMethodField()

    class Meta(EvidenceShape.Meta):
        fields = [*EvidenceShape.Meta.fields, "scan", "scan_note", "finding", "facts", "derivatives"]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Scan.choices))
    def get_scan(self, item: EvidenceItem) -> str:
        found = selectors.examination_of(item)
        return found.scan if found is not None else Scan.NOT_SCANNED

    def get_scan_note(self, item: EvidenceItem) -> str:
        """Why there was no scan, or the name of what was found."""
        found = selectors.examination_of(item)
        return found.scan_note if found is not None else ""

    @extend_schema_field(serializers.ChoiceField(choices=Finding.choices, allow_blank=True))
    def get_finding(self, item: EvidenceItem) -> str:
        """Why it cannot be shown; empty when it can."""
        found = selectors.examination_of(item)
        return found.finding if found is not None else ""

    def get_facts(self, item: EvidenceItem) -> dict[str, Any]:
        return selectors.facts_of(self.context["actor"], item)

    @extend_schema_field(DerivativeShape(many=True))
    def get_derivatives(self, item: EvidenceItem) -> Any:
        return DerivativeShape(
            selectors.presented_item(self.context["actor"], item).item.derivatives.all(), many=True
        ).data


class EvidenceUpload(serializers.Serializer[Any]):
    """One file with what it shows."""

    file = serializers.FileField()
    title = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    captured_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class ComplaintEvidenceEndpoint(ReceivesEvidence, Endpoint):  # type: ignore[misc]
    """The evidence of a complaint."""

    open_to_all = True
    serializer_class = EvidenceShape
    parser_classes = [MultiPartParser]

    def evidence_vault(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Vault:
        """The vault that this request adds to, found with the caller that DRF authenticated."""
        actor = getattr(self, "actor", None) or request.actor  # type: ignore[attr-defined]
        return services.vault_of(actor=actor, complaint=self._complaint(actor, kwargs["reference"]))

    @extend_schema(responses={200: EvidenceShape(many=True)})
    def get(self, request: Request, reference: str) -> Response:
        """In the order they were added; nothing for whoever was not given the evidence."""
        complaint = self._complaint(self.actor, reference)
        rows = EvidenceShape(selectors.items_of(self.actor, complaint), many=True).data
        return Response({"results": rows, "next": None, "previous": None})

    @extend_schema(request={"multipart/form-data": EvidenceUpload}, responses={201: EvidenceShape})
    def post(self, request: Request, reference: str) -> Response:
        """Add one file. It is hashed and encrypted as it arrives; 413 over the limit, 415 for a kind not accepted."""
        incoming = request.FILES.get("file")
        if not isinstance(incoming, Incoming):
            raise InvalidInput.field("file", "Send one file under the name “file”.")
        if incoming.refusal is not None:
            raise incoming.refusal
        words: Any = request.data
        asked = EvidenceUpload(data={**words.dict(), "file": incoming})
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        complaint = self._complaint(self.actor, reference)
        item = services.add_item(
            actor=self.actor,
            vault=services.vault_of(actor=self.actor, complaint=complaint),
            incoming=incoming,
            title=data["title"],
            description=data["description"],
            captured_at=data["captured_at"],
        )
        return Response(EvidenceShape(item).data, status=status.HTTP_201_CREATED)

    def _complaint(self, actor: Any, reference: str) -> Complaint:
        return complaints.complaint_by_reference(actor, reference)


class EvidenceEndpoint(Endpoint):
    """One file's facts."""

    open_to_all = True
    serializer_class = EvidenceDetailShape

    @extend_schema(responses={200: EvidenceDetailShape})
    def get(self, request: Request, item_id: UUID) -> Response:
        """What is known of it; that it was opened is written into its custody."""
        found = selectors.item(self.actor, item_id)
        services.record_opened(actor=self.actor, item=found)
        return Response(EvidenceDetailShape(found, context={"actor": self.actor}).data)


class AnyAccept(BaseContentNegotiation):
    """The original comes as it is, whatever the caller says it accepts; errors are problem documents."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class EvidenceContentEndpoint(Endpoint):
    """One file's original bytes."""

    open_to_all = True
    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, item_id: UUID) -> Any:
        """The bytes as they arrived, as a download; the custody entry is committed before the first byte leaves."""
        asked = request.headers.get("Range", "")
        original = services.open_content(
            actor=self.actor, item=selectors.item(self.actor, item_id), continues=serving.begins_later(asked)
        )
        return serving.answer(original, asked)


class EvidenceDerivativeEndpoint(Endpoint):
    """The bytes of something made from a file."""

    open_to_all = True
    serializer_class = serializers.Serializer
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, derivative_id: UUID) -> Any:
        """As it is listed with the file; that it was looked at is written into the file's custody."""
        found = selectors.derivative(self.actor, derivative_id)
        handed = services.open_derivative(actor=self.actor, derivative=found)
        asked = request.headers.get("Range", "")
        if found.kind != DerivativeKind.REDACTED:
            services.record_previewed(actor=self.actor, item=found.item)
        elif not serving.begins_later(asked):
            services.record_act(actor=self.actor, act=Custody.DOWNLOADED, item=found.item, copy_sha256=found.sha256)
        return serving.answer(handed, asked)


class EvidenceCustodyEndpoint(Endpoint):
    """One file's custody chain."""

    open_to_all = True
    serializer_class = serializers.Serializer

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, item_id: UUID) -> Response:
        """Every act upon it, in order."""
        found = selectors.item(self.actor, item_id)
        steps = [
            {
                "at": step.at.isoformat(),
                "side": str(step.side),
                "action": step.action,
                "act": str(step.act),
                "sha256": step.sha256,
                "size": step.size,
                "sequence": step.sequence,
            }
            for step in selectors.custody(self.actor, found)
        ]
        return Response({"results": steps, "next": None, "previous": None})
