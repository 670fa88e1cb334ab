"""When respondents are reminded of fines, as dated settings of each authority."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import today_at
from caseapp.api.base import Endpoint, idempotent, require
from caseapp.core.errors import InvalidInput
from caseapp.enforcement import services
from caseapp.enforcement.models import ReminderPlan
from caseapp.enforcement.selectors.reminders import own_authorities, plan_on, plans_of


class ReminderPlanRead(serializers.ModelSerializer[ReminderPlan]):
    """One setting; `authority` is empty for the one that ships, `in_force` says whether it holds today."""

    authority: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = ReminderPlan
        fields = ["authority", "valid_from", "days_before", "days_after", "reason", "created_at", "in_force"]
        read_only_fields = fields

    def get_in_force(self, plan: ReminderPlan) -> bool:
        return plan.pk == self.context.get("in_force")


class ReminderPlanWrite(serializers.Serializer[Any]):
    """From a day on, how many days before and after the day to pay; empty lists mean none."""

    authority = serializers.SlugField(required=False, help_text="Needed by those who work for several.")
    valid_from = serializers.DateField()
    days_before = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=365), max_length=12)
    days_after = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=365), max_length=12)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReminderPlansEndpoint(Endpoint):
    """Settings of the reminders."""

    serializer_class = ReminderPlanRead

    @extend_schema(parameters=[OpenApiParameter("authority", str)], responses={200: ReminderPlanRead(many=True)})
    def get(self, request: Request) -> Response:
        """Everything that was set for an authority of the caller, and what ships; newest first."""
        authority = self._authority(request.query_params.get("authority", ""))
        now = plan_on(authority, today_at(authority))
        context = {"in_force": now.pk if now is not None else None}
        rows = ReminderPlanRead(plans_of(authority), many=True, context=context).data
        return Response({"results": rows, "next": None, "previous": None})

    @extend_schema(request=ReminderPlanWrite, responses={201: ReminderPlanRead})
    @idempotent
    def post(self, request: Request) -> Response:
        """Set other days from today or a later day on; for supervisors."""
        asked = ReminderPlanWrite(data=request.data)
        asked.is_valid(raise_exception=True)
        data = dict(asked.validated_data)
        authority = self._authority(data.pop("authority", ""))
        made = services.set_reminders(actor=self.actor, authority=authority, **data)
        now = plan_on(authority, today_at(authority))
        shown = ReminderPlanRead(made, context={"in_force": now.pk if now is not None else None}).data
        return Response(shown, status=status.HTTP_201_CREATED)

    def _authority(self, code: str) -> Authority:
        own = own_authorities(self.actor)
        require(bool(own))
        found = next((each for each in own if each.code == (code or own[0].code)), None)
        if found is None:
            raise InvalidInput.field("authority", "You work for no authority with this code.")
        return found
