"""Trust money as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import AllowedActionSerializer, SumSerializer, allowed_actions, money
from caseapp.billing.models import Reconciliation, TrustEntry, TrustLedger, TrustPayment
from caseapp.billing.workflow import TRUST_PAYMENT


class TrustLedgerRow(serializers.ModelSerializer[TrustLedger]):
    """A client's trust ledger with what it holds: the sum of its lines."""

    complaint = serializers.CharField(source="engagement.complaint.reference")
    engagement = serializers.CharField(source="engagement.reference")
    firm = serializers.CharField(source="engagement.firm.slug")
    balance = serializers.SerializerMethodField()

    class Meta:
        model = TrustLedger
        fields = ["reference", "engagement", "complaint", "firm", "balance"]
        read_only_fields = fields

    @extend_schema_field(SumSerializer)
    def get_balance(self, ledger: TrustLedger) -> Any:
        return money(ledger.balance, ledger.currency)


class TrustEntryShape(serializers.ModelSerializer[TrustEntry]):
    """One line: money in is positive, money out negative. `reverses` is the id of the line that this one corrects."""

    class Meta:
        model = TrustEntry
        fields = ["id", "kind", "amount", "on", "party", "note", "reverses", "recorded_at"]
        read_only_fields = fields


class TrustLedgerRead(TrustLedgerRow):
    """A ledger with its lines in their order."""

    entries = serializers.SerializerMethodField()

    class Meta(TrustLedgerRow.Meta):
        fields = [*TrustLedgerRow.Meta.fields, "entries"]

    @extend_schema_field(TrustEntryShape(many=True))
    def get_entries(self, ledger: TrustLedger) -> Any:
        return TrustEntryShape(ledger.entries.order_by("id"), many=True).data


class TrustReceiptWrite(serializers.Serializer[Any]):
    """Money that arrived for a client."""

    engagement = serializers.CharField(max_length=24)
    sum = SumSerializer()
    on = serializers.DateField()
    party = serializers.CharField(max_length=200)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class TrustPaymentWrite(serializers.Serializer[Any]):
    """A payment to propose, in the ledger's currency."""

    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    payee = serializers.CharField(max_length=200)
    purpose = serializers.CharField(max_length=300)


class TrustReversalWrite(serializers.Serializer[Any]):
    """Which line was wrong, and why."""

    entry = serializers.IntegerField()
    reason = serializers.CharField(max_length=300)


class TrustPaymentRead(serializers.ModelSerializer[TrustPayment]):
    """A payment out of trust money, with what the caller may do to it now."""

    status = serializers.CharField(source="state")
    ledger = serializers.CharField(source="ledger.reference")
    sum = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = TrustPayment
        fields = [
            "reference",
            "status",
            "ledger",
            "sum",
            "payee",
            "purpose",
            "created_at",
            "decided_at",
            "allowed_actions",
        ]
        read_only_fields = fields

    @extend_schema_field(SumSerializer)
    def get_sum(self, payment: TrustPayment) -> Any:
        return money(payment.amount, payment.ledger.currency)

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, payment: TrustPayment) -> Any:
        return allowed_actions(TRUST_PAYMENT, self.context["actor"], payment)


class ReconciliationShape(serializers.ModelSerializer[Reconciliation]):
    """What the bank and the ledgers said of a day, as it was frozen."""

    firm = serializers.CharField(source="firm.slug", read_only=True)
    difference = serializers.DecimalField(max_digits=18, decimal_places=2, read_only=True)

    class Meta:
        model = Reconciliation
        fields = [
            "reference",
            "firm",
            "currency",
            "on",
            "bank_balance",
            "ledger_total",
            "difference",
            "explanation",
            "rows",
            "sha256",
            "created_at",
        ]
        read_only_fields = ["reference", "firm", "ledger_total", "rows", "sha256", "created_at"]
        extra_kwargs = {"explanation": {"required": False, "default": ""}}
