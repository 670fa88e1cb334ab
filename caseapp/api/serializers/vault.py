"""Shapes of what is done with evidence: exports, requests by link, redacted copies, sealed originals, hashes."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import AllowedActionSerializer, allowed_actions
from caseapp.core.enums import JobState
from caseapp.evidence import selectors
from caseapp.evidence.enums import BoxKind
from caseapp.evidence.models import Disclosure, EvidenceRequest, Export, Redaction
from caseapp.evidence.services.requests import MOST_DAYS
from caseapp.evidence.workflow import REDACTION


class ExportWrite(serializers.Serializer[Any]):
    """The files to hand over, by id."""

    items = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)


class ExportShape(serializers.ModelSerializer[Export]):
    """A bag in the making: `state` and steps of its job; its bytes are under `…/content/` once it is done."""

    state = serializers.ChoiceField(choices=JobState.choices, source="job.state", read_only=True)
    done = serializers.IntegerField(source="job.done", read_only=True)
    total = serializers.IntegerField(source="job.total", read_only=True)
    items = serializers.ListField(child=serializers.UUIDField(), read_only=True)

    class Meta:
        model = Export
        fields = ["id", "state", "done", "total", "items", "size", "side", "created_at", "expires_at"]
        read_only_fields = fields


class EvidenceRequestWrite(serializers.Serializer[Any]):
    """What is asked for. Whoever gets the link reads `question` alone; `recipient` is for one's own side."""

    question = serializers.CharField(max_length=2000)
    recipient = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=14)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")


class EvidenceRequestShape(serializers.ModelSerializer[EvidenceRequest]):
    """A request by link, with the ids of the files that came in."""

    recipient = serializers.CharField(read_only=True)
    items = serializers.SerializerMethodField()

    class Meta:
        model = EvidenceRequest
        fields = ["id", "question", "recipient", "language", "side", "created_at", "expires_at", "revoked_at", "items"]
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_items(self, request: EvidenceRequest) -> list[str]:
        return [str(item.pk) for item in request.items.all()]


class EvidenceRequestMade(EvidenceRequestShape):
    """With the link, which is told this once."""

    link = serializers.URLField(read_only=True)

    class Meta(EvidenceRequestShape.Meta):
        fields = [*EvidenceRequestShape.Meta.fields, "link"]
        read_only_fields = fields


class HashWrite(serializers.Serializer[Any]):
    """The SHA-256 of a file, in any of the ways people write it."""

    sha256 = serializers.CharField(max_length=200)


class HashFound(serializers.Serializer[Any]):
    """Whether a file with this SHA-256 is among the evidence that the caller may see, and which."""

    known = serializers.BooleanField()
    item = serializers.UUIDField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)


class BoxShape(serializers.Serializer[Any]):
    """A box in shares (0 to 1) of its page. In a film `page` is a frame, and boxes of one `subject` cover one thing."""

    page = serializers.IntegerField(min_value=1, default=1)
    left = serializers.FloatField(min_value=0, max_value=1)
    top = serializers.FloatField(min_value=0, max_value=1)
    width = serializers.FloatField(min_value=0, max_value=1)
    height = serializers.FloatField(min_value=0, max_value=1)
    kind = serializers.ChoiceField(choices=BoxKind.choices, default=BoxKind.OTHER)
    found = serializers.BooleanField(default=False)
    subject = serializers.IntegerField(min_value=1, required=False)
    since = serializers.FloatField(min_value=0, required=False)
    until = serializers.FloatField(min_value=0, required=False)
    second = serializers.FloatField(read_only=True)


class RedactionBegin(serializers.Serializer[Any]):
    """What kind of copy: with `strip` one that hides nothing and is used at once, without position and metadata."""

    strip = serializers.BooleanField(default=False)


class BoxesWrite(serializers.Serializer[Any]):
    """All boxes of a copy, and of a film whether its sound stays."""

    boxes = BoxShape(many=True)
    keeps_sound = serializers.BooleanField(required=False)


class PageShape(serializers.Serializer[Any]):
    """A page, or a frame of a film, to put boxes on; its bytes are under `/evidence/derivatives/{picture}/`."""

    number = serializers.IntegerField()
    picture = serializers.UUIDField(source="picture.pk")
    second = serializers.FloatField(source="picture.second", allow_null=True)


class RedactionShape(serializers.ModelSerializer[Redaction]):
    """A redacted copy: `proof` is what the check of the finished copy found, `copy` the derivative with its bytes."""

    item = serializers.UUIDField(source="item_id", read_only=True)
    boxes = BoxShape(many=True, read_only=True)
    proof = serializers.JSONField(read_only=True)
    pages = serializers.SerializerMethodField()
    copy = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Redaction
        fields = [
            "id",
            "item",
            "state",
            "side",
            "boxes",
            "keeps_sound",
            "use_when_made",
            "proof",
            "pages",
            "copy",
            "done",
            "total",
            "allowed_actions",
            "created_at",
        ]
        read_only_fields = fields

    @extend_schema_field(PageShape(many=True))
    def get_pages(self, redaction: Redaction) -> Any:
        return PageShape(selectors.redaction_pages(redaction), many=True).data

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_copy(self, redaction: Redaction) -> str | None:
        found = selectors.finished_copy(redaction)
        return str(found.pk) if found is not None else None

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, redaction: Redaction) -> list[dict[str, Any]]:
        return allowed_actions(REDACTION, self.context["actor"], redaction)


class RedactionStep(serializers.Serializer[Any]):
    """A step of a redacted copy; `show_frame` takes the `second` of a film that is to be shown."""

    action = serializers.ChoiceField(choices=["show_frame", "edit", "make", "use", "drop"])
    second = serializers.FloatField(min_value=0, required=False)


class DisclosureWrite(serializers.Serializer[Any]):
    """Why the sealed original is needed; everybody who sees the evidence reads it."""

    reason = serializers.CharField(max_length=500)


class DisclosureShape(serializers.ModelSerializer[Disclosure]):
    """Until when a sealed original stands open to the caller."""

    class Meta:
        model = Disclosure
        fields = ["id", "side", "until", "created_at"]
        read_only_fields = fields
