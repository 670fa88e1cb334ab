"""Evidence as a given actor may see it."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.evidence import policies
from caseapp.evidence.enums import EvidenceState

if TYPE_CHECKING:
    from caseapp.evidence.models import Derivative, EvidenceItem  # noqa: F401


class EvidenceQuerySet(QuerySet["EvidenceItem"]):
    def visible_to(self, actor: Actor) -> "EvidenceQuerySet":
        return self.filter(policies.visible(actor))

    def with_complaint(self) -> "EvidenceQuerySet":
        """With the vault and the complaint, which every question about an item asks for."""
        return self.select_related("vault__complaint")


class DerivativeQuerySet(QuerySet["Derivative"]):
    def visible_to(self, actor: Actor) -> "DerivativeQuerySet":
        """What was made from items that the actor may see and that are ready to be shown."""
        items = apps.get_model("evidence", "EvidenceItem").objects.filter(policies.visible(actor))
        return self.filter(item__in=items, item__state=EvidenceState.READY)
