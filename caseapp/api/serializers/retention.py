"""Retention and disposal as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import AllowedActionSerializer, allowed_actions
from caseapp.complaints.enums import Outcome
from caseapp.complaints.models import Complaint
from caseapp.law.models import Jurisdiction
from caseapp.personal.enums import DisposalItemState, EndedAs
from caseapp.personal.models import Disposal, RetentionRule
from caseapp.personal.workflow import DISPOSALS


class RetentionRuleRead(serializers.ModelSerializer[RetentionRule]):
    """A line of the schedule; empty `ended_as`, `outcome` and `jurisdiction` mean any."""

    number = serializers.IntegerField(source="pk", read_only=True)
    jurisdiction = serializers.SlugRelatedField[Jurisdiction](slug_field="code", read_only=True)

    class Meta:
        model = RetentionRule
        fields = ["number", "basis", "months", "ended_as", "outcome", "jurisdiction", "valid_from", "valid_to"]
        read_only_fields = fields


class RetentionRuleWrite(serializers.Serializer[Any]):
    basis = serializers.CharField(max_length=300)
    months = serializers.IntegerField(min_value=1, max_value=1_200)
    ended_as = serializers.ChoiceField(choices=EndedAs.choices, required=False)
    outcome = serializers.ChoiceField(choices=Outcome.choices, required=False)
    jurisdiction = serializers.SlugRelatedField(
        slug_field="code", queryset=Jurisdiction.objects.all(), required=False, allow_null=True
    )
    valid_from = serializers.DateField()


class DueRow(serializers.ModelSerializer[Complaint]):
    """A complaint whose time is over, with the number of the line that says so."""

    status = serializers.CharField(source="state")
    ended_at = serializers.DateTimeField(read_only=True)
    rule = serializers.IntegerField(source="rule_id", read_only=True)

    class Meta:
        model = Complaint
        fields = ["reference", "status", "outcome", "ended_at", "rule"]
        read_only_fields = fields


class DisposalWrite(serializers.Serializer[Any]):
    """Complaints by reference; without them everything that is due."""

    complaints = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=10_000)
    note = serializers.CharField(max_length=300, required=False)


class DisposalTransition(serializers.Serializer[Any]):
    action = serializers.ChoiceField(choices=["approve", "refuse", "withdraw"])
    reason = serializers.CharField(max_length=4_000, required=False)


class DisposalRead(serializers.ModelSerializer[Disposal]):
    """A disposal; `outcomes` counts its complaints by what became of them."""

    status = serializers.CharField(source="state")
    outcomes = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Disposal
        fields = ["reference", "status", "total", "note", "created_at", "decided_at", "outcomes", "allowed_actions"]
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_outcomes(self, disposal: Disposal) -> dict[str, int]:
        counted = {state.value: disposal.items.filter(state=state).count() for state in DisposalItemState}
        return {state: number for state, number in counted.items() if number}

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, disposal: Disposal) -> list[dict[str, Any]]:
        return allowed_actions(DISPOSALS, self.context["actor"], disposal)
