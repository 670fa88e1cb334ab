"""What was made from an original: facts, previews, words and redacted copies, all under the key of its vault."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.evidence import cipher
from caseapp.evidence.enums import DerivativeKind, Finding, NotScanned, Scan
from caseapp.evidence.models.items import EvidenceItem
from caseapp.evidence.models.redactions import Redaction
from caseapp.evidence.querysets import DerivativeQuerySet


class Examination(Stamped):
    """What the last look at an item came to. `likeness` is the fingerprint of what a picture looks like, or empty.

    `scan_note` names why there was no scan, or what was found; `scanned_by` is scanner and signatures as it calls
    itself. `kept_in` says what kept the reading process from the network.
    """

    item = models.OneToOneField(EvidenceItem, primary_key=True, on_delete=models.CASCADE, related_name="examination")
    scan = models.CharField(max_length=20, choices=Scan, default=Scan.NOT_SCANNED)
    scan_note = models.CharField(max_length=200, blank=True)
    scanned_by = models.CharField(max_length=120, blank=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)
    likeness = models.CharField(max_length=16, blank=True)
    kept_in = models.CharField(max_length=20, blank=True)
    sealed_facts = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(scan__in=Scan.values), name="evidence_scan_known"),
            models.CheckConstraint(condition=models.Q(finding__in=Finding.values), name="evidence_finding_known"),
        ]
        indexes = [
            models.Index(fields=["likeness"], name="evidence_likeness", condition=~models.Q(likeness="")),
        ]

    def __str__(self) -> str:
        return f"examination of {self.item_id}"

    @property
    def why_not_scanned(self) -> str:
        """The reason in words, where there was no scan."""
        return str(NotScanned(self.scan_note).label) if self.scan_note in NotScanned.values else ""

    def seal_facts(self, facts: Mapping[str, Any], key: bytes) -> None:
        """Keep what the file says of itself, under the vault's key."""
        self.sealed_facts = cipher.seal_bytes(json.dumps(facts).encode(), key=key, item_id=self._facts_id())

    def facts(self, key: bytes) -> dict[str, Any]:
        """What the file says of itself; empty where nothing was found or the seal does not hold."""
        if self.sealed_facts is None:
            return {}
        try:
            found: dict[str, Any] = json.loads(
                cipher.open_bytes(bytes(self.sealed_facts), key=key, item_id=self._facts_id())
            )
        except cipher.Damaged:
            return {}
        return found

    def _facts_id(self) -> uuid.UUID:
        return uuid.uuid5(self.item_id, "facts")


class Derivative(Stamped):
    """One file made from an original, sealed under its own id. `page` counts from 1; 0 is the whole.

    `second` is the moment that a frame of a film shows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="derivatives")
    kind = models.CharField(max_length=20, choices=DerivativeKind)
    page = models.PositiveSmallIntegerField(default=0)
    second = models.FloatField(null=True)
    redaction = models.ForeignKey(Redaction, null=True, on_delete=models.CASCADE, related_name="derivatives")
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    storage_name = models.CharField(max_length=120, unique=True, editable=False)

    objects: ClassVar = DerivativeQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "page"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "page", "redaction"], nulls_distinct=False, name="evidence_derivative_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=DerivativeKind.values), name="evidence_derivative_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.item_id}"
