"""Archives that people take away, what is left to say where something was erased, and retention schedules."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import Outcome
from caseapp.core.models import Job, Referenced, Stamped
from caseapp.core.sealing import sealed_column
from caseapp.core.workflow import state_constraint
from caseapp.evidence.services import parcel_context
from caseapp.personal.enums import DisposalItemState, DisposalState, EndedAs, ErasureRule, Part
from caseapp.personal.querysets import OfAuthority, TakeOutQuerySet


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


sealed_column(TakeOut, "sealed_key", context=lambda row: parcel_context(row.storage_name))


class Erasure(Stamped):
    """The public stub: that something with this reference was erased, when, what, and by which rule. No more."""

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.PROTECT, related_name="erasure")
    reference = models.CharField(max_length=24, unique=True)
    rule = models.CharField(max_length=10, choices=ErasureRule)
    erased = ArrayField(models.CharField(max_length=10, choices=Part))
    kept = ArrayField(models.CharField(max_length=10, choices=Part))
    disposal = models.ForeignKey("Disposal", null=True, on_delete=models.PROTECT, related_name="stubs")
    schedule = models.CharField(max_length=300, blank=True)
    """The line of the retention schedule, as it stood that day; empty where the complainant had it erased."""

    def __str__(self) -> str:
        return f"erasure of {self.reference}"


class RetentionRule(Stamped):
    """How long an authority keeps complaints that ended so, of a place and those within it, with the basis for it.

    Of several that hold the narrowest counts: outcome before state before place. It is never changed: it ends on a day.
    """

    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(
        "law.Jurisdiction", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    ended_as = models.CharField(_("ended as"), max_length=10, choices=EndedAs, blank=True)
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome, blank=True)
    months = models.PositiveSmallIntegerField(_("months after the end"))
    basis = models.CharField(_("basis"), max_length=300)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfAuthority.as_manager()

    class Meta:
        verbose_name = _("retention rule")
        ordering = ["id"]
        indexes = [models.Index(fields=["authority", "valid_from"], name="personal_retention_rules")]
        constraints = [
            models.CheckConstraint(condition=models.Q(months__gte=1), name="personal_retention_some_time"),
        ]

    def __str__(self) -> str:
        return self.basis


class Disposal(Referenced, Stamped):
    """Complaints whose time is over, proposed by one person and approved by another; a task then disposes of each."""

    REFERENCE_PREFIX = "DS"

    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=DisposalState, default=DisposalState.PROPOSED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("why it was refused"), max_length=4_000, blank=True)

    objects: ClassVar = OfAuthority.as_manager()

    class Meta:
        verbose_name = _("disposal")
        ordering = ["-id"]
        constraints = [state_constraint(DisposalState.values, "personal_disposal_state_known")]


class DisposalItem(models.Model):
    """One complaint of a disposal, by which rule, and why it was kept where it was."""

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="items")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField()
    state = models.CharField(max_length=10, choices=DisposalItemState, default=DisposalItemState.WAITING)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "complaint"], name="personal_disposal_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=DisposalItemState.values), name="personal_disposal_item_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} in {self.disposal_id}"
