"""What people say about an item: which element of the law it helps to prove, and notes for their own side."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.evidence.models.items import EvidenceItem
from caseapp.evidence.querysets import NoteQuerySet


class ElementLink(Stamped):
    """An item helps to prove an element of a framework; shown to everybody who sees the evidence."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="proves")
    framework = models.CharField(max_length=40)
    element = models.CharField(max_length=80)
    side = models.CharField(max_length=16)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["framework", "element"]
        constraints = [
            models.UniqueConstraint(fields=["item", "framework", "element"], name="evidence_element_once"),
        ]

    def __str__(self) -> str:
        return f"{self.framework}.{self.element}"


class ItemNote(Stamped):
    """A note upon an item for the writer's own side: the complainant, one firm, or one authority. Sealed at rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="notes")
    firm = models.ForeignKey("accounts.Firm", null=True, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("accounts.Authority", null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_body = models.BinaryField(_("note"))

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(firm=None) | models.Q(authority=None), name="evidence_note_one_side"
            ),
        ]

    def __str__(self) -> str:
        return f"note on {self.item_id}"
