"""Archives of whole matters: those made to be taken away, those that came, and the files that came with one."""

import uuid
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Job, Stamped
from caseapp.core.sealing import sealed_column
from caseapp.evidence.enums import NotScanned
from caseapp.evidence.services import parcel_context
from caseapp.moving.querysets import ArrivalQuerySet, OfCaseFileQuerySet


class Parceled(models.Model):
    """A row with a sealed file of its own in the store."""

    storage_name = models.CharField(max_length=120, blank=True, editable=False)
    sealed_key = models.BinaryField(null=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Departure(Parceled, Stamped):
    """An archive of a case file with everything the firm may take, sealed until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_file = models.ForeignKey("litigation.CaseFile", on_delete=models.PROTECT, related_name="departures")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    files = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of a case file")
        verbose_name_plural = _("archives of case files")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"archive {self.pk}"

    @property
    def ready(self) -> bool:
        """Made, and not expired."""
        return bool(self.storage_name) and self.expires_at is not None and self.expires_at > timezone.now()


class Arrival(Parceled, Stamped):
    """An archive that came. `job` is the work upon it: the check, then bringing it in; `report` is what that would
    make, and empty until it was checked; `people` are keys of the archive and the accounts they become.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="arrivals")
    report = models.JSONField(default=dict)
    people: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case_file = models.OneToOneField("litigation.CaseFile", null=True, on_delete=models.PROTECT, related_name="arrival")

    objects: ClassVar = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive that came")
        verbose_name_plural = _("archives that came")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"arrival {self.pk}"

    @property
    def checked(self) -> bool:
        """Found to hold, and still there."""
        return bool(self.report) and bool(self.storage_name)

    @property
    def waits(self) -> bool:
        """Ready to be brought in."""
        return self.checked and self.case_file_id is None and not (self.job is not None and self.job.under_way)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What bringing it in would make, by table, in the reader's words."""
        found = self.report.get("counts", {}).items()
        return [(str(apps.get_model(label)._meta.verbose_name_plural), count) for label, count in found if "." in label]

    @property
    def why_not_scanned(self) -> str:
        """Why not every file of it was scanned for malware, in words; empty where all were."""
        note = self.report.get("scan", "")
        return str(NotScanned(note).label) if note in NotScanned.values else ""


class MatterFile(Parceled, Stamped):
    """A file that came with a case file and has no other home here: exhibits, bundles, invoices of the firm before.
    `proves` names the elements that an exhibit was to prove.
    """

    case_file = models.ForeignKey("litigation.CaseFile", on_delete=models.PROTECT, related_name="brought_files")
    path = models.CharField(max_length=300)
    proves: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that came with a case file")
        verbose_name_plural = _("files that came with a case file")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["case_file", "path"], name="moving_file_once")]

    def __str__(self) -> str:
        return self.path


for _model in (Departure, Arrival, MatterFile):
    sealed_column(_model, "sealed_key", context=lambda row: parcel_context(row.storage_name))
