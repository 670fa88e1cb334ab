"""Bags of evidence made to be handed over, and links by which large files are fetched once."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.models import Job, Stamped
from caseapp.evidence.models.items import EvidenceItem
from caseapp.evidence.models.vaults import Vault


class ExportQuerySet(models.QuerySet["Export"]):
    """Exports by who asked for them: an account, or whoever holds the receipt."""

    def visible_to(self, actor: Actor) -> "ExportQuerySet":
        if actor.is_system:
            return self
        if actor.is_receipt_holder:
            return self.filter(asked_by=None, vault__complaint_id=actor.complaint_id)
        return self.filter(asked_by_id=actor.user_id) if actor.is_signed_in else self.none()


class Export(Stamped):
    """A bag (RFC 8493) in a ZIP, sealed under the vault's key like an original, until it expires.

    `job` says how far it is; `last_entry` is the newest custody entry that it holds, written when the work began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="exports")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=16)
    language = models.CharField(max_length=10, default="en")
    items: "ArrayField[list[uuid.UUID], list[uuid.UUID]]" = ArrayField(models.UUIDField())
    last_entry = models.BigIntegerField(null=True)
    storage_name = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "export"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def file_name(self) -> str:
        """What the ZIP is called: by the complaint, and no word about what it holds."""
        return f"{self.vault.complaint.reference}-evidence.zip" if self.vault.complaint else "evidence.zip"


class DownloadLink(models.Model):
    """Leave to fetch one original or export: within a minute, once, in the session that asked for it.

    `actor_kind` and `actor_id` say whose act the download is, as the audit has it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, null=True, on_delete=models.CASCADE, related_name="+")
    export = models.ForeignKey(Export, null=True, on_delete=models.CASCADE, related_name="+")
    session = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "download link"
        constraints = [
            models.CheckConstraint(condition=Q(item=None) ^ Q(export=None), name="evidence_downloadlink_one_thing"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
