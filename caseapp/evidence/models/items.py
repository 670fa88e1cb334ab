"""Originals as they arrived, encrypted, each in the vault of its complaint."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.evidence.enums import EvidenceState
from caseapp.evidence.models.vaults import Vault
from caseapp.evidence.querysets import EvidenceQuerySet


class EvidenceItem(Stamped):
    """An original: its bytes, size and SHA-256 never change. `storage_name` is ours, `file_name` what it was called.

    Once a redacted copy is in use, `original_sealed_at` is set, and the original opens for a stated reason only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200, blank=True)
    description = models.TextField(_("what it shows"), max_length=2000, blank=True)
    captured_at = models.DateTimeField(_("made on"), null=True, blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    media_type = models.CharField(_("kind of file"), max_length=100)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.RECEIVED)
    state_note = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=16)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(
        "complaints.Message", null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    original_sealed_at = models.DateTimeField(null=True, blank=True)
    storage_name = models.CharField(max_length=120, unique=True, editable=False)

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence item")
        verbose_name_plural = _("evidence")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["vault", "position"], name="evidence_item_position"),
            models.CheckConstraint(
                condition=models.Q(state__in=EvidenceState.values), name="evidence_item_state_known"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="evidence_item_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title or self.file_name
