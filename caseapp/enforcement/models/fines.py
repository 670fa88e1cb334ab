"""Fines, their ledger and the appeals against them."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.audit.models import append_only
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.enforcement.enums import AppealOutcome, EntryKind, FineState
from caseapp.enforcement.models.investigations import Decision
from caseapp.enforcement.querysets import FineQuerySet


class Fine(Referenced, Stamped):
    """A fine. What is owed is never stored: it is the sum of the ledger, all in the fine's one currency."""

    state = models.CharField(_("state"), max_length=16, choices=FineState, default=FineState.IMPOSED)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="fine")
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="fines")
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="fines")
    currency = models.CharField(_("currency"), max_length=3)
    imposed_on = models.DateField(_("imposed"))
    due_on = models.DateField(_("to be paid by"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    summary = models.TextField(_("public summary"), max_length=2000, blank=True)

    # Set by `with_sums()` alone: the ledger added up, never stored.
    amount: Decimal
    paid: Decimal
    balance: Decimal

    REFERENCE_PREFIX = "FINE"

    objects: ClassVar = FineQuerySet.as_manager()

    class Meta:
        verbose_name = _("fine")
        verbose_name_plural = _("fines")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["authority", "state", "-id"], name="enforcement_fine_queue"),
            models.Index(fields=["state", "due_on"], name="enforcement_fine_due"),
        ]
        constraints = [state_constraint(FineState.values, "enforcement_fine_state_known")]


class LedgerEntry(models.Model):
    """One line of a fine's ledger: positive raises what is owed, negative lowers it. Lines are only ever added."""

    fine = models.ForeignKey(Fine, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fine", "key"], condition=~models.Q(key=""), name="enforcement_ledger_key_once"
            ),
            models.CheckConstraint(
                name="enforcement_ledger_sign",
                condition=(
                    models.Q(kind__in=[EntryKind.IMPOSED, EntryKind.INTEREST], amount__gt=0)
                    | models.Q(kind__in=[EntryKind.PAYMENT, EntryKind.WRITE_OFF], amount__lt=0)
                    | models.Q(kind=EntryKind.ADJUSTMENT)
                ),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"


class Instalment(models.Model):
    """One part of a plan by which a fine is paid: a sum and its day. What of it is paid, the ledger says."""

    plan = models.ForeignKey("InstalmentPlan", on_delete=models.CASCADE, related_name="parts")
    due_on = models.DateField(_("to be paid by"))
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="enforcement_instalment_day_once"),
            models.CheckConstraint(name="enforcement_instalment_sum", condition=models.Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.amount} by {self.due_on}"


class InstalmentPlan(Stamped):
    """An agreement to pay in parts, which add up to what was owed that day. A newer one, or an appeal, ends it."""

    fine = models.ForeignKey(Fine, on_delete=models.PROTECT, related_name="plans")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fine"], condition=models.Q(ended_at=None), name="enforcement_plan_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk} of {self.fine_id}"


class Appeal(Stamped):
    """An appeal against a fine: a record of its own, which changes the sum by an adjustment in the ledger."""

    fine = models.ForeignKey(Fine, on_delete=models.PROTECT, related_name="appeals")
    lodged_on = models.DateField(_("lodged"))
    court = models.CharField(_("court"), max_length=200)
    grounds = models.TextField(_("grounds"), max_length=4000, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=AppealOutcome, blank=True)
    new_amount = models.DecimalField(_("new sum"), max_digits=18, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("to be paid by, after the appeal"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fine"], condition=models.Q(decided_on=None), name="enforcement_appeal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk} against {self.fine_id}"
