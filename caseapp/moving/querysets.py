"""Matters on the move, as a given actor may see them."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.moving import policies

if TYPE_CHECKING:
    from caseapp.moving.models import Arrival  # noqa: F401


class OfCaseFileQuerySet(QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "OfCaseFileQuerySet":
        return self.filter(policies.visible(actor))


class ArrivalQuerySet(QuerySet["Arrival"]):
    def visible_to(self, actor: Actor) -> "ArrivalQuerySet":
        return self.filter(policies.visible_arrivals(actor))
