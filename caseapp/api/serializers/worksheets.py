"""The worksheet of a fine as JSON."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from caseapp.enforcement.enums import FactorEffect
from caseapp.enforcement.models import FineWorksheet
from caseapp.enforcement.selectors import worksheet_text
from caseapp.rules.fine_worksheet import CapBasis, Remark


def _sum() -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=18, decimal_places=2, required=False, allow_null=True, default=None, min_value=Decimal(0)
    )


class FactorWrite(serializers.Serializer[Any]):
    """One factor of a law with what it does to the fine."""

    key = serializers.CharField(max_length=60)
    effect = serializers.ChoiceField(choices=FactorEffect.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class WorksheetWrite(serializers.Serializer[Any]):
    """The worksheet of a fine; sums are in the currency of the law's highest fine, else of the authority's place."""

    framework = serializers.CharField(max_length=40)
    factors = FactorWrite(many=True, required=False, default=list)
    turnover = _sum()
    gain = _sum()
    persons = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)
    proposed = _sum()


class CeilingRead(serializers.Serializer[Any]):
    """The highest fine of the law, as far as it can be stated."""

    basis = serializers.ChoiceField(choices=[(one.value, one.value) for one in CapBasis])
    amount = serializers.CharField(allow_null=True)
    share = serializers.CharField(allow_null=True, help_text="The share of turnover that the law names.")
    floor = serializers.CharField(allow_null=True)
    firm = serializers.BooleanField(help_text="False where the ceiling may lie higher, once the turnover is known.")


class GuidanceRead(serializers.Serializer[Any]):
    """Where ceiling, factors and like fines point; null where like fines are too few."""

    ceiling = CeilingRead()
    position = serializers.CharField(allow_null=True, help_text="Place among like fines, in per cent.")
    suggested = serializers.CharField(allow_null=True)
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)
    held = serializers.BooleanField(help_text="Whether the law's own bounds moved the range.")
    remarks = serializers.ListField(child=serializers.ChoiceField(choices=[(one.value, one.value) for one in Remark]))


class WorksheetRead(serializers.ModelSerializer[FineWorksheet]):
    """The worksheet of a fine with what it comes to and a reasoned draft text."""

    framework = serializers.SerializerMethodField()
    factors = FactorWrite(many=True, read_only=True)
    guidance = GuidanceRead(read_only=True)
    estimate = serializers.DictField(read_only=True, help_text="The answer of `/api/v1/estimates/` as it was given.")
    text = serializers.SerializerMethodField()

    class Meta:
        model = FineWorksheet
        fields = [
            "framework",
            "currency",
            "turnover",
            "gain",
            "persons",
            "factors",
            "proposed",
            "guidance",
            "estimate",
            "text",
            "updated_at",
        ]
        read_only_fields = fields

    def get_framework(self, sheet: FineWorksheet) -> str:
        return f"{sheet.framework.code} v{sheet.framework.version}"

    def get_text(self, sheet: FineWorksheet) -> str:
        return worksheet_text(self.context["actor"], sheet)
