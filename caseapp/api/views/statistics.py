"""An authority's numbers over HTTP: the same charts as its page."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint
from caseapp.core.policies import can
from caseapp.statistics import selectors


@extend_schema_field({"type": ["integer", "string", "null"]})
class FigureField(serializers.Field[Any, Any, Any, Any]):
    """A count as a number, a sum as decimal text, null where nothing is told."""

    def to_representation(self, value: int | Decimal) -> int | str:
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class ChartRow(serializers.Serializer[Any]):
    """One thing that is counted; null stands for a count below five, or one that would give such a one away."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    figures = serializers.ListField(child=FigureField(allow_null=True))


class ChartRead(serializers.Serializer[Any]):
    """A chart: `series` names the figures of each row, `unit` is empty, `days` or a currency."""

    key = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    head = serializers.CharField()
    unit = serializers.CharField()
    series = serializers.ListField(child=serializers.CharField())
    rows = ChartRow(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class PeriodRead(serializers.Serializer[Any]):
    """A period by its key, the first day and the first day after it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    first = serializers.DateField()
    after = serializers.DateField()


class StatisticsRead(serializers.Serializer[Any]):
    period = PeriodRead()
    before = PeriodRead()
    charts = ChartRead(many=True)


class StatisticsEndpoint(Endpoint):
    """The charts of the caller's authorities, without identities, for supervisors and analysts."""

    serializer_class = StatisticsRead

    @extend_schema(
        parameters=[
            OpenApiParameter("period", str, description="`2026-10`, `2026-Q3` or `2026`; else the last month.")
        ],
        responses={200: StatisticsRead},
    )
    def get(self, request: Request) -> Response:
        """All charts of a whole month, quarter or year beside the one before."""
        running = can(self.actor, "statistics.view_running")
        period = selectors.period_of(request.query_params.get("period", ""), running=running)
        charts = selectors.dashboard(self.actor, period)
        return Response(StatisticsRead({"period": period, "before": period.before, "charts": charts}).data)
