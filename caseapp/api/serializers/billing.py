"""Time, disbursements and invoices as JSON."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.accounts.enums import FirmRole
from caseapp.accounts.models import User
from caseapp.api.serializers.common import AllowedActionSerializer, SumSerializer, allowed_actions, money
from caseapp.billing.enums import RoundingWay
from caseapp.billing.models import DAY_MINUTES, Disbursement, Invoice, Rate, TimeEntry, TimeRule
from caseapp.billing.workflow import INVOICE
from caseapp.litigation.enums import FeeKind
from caseapp.rules.billing import STEPS


class TimeShape(serializers.ModelSerializer[TimeEntry]):
    """Time on a case file; without `minutes` its clock is running."""

    who = serializers.CharField(source="user", read_only=True)
    invoice: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)
    minutes = serializers.IntegerField(min_value=1, max_value=DAY_MINUTES)

    class Meta:
        model = TimeEntry
        fields = ["id", "on", "minutes", "activity", "who", "started_at", "invoice", "written_off"]
        read_only_fields = ["id", "started_at", "written_off"]


class ClockWrite(serializers.Serializer[Any]):
    """What the clock is for."""

    activity = serializers.CharField(max_length=500)


class DisbursementShape(serializers.ModelSerializer[Disbursement]):
    """What the firm laid out. `receipt_sha256` is empty where there is no receipt."""

    sum = serializers.SerializerMethodField()
    invoice: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)

    class Meta:
        model = Disbursement
        fields = ["id", "on", "purpose", "sum", "receipt_name", "receipt_sha256", "invoice", "written_off"]
        read_only_fields = fields

    @extend_schema_field(SumSerializer)
    def get_sum(self, disbursement: Disbursement) -> Any:
        return money(disbursement.amount, disbursement.currency)


class DisbursementWrite(serializers.Serializer[Any]):
    """A disbursement, as multipart with its `receipt` if there is one."""

    on = serializers.DateField()
    purpose = serializers.CharField(max_length=300)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    currency = serializers.RegexField(r"^[A-Z]{3}$")
    receipt = serializers.FileField(required=False)


class WriteOff(serializers.Serializer[Any]):
    """Why it is not billed."""

    reason = serializers.CharField(max_length=300)


class RateShape(serializers.ModelSerializer[Rate]):
    """An hour's price from a day on: of a person, by e-mail address, or of a role."""

    person: Any = serializers.SlugRelatedField(
        slug_field="email", source="user", queryset=User.objects.all(), required=False, allow_null=True, default=None
    )
    role = serializers.ChoiceField(choices=FirmRole.choices, required=False, allow_blank=True, default="")
    currency = serializers.RegexField(r"^[A-Z]{3}$")

    class Meta:
        model = Rate
        fields = ["person", "role", "hourly", "currency", "valid_from"]


class RoundingShape(serializers.ModelSerializer[TimeRule]):
    """How worked minutes become billed ones from a day on."""

    step = serializers.ChoiceField(choices=STEPS)
    way = serializers.ChoiceField(choices=RoundingWay.choices)

    class Meta:
        model = TimeRule
        fields = ["step", "way", "valid_from"]


class LeftOutWrite(serializers.Serializer[Any]):
    """Which entry a draft does not bill: the id of one of its times, or of one of its disbursements."""

    time = serializers.IntegerField(required=False)
    disbursement = serializers.IntegerField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if len(data) != 1:
            raise serializers.ValidationError({"time": "Give either a time or a disbursement."})
        return data


class TransferWrite(serializers.Serializer[Any]):
    """How much of what is held for the client goes to the invoice, in its currency."""

    amount = serializers.DecimalField(max_digits=18, decimal_places=2)


class InvoiceWrite(serializers.Serializer[Any]):
    """A draft: for which engagement, how the fee is reckoned, the tax, the days to pay."""

    engagement = serializers.CharField(max_length=24)
    currency = serializers.RegexField(r"^[A-Z]{3}$")
    until = serializers.DateField(required=False)
    fee_kind = serializers.ChoiceField(choices=FeeKind.choices)
    fee_amount = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    recovered = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    fee_percent = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)
    tax_name = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    tax_percent = serializers.DecimalField(max_digits=5, decimal_places=2, required=False, default=Decimal(0))
    due_days = serializers.IntegerField(min_value=0, max_value=365, required=False, default=30)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class InvoiceRow(serializers.ModelSerializer[Invoice]):
    """An invoice in a list; `open` is what is still to be paid, null before it is issued."""

    status = serializers.CharField(source="state")
    engagement = serializers.CharField(source="engagement.reference")
    complaint = serializers.CharField(source="engagement.complaint.reference")
    case_file = serializers.CharField(source="case_file.reference")
    open = serializers.SerializerMethodField()

    class Meta:
        model = Invoice
        fields = [
            "reference",
            "status",
            "number",
            "engagement",
            "complaint",
            "case_file",
            "fee_kind",
            "issued_on",
            "due_on",
            "open",
            "sha256",
        ]
        read_only_fields = fields

    @extend_schema_field(SumSerializer(allow_null=True))
    def get_open(self, invoice: Invoice) -> Any:
        return None if invoice.number is None else money(invoice.open_sum, invoice.currency)


class InvoiceEntryShape(serializers.Serializer[Any]):
    """A line of an invoice's ledger."""

    kind = serializers.CharField()
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    on = serializers.DateField()
    note = serializers.CharField()


class InvoiceRead(InvoiceRow):
    """An invoice whole: what was frozen once it is issued, its ledger, and what the caller may do now."""

    content = serializers.SerializerMethodField()
    entries = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(InvoiceRow.Meta):
        fields = [*InvoiceRow.Meta.fields, "content", "entries", "allowed_actions"]

    @extend_schema_field({"type": "object", "nullable": True, "additionalProperties": True})
    def get_content(self, invoice: Invoice) -> Any:
        return None if invoice.number is None else invoice.content()

    @extend_schema_field(InvoiceEntryShape(many=True))
    def get_entries(self, invoice: Invoice) -> Any:
        return InvoiceEntryShape(invoice.entries.order_by("id"), many=True).data

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, invoice: Invoice) -> Any:
        return allowed_actions(INVOICE, self.context["actor"], invoice)
