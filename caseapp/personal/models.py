"""Archives that people take away, and what is left to say where something was erased."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import JobState
from caseapp.core.models import Job, Stamped
from caseapp.core.sealing import sealed_column
from caseapp.evidence.services import parcel_context
from caseapp.personal.enums import ErasureRule, Part
from caseapp.personal.querysets import TakeOutQuerySet


class TakeOut(Stamped):
    """One archive of everything that is a complainant's, sealed until they take it, once, before it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="take_outs")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    storage_name = models.CharField(max_length=120, blank=True, editable=False)
    sealed_key = models.BinaryField(null=True)
    size = models.BigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    objects: ClassVar = TakeOutQuerySet.as_manager()

    class Meta:
        verbose_name = _("take-out")
        verbose_name_plural = _("take-outs")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"take-out {self.pk}"

    @property
    def ready(self) -> bool:
        """Made, not taken yet, and not expired."""
        return bool(self.storage_name) and self.taken_at is None and not self.expired

    @property
    def expired(self) -> bool:
        """Past its time."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def under_way(self) -> bool:
        """Being made."""
        return self.job.state in {JobState.WAITING, JobState.RUNNING}


sealed_column(TakeOut, "sealed_key", context=lambda row: parcel_context(row.storage_name))


class Erasure(Stamped):
    """The public stub: that something with this reference was erased, when, what, and by which rule. No more."""

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.PROTECT, related_name="erasure")
    reference = models.CharField(max_length=24, unique=True)
    rule = models.CharField(max_length=10, choices=ErasureRule)
    erased = ArrayField(models.CharField(max_length=10, choices=Part))
    kept = ArrayField(models.CharField(max_length=10, choices=Part))

    def __str__(self) -> str:
        return f"erasure of {self.reference}"
