"""Compliance orders as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.api.serializers.common import allowed_actions
from caseapp.api.serializers.enforcement import RespondentShort
from caseapp.enforcement.enums import OrderKind
from caseapp.enforcement.models import ComplianceOrder, OrderProof
from caseapp.enforcement.selectors import PLAIN_WORDS
from caseapp.enforcement.workflow import ORDER


class OrderRow(serializers.ModelSerializer[ComplianceOrder]):
    """An order in a list; `in_plain_words` is what complainants read of it."""

    status = serializers.CharField(source="state")
    authority: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    respondent = RespondentShort(read_only=True)
    in_plain_words = serializers.SerializerMethodField()

    class Meta:
        model = ComplianceOrder
        fields = [
            "reference",
            "status",
            "kind",
            "in_plain_words",
            "authority",
            "respondent",
            "ordered_on",
            "due_on",
            "fulfilled_on",
            "published_at",
            "summary",
        ]
        read_only_fields = fields

    def get_in_plain_words(self, order: ComplianceOrder) -> str:
        return str(PLAIN_WORDS[order.kind])


class OrderRead(OrderRow):
    """An order whole, for the authority that made it, with what the caller may do to it now."""

    investigation = serializers.CharField(source="decision.investigation.reference", read_only=True)
    allowed_actions = serializers.SerializerMethodField()

    class Meta(OrderRow.Meta):
        fields = [*OrderRow.Meta.fields, "investigation", "text", "recheck_on", "allowed_actions"]
        read_only_fields = fields

    def get_allowed_actions(self, order: ComplianceOrder) -> list[dict[str, Any]]:
        return allowed_actions(ORDER, self.context["actor"], order)


class OrderWrite(serializers.Serializer[Any]):
    """An order to add to the draft of a decision."""

    kind = serializers.ChoiceField(choices=OrderKind.choices)
    text = serializers.CharField(max_length=10_000)
    due_on = serializers.DateField()


class ProofRead(serializers.ModelSerializer[OrderProof]):
    """What the respondent showed, and what was made of it; `note` says where other evidence is."""

    files = serializers.SerializerMethodField()
    sent_by_respondent = serializers.SerializerMethodField()

    class Meta:
        model = OrderProof
        fields = ["received_on", "body", "note", "files", "sent_by_respondent", "result", "reason", "created_at"]
        read_only_fields = fields

    def get_files(self, proof: OrderProof) -> list[str]:
        """Ids of evidence, for `/evidence/{id}/`."""
        return [str(item.pk) for item in proof.files.all()]

    def get_sent_by_respondent(self, proof: OrderProof) -> bool:
        return proof.recorded_by_id is None
