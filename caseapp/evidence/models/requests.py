"""Requests to somebody outside (a witness, a shop) for a file that they have."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.code_sealing import lookup_of
from caseapp.core.models import Stamped
from caseapp.evidence import cipher
from caseapp.evidence.models.items import EvidenceItem
from caseapp.evidence.models.vaults import Vault


class EvidenceRequestQuerySet(models.QuerySet["EvidenceRequest"]):
    """Requests by whether they still stand."""

    def open_at(self, now: datetime) -> "EvidenceRequestQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now)


class EvidenceRequest(Stamped):
    """A file is asked for by link, until `expires_at`. Whoever holds the link sees the question and nothing else.

    The link's code is kept as a keyed hash; who is asked, for the eyes of those who asked, under the vault's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="requests")
    lookup = models.CharField(max_length=64, unique=True)
    question = models.TextField(_("what is asked for"), max_length=2000)
    sealed_recipient = models.BinaryField(default=b"")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    side = models.CharField(max_length=16)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    items = models.ManyToManyField(EvidenceItem, related_name="+")

    objects: ClassVar = EvidenceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "evidence request"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"evidence request {self.pk}"

    @staticmethod
    def lookup_of(code: str) -> str:
        """What `lookup` holds for a code."""
        return lookup_of(code, purpose="evidence.request")

    def keep_recipient(self, name: str) -> None:
        """Seal who is asked."""
        if name:
            self.sealed_recipient = cipher.seal_small(name.encode(), key=self.vault.key(), context=self._context)

    @property
    def recipient(self) -> str:
        """Who is asked; empty when nobody was named."""
        if not self.sealed_recipient:
            return ""
        return cipher.open_small(bytes(self.sealed_recipient), key=self.vault.key(), context=self._context).decode()

    @property
    def _context(self) -> str:
        return f"evidence.evidencerequest.sealed_recipient:{self.pk}"
