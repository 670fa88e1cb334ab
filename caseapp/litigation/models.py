"""From a stranger's request to a judgment: engagement, case file, suit, hearing, judgment and award."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import (
    AwardKind,
    CaseFileState,
    ConflictResult,
    EngagementState,
    JudgmentResult,
    SuitState,
)
from caseapp.litigation.querysets import CaseFileQuerySet, CivilSuitQuerySet, EngagementQuerySet


class CaseFile(Referenced, Stamped):
    """What lawyers call the matter: everything a firm does for its clients against one respondent."""

    state = models.CharField(_("state"), max_length=8, choices=CaseFileState, default=CaseFileState.OPEN)
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="case_files")
    title = models.CharField(_("title"), max_length=200)
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="case_files")
    jurisdiction = models.ForeignKey("law.Jurisdiction", on_delete=models.PROTECT, related_name="case_files")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="case_files"
    )
    sealed_notes = models.BinaryField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "CASE"

    objects: ClassVar = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("case file")
        verbose_name_plural = _("case files")
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "state", "-id"], name="litigation_case_files")]
        constraints = [state_constraint(CaseFileState.values, "litigation_casefile_state_known")]

    def seal_notes(self, text: str) -> None:
        """Set the privileged notes, sealed so that they open in this row alone."""
        self.sealed_notes = seal(text.encode(), context=self._notes_context)

    def open_notes(self) -> str:
        """The privileged notes in the clear. Ask `selectors.suits.notes`, which checks the policy."""
        return (
            "" if self.sealed_notes is None else unseal(bytes(self.sealed_notes), context=self._notes_context).decode()
        )

    @property
    def _notes_context(self) -> str:
        return f"litigation.casefile.sealed_notes:{self.pk}"


sealed_column(CaseFile, "sealed_notes", context=lambda row: row._notes_context)


class Engagement(Referenced, Stamped):
    """A complainant asks a firm to act. Names stay hidden from the firm until the conflict check is clear."""

    state = models.CharField(_("state"), max_length=16, choices=EngagementState, default=EngagementState.REQUESTED)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="engagements")
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="engagements")
    case_file = models.ForeignKey(CaseFile, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements")
    scopes = models.JSONField(_("what the firm may see"), default=list)
    request = models.TextField(_("what is asked of the firm"), max_length=4000, blank=True)
    terms = models.TextField(_("terms"), max_length=10_000, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "ENG"

    objects: ClassVar = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        ordering = ["-id"]
        indexes = [models.Index(fields=["firm", "state", "-id"], name="litigation_requests")]
        constraints = [
            state_constraint(EngagementState.values, "litigation_engagement_state_known"),
            models.UniqueConstraint(
                fields=["complaint", "firm"],
                condition=~models.Q(state__in=[EngagementState.DECLINED, EngagementState.ENDED]),
                name="litigation_engagement_one_open",
            ),
        ]


class ConflictCheck(Stamped):
    """Whom the firm was compared with, what was found, and who decided. The report is kept as it was."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="conflict_checks")
    names = models.JSONField(_("names looked for"), default=list)
    hits = models.JSONField(_("what was found"), default=list)
    result = models.CharField(_("result"), max_length=10, choices=ConflictResult, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"conflict check {self.pk} for {self.engagement_id}"


class CivilSuit(Referenced, Stamped):
    """An action before a court, with the sum claimed in its own currency."""

    state = models.CharField(_("state"), max_length=12, choices=SuitState, default=SuitState.PREPARING)
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="suits")
    court = models.CharField(_("court"), max_length=200)
    docket_number = models.CharField(_("docket number"), max_length=80, blank=True)
    cause = models.CharField(_("cause of action"), max_length=300)
    claimed_amount = models.DecimalField(_("sum claimed"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    filed_on = models.DateField(_("filed"), null=True, blank=True)

    REFERENCE_PREFIX = "SUIT"

    objects: ClassVar = CivilSuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("civil suit")
        verbose_name_plural = _("civil suits")
        ordering = ["-id"]
        constraints = [state_constraint(SuitState.values, "litigation_civilsuit_state_known")]


class Hearing(Stamped):
    """A date before the court; `time_zone` is the court's."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="hearings")
    starts_at = models.DateTimeField(_("begins"))
    time_zone = models.CharField(_("time zone"), max_length=40)
    place = models.CharField(_("place"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=200)
    outcome = models.TextField(_("what came of it"), max_length=4000, blank=True)

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"hearing {self.pk} of {self.suit_id}"


class Judgment(Stamped):
    """What the court decided, at one instance."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="judgments")
    decided_on = models.DateField(_("decided"))
    result = models.CharField(_("result"), max_length=16, choices=JudgmentResult)
    summary = models.TextField(_("what the court decided"), max_length=8000)
    final = models.BooleanField(_("final"), default=False)

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"judgment {self.pk} in {self.suit_id}"


class Award(Stamped):
    """A sum that a judgment or a settlement gives, by head of claim."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="awards")
    judgment = models.ForeignKey(Judgment, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField(_("head"), max_length=16, choices=AwardKind)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    awarded_on = models.DateField(_("awarded"))

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="litigation_award_positive")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} in {self.suit_id}"
