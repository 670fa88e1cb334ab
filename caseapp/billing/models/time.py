"""What a firm's work takes and costs: entries of time, disbursements, and the firm's dated prices and rounding."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.enums import FirmRole
from caseapp.billing.enums import RoundingWay
from caseapp.billing.querysets import DisbursementQuerySet, FirmRowQuerySet, TimeEntryQuerySet
from caseapp.core.models import Stamped
from caseapp.core.sealing import sealed_column
from caseapp.evidence.services import parcel_context

DAY_MINUTES = 24 * 60


class TimeEntry(Stamped):
    """Work on a case file. Without `minutes` its clock is running since `started_at`; a person has one such clock."""

    case_file = models.ForeignKey("litigation.CaseFile", on_delete=models.PROTECT, related_name="time_entries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="time_entries")
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True)
    started_at = models.DateTimeField(null=True, blank=True)
    activity = models.CharField(_("what was done"), max_length=500)
    invoice = models.ForeignKey(
        "billing.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="time_entries"
    )
    written_off = models.CharField(_("why it is not billed"), max_length=300, blank=True)

    objects: ClassVar = TimeEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("time entry")
        verbose_name_plural = _("time entries")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["case_file", "-on", "-id"], name="billing_time_of_case_file")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(minutes=None), name="billing_time_one_clock_a_person"
            ),
            models.CheckConstraint(
                name="billing_time_worked_or_running",
                condition=models.Q(minutes__gte=1, minutes__lte=DAY_MINUTES)
                | models.Q(minutes=None, started_at__isnull=False, invoice=None, written_off=""),
            ),
            models.CheckConstraint(
                name="billing_time_billed_or_written_off",
                condition=models.Q(invoice=None) | models.Q(written_off=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} min in {self.case_file_id}"


class Disbursement(Stamped):
    """What the firm laid out for a case file, with the receipt: kept sealed, named by its fingerprint."""

    case_file = models.ForeignKey("litigation.CaseFile", on_delete=models.PROTECT, related_name="disbursements")
    on = models.DateField(_("day"))
    purpose = models.CharField(_("what for"), max_length=300)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invoice = models.ForeignKey(
        "billing.Invoice", null=True, blank=True, on_delete=models.PROTECT, related_name="disbursements"
    )
    written_off = models.CharField(_("why it is not billed"), max_length=300, blank=True)
    receipt_name = models.CharField(max_length=200, blank=True)
    receipt_type = models.CharField(max_length=100, blank=True)
    receipt_sha256 = models.CharField(max_length=64, blank=True)
    storage_name = models.CharField(max_length=120, blank=True, editable=False)
    sealed_key = models.BinaryField(null=True)

    objects: ClassVar = DisbursementQuerySet.as_manager()

    class Meta:
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="billing_disbursement_positive"),
            models.CheckConstraint(
                name="billing_disbursement_billed_or_written_off",
                condition=models.Q(invoice=None) | models.Q(written_off=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} in {self.case_file_id}"


sealed_column(Disbursement, "sealed_key", context=lambda row: parcel_context(row.storage_name))


class Rate(Stamped):
    """An hour's price from a day on: of one person, or of everybody in a role. A new price is a new row."""

    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="rates")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="rates"
    )
    role = models.CharField(_("role"), max_length=20, choices=FirmRole, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    hourly = models.DecimalField(_("price of an hour"), max_digits=12, decimal_places=2)
    valid_from = models.DateField(_("from"))

    objects: ClassVar = FirmRowQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                name="billing_rate_of_person_or_role",
                condition=models.Q(user=None) ^ models.Q(role=""),
            ),
            models.CheckConstraint(condition=models.Q(hourly__gt=0), name="billing_rate_positive"),
            models.UniqueConstraint(
                fields=["firm", "user", "role", "currency", "valid_from"],
                nulls_distinct=False,
                name="billing_rate_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hourly} {self.currency} from {self.valid_from}"


class TimeRule(Stamped):
    """How the firm rounds time, from a day on. Before the first rule every minute counts as it is."""

    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="time_rules")
    step = models.PositiveSmallIntegerField(_("step in minutes"))
    way = models.CharField(_("which way"), max_length=8, choices=RoundingWay)
    valid_from = models.DateField(_("from"))

    objects: ClassVar = FirmRowQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "valid_from"], name="billing_time_rule_once_a_day"),
            models.CheckConstraint(condition=models.Q(step__in=[1, 5, 6, 10, 15, 30]), name="billing_time_rule_step"),
        ]

    def __str__(self) -> str:
        return f"{self.step} min {self.way} from {self.valid_from}"
