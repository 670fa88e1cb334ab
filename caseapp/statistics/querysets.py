"""Rollups as a given actor may see them."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.statistics import policies

if TYPE_CHECKING:
    from caseapp.statistics.models import DailyCount, DailySum  # noqa: F401


class RollupQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "RollupQuerySet":
        return self.filter(policies.visible(actor))
