"""Investigations over one respondent and many complaints: what was asked, answered, found and decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.enforcement.enums import DecisionOutcome, FindingResult, InvestigationState
from caseapp.enforcement.querysets import InvestigationQuerySet


class Investigation(Referenced, Stamped):
    """An authority's inquiry into one respondent, from any number of accepted complaints."""

    state = models.CharField(_("state"), max_length=24, choices=InvestigationState, default=InvestigationState.OPENED)
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="investigations")
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="investigations")
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
    vault = models.OneToOneField("evidence.Vault", null=True, on_delete=models.PROTECT, related_name="investigation")
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    # Set by `with_complaint_count()` alone.
    complaint_count: int

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
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="investigation_links")
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["investigation", "complaint"], name="enforcement_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} in {self.investigation_id}"


class InformationRequest(Stamped):
    """What the authority asked the respondent, by when, and what came back.

    Until `answered_on` is set, `answer` is the respondent's own draft, which nobody else reads.
    """

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="information_requests")
    body = models.TextField(_("request"), max_length=10_000)
    due_on = models.DateField(_("answer by"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(_("answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=20_000, blank=True)
    files = models.ManyToManyField("evidence.EvidenceItem", related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["due_on"], name="enforcement_request_open", condition=models.Q(answered_on=None)),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} in {self.investigation_id}"


class NoticeOfIntent(Stamped):
    """What the authority told the respondent it means to decide, and by when it may answer."""

    investigation = models.OneToOneField(Investigation, on_delete=models.CASCADE, related_name="notice")
    body = models.TextField(_("notice"), max_length=20_000)
    reply_by = models.DateField(_("answer by"), null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    files = models.ManyToManyField("evidence.EvidenceItem", related_name="+")

    class Meta:
        verbose_name_plural = "notices of intent"

    def __str__(self) -> str:
        return f"notice in {self.investigation_id}"


class Representation(Stamped):
    """What the respondent said to the notice of intent, as it was received."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="representations")
    body = models.TextField(_("representations"), max_length=20_000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"representations {self.pk} in {self.investigation_id}"


class Finding(Stamped):
    """What was found for one element of one framework."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="findings")
    framework = models.ForeignKey("law.Framework", on_delete=models.PROTECT, related_name="findings")
    element_key = models.CharField(_("element"), max_length=80)
    article = models.CharField(_("article"), max_length=120, blank=True)
    result = models.CharField(_("finding"), max_length=16, choices=FindingResult)
    reasons = models.TextField(_("reasons"), max_length=10_000)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

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
    """What an investigation ended in, approved by a supervisor who wrote no version of it.

    `drafted_by` wrote the last version; `authors` are all who ever wrote one.
    """

    investigation = models.OneToOneField(Investigation, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=16, choices=DecisionOutcome)
    reasons = models.TextField(_("reasons"), max_length=20_000)
    statement = models.TextField(_("what complainants are told"), max_length=4000, blank=True)
    fine_amount = models.DecimalField(_("fine"), max_digits=18, decimal_places=2, null=True, blank=True)
    fine_currency = models.CharField(_("currency"), max_length=3, blank=True)
    fine_due_on = models.DateField(_("to be paid by"), null=True, blank=True)
    legal_basis = models.ForeignKey("law.Framework", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
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
