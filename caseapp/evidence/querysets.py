"""Evidence as a given actor may see it."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.evidence import policies

if TYPE_CHECKING:
    from caseapp.evidence.models import EvidenceItem  # noqa: F401


class EvidenceQuerySet(QuerySet["EvidenceItem"]):
    def visible_to(self, actor: Actor) -> "EvidenceQuerySet":
        return self.filter(policies.visible(actor))

    def with_complaint(self) -> "EvidenceQuerySet":
        """With the vault and the complaint, which every question about an item asks for."""
        return self.select_related("vault__complaint")
