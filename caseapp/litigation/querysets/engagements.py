"""Requests and engagements as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation import policies

if TYPE_CHECKING:
    from caseapp.litigation.models import Engagement  # noqa: F401


class EngagementQuerySet(QuerySet["Engagement"]):
    def visible_to(self, actor: Actor) -> "EngagementQuerySet":
        return self.filter(policies.visible_engagements(actor))
