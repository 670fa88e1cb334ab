"""Shapes that several resources share."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from rest_framework import serializers


class SumSerializer(serializers.Serializer[Any]):
    """An amount with its currency; amounts are decimal text, exact to the minor unit."""

    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    currency = serializers.RegexField(r"^[A-Z]{3}$")


def money(amount: Decimal | None, currency: str) -> dict[str, str] | None:
    """A sum as the API writes it, or None where there is none."""
    return None if amount is None else {"amount": f"{amount:.2f}", "currency": currency}


class TransitionSerializer(serializers.Serializer[Any]):
    """A workflow action and what it needs; what each action needs is listed in `allowed_actions`."""

    action = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=4000, required=False)
    message = serializers.CharField(max_length=10_000, required=False)
    outcome = serializers.CharField(max_length=40, required=False)
    authority = serializers.SlugField(required=False)
    due_on = serializers.DateField(required=False)
    number = serializers.IntegerField(required=False)
    recheck_on = serializers.DateField(required=False)
    body = serializers.CharField(max_length=10_000, required=False)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=300, required=False)
    lodged_on = serializers.DateField(required=False)
    side = serializers.CharField(max_length=10, required=False)
    pay_by = serializers.DateField(required=False)
    appeal_outcome = serializers.CharField(max_length=10, required=False)
    decided_on = serializers.DateField(required=False)
    awarded_on = serializers.DateField(required=False)
    filed_on = serializers.DateField(required=False)
    new_amount = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    court = serializers.CharField(max_length=200, required=False)
    grounds = serializers.CharField(max_length=4000, required=False)
    docket_number = serializers.CharField(max_length=80, required=False)
    result = serializers.CharField(max_length=40, required=False)
    summary = serializers.CharField(max_length=8000, required=False)
    final = serializers.BooleanField(required=False)
    terms = serializers.CharField(max_length=10_000, required=False)
    name = serializers.CharField(max_length=200, required=False)
    fee_kind = serializers.CharField(max_length=12, required=False)
    fee_amount = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    fee_currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    fee_percent = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)

    def given(self) -> dict[str, Any]:
        """What was sent besides the action, cleaned."""
        return {name: value for name, value in self.validated_data.items() if name != "action"}


class AllowedActionSerializer(serializers.Serializer[Any]):
    """An action that the caller may do now."""

    action = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    needs = serializers.ListField(child=serializers.CharField())
    may_give = serializers.ListField(child=serializers.CharField())


def allowed_actions(workflow: Any, actor: Any, subject: Any, *, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """The offered actions of a subject as `AllowedActionSerializer` shows them; `without` as in the workflow."""
    return [
        {"action": row.action, "label": str(row.label), "needs": list(row.needs), "may_give": list(row.may_give)}
        for row in workflow.allowed(actor, subject, without=without)
    ]


class TimelineEntrySerializer(serializers.Serializer[Any]):
    """One entry of a timeline: when, which side, what in words."""

    at = serializers.DateTimeField()
    side = serializers.CharField()
    kind = serializers.CharField()
    sentence = serializers.SerializerMethodField()

    def get_sentence(self, entry: Any) -> str:
        from caseapp.core.timeline import sentence

        return sentence(entry)
