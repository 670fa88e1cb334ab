"""Redacted copies: which boxes, who drew them, what the proof found; and who was let at a sealed original, and why."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.evidence.enums import RedactionState
from caseapp.evidence.models.items import EvidenceItem
from caseapp.evidence.querysets import RedactionQuerySet


class Redaction(Stamped):
    """One redacted copy of an item, from the first proposal to its use.

    `boxes` holds places and nothing else: page (from 1), left, top, width and height as shares of the page, the kind
    of thing, and whether it was found or drawn. In a film a page is a frame: its `second`, the number of the thing it
    covers (`subject`), and from when and until when (`since`, `until`) that is covered, come with it. No feature of a
    face is ever computed or kept. `proof` is what the check of the finished copy found. `use_when_made` marks a copy
    that hides nothing and leaves out position and metadata alone: nobody need look at it before it is used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="redactions")
    state = models.CharField(max_length=10, choices=RedactionState, default=RedactionState.PROPOSING)
    side = models.CharField(max_length=16)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    boxes: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    proof: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    keeps_sound = models.BooleanField(default=False)
    use_when_made = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    objects: ClassVar = RedactionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RedactionState.values), name="evidence_redaction_state_known"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(state="in_use"), name="evidence_redaction_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"redaction {self.pk}"


class Disclosure(Stamped):
    """A sealed original was opened to one person for a stated reason, until `until`. The reason is sealed as well."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="disclosures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=16)
    sealed_reason = models.BinaryField(_("reason"))
    until = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["item", "user", "-until"], name="evidence_disclosure_current")]

    def __str__(self) -> str:
        return f"disclosure of {self.item_id}"
