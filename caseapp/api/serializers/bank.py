"""Files of bank bookings as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.api.serializers.common import allowed_actions
from caseapp.enforcement.models import BankBooking, BankFile
from caseapp.enforcement.selectors.bank import report_of
from caseapp.enforcement.workflow import BANK_FILE


class BankFileRow(serializers.ModelSerializer[BankFile]):
    """A file in a list."""

    status = serializers.CharField(source="state", read_only=True)
    authority: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)

    class Meta:
        model = BankFile
        fields = ["id", "status", "authority", "file_name", "sha256", "created_at", "booked_at"]
        read_only_fields = fields


class BankFileRead(BankFileRow):
    """A file with how many lines became what, the sums booked in each currency, and what the caller may do now."""

    lines = serializers.SerializerMethodField()
    booked = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(BankFileRow.Meta):
        fields = [*BankFileRow.Meta.fields, "lines", "booked", "allowed_actions"]
        read_only_fields = fields

    def get_lines(self, file: BankFile) -> dict[str, int]:
        return dict(report_of(file).lines)

    def get_booked(self, file: BankFile) -> dict[str, str]:
        return {currency: str(total) for currency, total in report_of(file).booked.items()}

    def get_allowed_actions(self, file: BankFile) -> list[dict[str, Any]]:
        return allowed_actions(BANK_FILE, self.context["actor"], file)


class BankFileWrite(serializers.Serializer[Any]):
    """A CSV file as text; `authority` is needed by those who work for several."""

    file_name = serializers.CharField(max_length=200)
    content = serializers.CharField(max_length=5_000_000, trim_whitespace=False)
    authority = serializers.SlugField(required=False)


class LineFineWrite(serializers.Serializer[Any]):
    """The reference of the fine that a line pays."""

    fine = serializers.CharField(max_length=40)


class BankLineRead(serializers.ModelSerializer[BankBooking]):
    """One line: what it was found to pay, and why or why not."""

    fine: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    booked = serializers.SerializerMethodField()

    class Meta:
        model = BankBooking
        fields = ["number", "on", "amount", "currency", "verdict", "why", "fine", "booked"]
        read_only_fields = fields

    def get_booked(self, line: BankBooking) -> bool:
        return line.entry_id is not None
