"""Evidence as a given actor may see it."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.evidence import policies

if TYPE_CHECKING:
    pass


class EvidenceQuerySet(QuerySet["EvidenceItem"]):
    def visible_to(self, actor: Actor) -> "EvidenceQuerySet":
        return self.filter(policies.visible(actor))
