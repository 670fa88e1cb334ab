"""Investigations over one respondent and many complaints, the decision, the fine and its ledger."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.audit.models import append_only
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.enforcement.enums import (
    AppealOutcome,
    DecisionOutcome,
    EntryKind,
    FindingResult,
    FineState,
    InvestigationState,
)
from caseapp.enforcement.querysets import FineQuerySet, InvestigationQuerySet


class Investigation(Referenced, Stamped):
    """An authority's inquiry into one respondent, from any number of accepted complaints."""

    state = models.CharField(
        _("state"), max_length=24, choices=InvestigationState, default=InvestigationState.OPENED
    )
    authority = models.ForeignKey(
        "accounts.Authority", on_delete=models.PROTECT, related_name="investigations"
    )
    respondent = models.ForeignKey(
        "respondents.Respondent", on_delete=models.PROTECT, related_name="investigations"
    )
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("what is to be found out"), max_length=4000, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="led_investigations",
    )
    complaints = models.ManyToManyField(
        "complaints.Complaint", through="InvestigationComplaint", related_name="investigations"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "INV"

    objects: ClassVar = InvestigationQuerySet.as_manager()

    class Meta:
        verbose_name = _("investigation")
        verbose_name_plural = _("investigations")
        ordering = ["-id"]
        indexes = [models.Index(fields=["authority", "state", "-id"], name="enforcement_inv_queue")]
        constraints = [state_constraint(InvestigationState.values, "enforcement_investigation_state_known")]


class InvestigationComplaint(models.Model):
    """That a complaint belongs to an investigation; one at a time."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="links")
    complaint = models.ForeignKey(
        "complaints.Complaint", on_delete=models.PROTECT, related_name="investigation_links"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["investigation", "complaint"], name="enforcement_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} in {self.investigation_id}"


class InformationRequest(Stamped):
    """What the authority asked the respondent, by when, and what came back."""

    investigation = models.ForeignKey(
        Investigation, on_delete=models.CASCADE, related_name="information_requests"
    )
    body = models.TextField(_("request"), max_length=10_000)
    due_on = models.DateField(_("answer by"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"request {self.pk} in {self.investigation_id}"


class Finding(Stamped):
    """What was found for one element of one framework."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="findings")
    framework = models.ForeignKey("law.Framework", on_delete=models.PROTECT, related_name="findings")
    element_key = models.CharField(_("element"), max_length=80)
    article = models.CharField(_("article"), max_length=120, blank=True)
    result = models.CharField(_("finding"), max_length=16, choices=FindingResult)
    reasons = models.TextField(_("reasons"), max_length=10_000)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "framework", "element_key"], name="enforcement_finding_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_key}: {self.result}"


class Decision(Stamped):
    """What an investigation ended in: drafted by one officer, approved by a supervisor who is somebody else."""

    investigation = models.OneToOneField(Investigation, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=16, choices=DecisionOutcome)
    reasons = models.TextField(_("reasons"), max_length=20_000)
    fine_amount = models.DecimalField(_("fine"), max_digits=18, decimal_places=2, null=True, blank=True)
    fine_currency = models.CharField(_("currency"), max_length=3, blank=True)
    fine_due_on = models.DateField(_("to be paid by"), null=True, blank=True)
    legal_basis = models.ForeignKey(
        "law.Framework", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="enforcement_decision_four_eyes",
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("drafted_by")),
            ),
            models.CheckConstraint(
                name="enforcement_decision_fine_complete",
                condition=(
                    ~models.Q(outcome=DecisionOutcome.FINE)
                    | models.Q(fine_amount__gt=0, fine_due_on__isnull=False) & ~models.Q(fine_currency="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.investigation_id}"


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
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
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


class Appeal(Stamped):
    """An appeal against a fine: a record of its own, which changes the sum by an adjustment in the ledger."""

    fine = models.ForeignKey(Fine, on_delete=models.PROTECT, related_name="appeals")
    lodged_on = models.DateField(_("lodged"))
    court = models.CharField(_("court"), max_length=200)
    grounds = models.TextField(_("grounds"), max_length=4000, blank=True)
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=AppealOutcome, blank=True)
    new_amount = models.DecimalField(_("new sum"), max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fine"], condition=models.Q(decided_on=None), name="enforcement_appeal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk} against {self.fine_id}"
