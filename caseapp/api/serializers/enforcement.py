"""Investigations and fines as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import SumSerializer, allowed_actions, money
from caseapp.core.policies import can
from caseapp.enforcement.enums import DecisionOutcome, FindingResult
from caseapp.enforcement.models import Fine, Investigation, LedgerEntry
from caseapp.enforcement.selectors import open_instalments
from caseapp.enforcement.selectors.surcharges import idle_acts, late_payment_of
from caseapp.enforcement.workflow import FINE, INVESTIGATION


class RespondentShort(serializers.Serializer[Any]):
    reference = serializers.CharField()
    name = serializers.CharField()


class InvestigationRow(serializers.ModelSerializer[Investigation]):
    """An investigation in a list."""

    status = serializers.CharField(source="state")
    authority: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    respondent = RespondentShort(read_only=True)
    complaint_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Investigation
        fields = ["reference", "status", "title", "authority", "respondent", "complaint_count", "created_at"]
        read_only_fields = fields


class InvestigationRead(InvestigationRow):
    """An investigation whole, with what the caller may do to it now."""

    allowed_actions = serializers.SerializerMethodField()

    class Meta(InvestigationRow.Meta):
        fields = [*InvestigationRow.Meta.fields, "question", "decided_at", "closed_at", "allowed_actions"]
        read_only_fields = fields

    def get_allowed_actions(self, investigation: Investigation) -> list[dict[str, Any]]:
        return allowed_actions(INVESTIGATION, self.context["actor"], investigation)


class InvestigationWrite(serializers.Serializer[Any]):
    """Open an investigation from accepted complaints against one respondent."""

    title = serializers.CharField(max_length=200)
    question = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    complaints = serializers.ListField(child=serializers.CharField(max_length=24), min_length=1, max_length=1000)


class ComplaintReferences(serializers.Serializer[Any]):
    """Complaints to add, by reference."""

    complaints = serializers.ListField(child=serializers.CharField(max_length=24), min_length=1, max_length=1000)


class DecisionWrite(serializers.Serializer[Any]):
    """A draft decision; a fine needs its sum and the day it is to be paid by."""

    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices)
    reasons = serializers.CharField(max_length=20_000)
    statement = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    fine = SumSerializer(required=False, allow_null=True, default=None)
    fine_due_on = serializers.DateField(required=False, allow_null=True, default=None)
    legal_basis = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class FindingWrite(serializers.Serializer[Any]):
    """What was found for one element of one legal framework."""

    framework = serializers.CharField(max_length=40)
    element = serializers.CharField(max_length=80)
    result = serializers.ChoiceField(choices=FindingResult.choices)
    reasons = serializers.CharField(max_length=10_000)


class FineRow(serializers.ModelSerializer[Fine]):
    """A fine with what its ledger comes to."""

    status = serializers.CharField(source="state")
    authority: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    respondent = RespondentShort(read_only=True)
    amount = serializers.SerializerMethodField()
    paid = serializers.SerializerMethodField()
    balance = serializers.SerializerMethodField()

    class Meta:
        model = Fine
        fields = [
            "reference",
            "status",
            "authority",
            "respondent",
            "amount",
            "paid",
            "balance",
            "imposed_on",
            "due_on",
            "published_at",
        ]
        read_only_fields = fields

    def get_amount(self, fine: Any) -> dict[str, str] | None:
        return money(fine.amount, fine.currency)

    def get_paid(self, fine: Any) -> dict[str, str] | None:
        return money(fine.paid, fine.currency)

    def get_balance(self, fine: Any) -> dict[str, str] | None:
        return money(fine.balance, fine.currency)


class InstalmentRow(serializers.Serializer[Any]):
    """A part of a plan that is still to be paid."""

    due_on = serializers.DateField()
    amount = SumSerializer()


class FineRead(FineRow):
    """A fine whole, with the parts still to be paid (for its authority) and what the caller may do to it now."""

    instalments = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(FineRow.Meta):
        fields = [*FineRow.Meta.fields, "summary", "instalments", "allowed_actions"]
        read_only_fields = fields

    @extend_schema_field(InstalmentRow(many=True))
    def get_instalments(self, fine: Fine) -> list[dict[str, Any]]:
        if not can(self.context["actor"], "fines.view_ledger", fine):
            return []
        return [
            {"due_on": part.due_on.isoformat(), "amount": money(part.amount, fine.currency)}
            for part in open_instalments(fine)
        ]

    def get_allowed_actions(self, fine: Fine) -> list[dict[str, Any]]:
        actor = self.context["actor"]
        if not can(actor, "fines.view_ledger", fine):
            return []
        return allowed_actions(FINE, actor, fine, without=idle_acts(late_payment_of(fine)))


class PaymentWrite(serializers.Serializer[Any]):
    """A payment that came in, in the fine's currency."""

    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    currency = serializers.RegexField(r"^[A-Z]{3}$")
    on = serializers.DateField()
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class LedgerLine(serializers.ModelSerializer[LedgerEntry]):
    """One line of a fine's ledger; positive raises what is owed."""

    class Meta:
        model = LedgerEntry
        fields = ["kind", "amount", "currency", "on", "note", "recorded_at"]
        read_only_fields = fields
