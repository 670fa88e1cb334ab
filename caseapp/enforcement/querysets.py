"""Investigations and fines as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.enforcement import policies

if TYPE_CHECKING:
    pass


class InvestigationQuerySet(QuerySet["Investigation"]):
    def visible_to(self, actor: Actor) -> "InvestigationQuerySet":
        return self.filter(policies.visible(actor))


class FineQuerySet(QuerySet["Fine"]):
    def visible_to(self, actor: Actor) -> "FineQuerySet":
        return self.filter(policies.visible_fines(actor))
