"""Evidence as a given actor may see it."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q, QuerySet

from caseapp.core.actors import Actor
from caseapp.evidence import policies
from caseapp.evidence.enums import EvidenceState, RedactionState

if TYPE_CHECKING:
    from caseapp.evidence.models import Derivative, EvidenceItem, ItemNote, Redaction  # noqa: F401


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
        copies = Q(kind__startswith="redacted")
        shown = (Q(redaction=None) | ~copies) & policies.originals(actor)
        redacted = Q(redaction__state=RedactionState.IN_USE) & copies
        finished = Q(redaction__state=RedactionState.MADE) & copies & policies.originals(actor)
        return self.filter(shown | redacted | finished, item__in=items, item__state=EvidenceState.READY)


class RedactionQuerySet(QuerySet["Redaction"]):
    def visible_to(self, actor: Actor) -> "RedactionQuerySet":
        """Those of items that the actor may see, and whose original stands open to them: the boxes lie upon it."""
        items = apps.get_model("evidence", "EvidenceItem").objects.filter(policies.visible(actor))
        return self.filter(policies.originals(actor), item__in=items)


class NoteQuerySet(QuerySet["ItemNote"]):
    def visible_to(self, actor: Actor) -> "NoteQuerySet":
        """Notes of the actor's own side, upon items that they may see."""
        items = apps.get_model("evidence", "EvidenceItem").objects.filter(policies.visible(actor))
        return self.filter(policies.own_notes(actor), item__in=items)
