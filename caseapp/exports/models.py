"""Lists that people take away, made by a job and sealed until they expire."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Job, Stamped
from caseapp.core.sealing import sealed_column
from caseapp.evidence.services import parcel_context
from caseapp.exports.enums import Form, Rhythm
from caseapp.exports.lists import LISTS, Listing
from caseapp.exports.querysets import OwnQuerySet


class Export(Stamped):
    """One list as it was when the job read it: which, narrowed how, in which form. Its file is sealed at rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    list_name = models.CharField(_("list"), max_length=40)
    query = models.TextField(blank=True)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    storage_name = models.CharField(max_length=120, blank=True, editable=False)
    sealed_key = models.BinaryField(null=True)
    size = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="exports_of_owner")]

    def __str__(self) -> str:
        return f"{self.list_name}.{self.form}"

    @property
    def listing(self) -> Listing:
        return LISTS[self.list_name]

    @property
    def file_name(self) -> str:
        """What it is saved as; nothing of it comes from a person."""
        made = self.made_at or self.created_at
        return f"{self.list_name.replace('_', '-')}-{made:%Y-%m-%d}.{self.form}"

    @property
    def ready(self) -> bool:
        """Made and not expired."""
        return bool(self.storage_name) and self.expires_at is not None and self.expires_at > timezone.now()


sealed_column(Export, "sealed_key", context=lambda row: parcel_context(row.storage_name))


class ReportPlan(Stamped):
    """A list that somebody wants again and again: the numbers of their authority, or a view they keep.

    Each time it is an export of its owner's, made with the eyes they have that day. It rests while `paused_at` is set.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey("casework.SavedView", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm)
    form = models.CharField(_("form"), max_length=8, choices=Form)
    next_on = models.DateField(_("next"))
    paused_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_on"], condition=models.Q(paused_at=None), name="exports_reports_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "view", "rhythm", "form"], nulls_distinct=False, name="exports_report_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.rhythm}"

    @property
    def list_name(self) -> str:
        return "complaints" if self.view_id else "statistics"

    @property
    def listing(self) -> Listing:
        return LISTS[self.list_name]
