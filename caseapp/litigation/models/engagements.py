"""The bond between a client and a firm."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import EngagementState, FeeKind
from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.querysets import EngagementQuerySet


class Engagement(Referenced, Stamped):
    """A complainant asks a firm to act.

    Names stay hidden from the firm until a conflict check is clear or waived (`cleared_at`).
    """

    state = models.CharField(_("state"), max_length=16, choices=EngagementState, default=EngagementState.REQUESTED)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="engagements")
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="engagements")
    case_file = models.ForeignKey(CaseFile, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements")
    scopes = models.JSONField(_("what the firm may see"), default=list)
    request = models.TextField(_("what is asked of the firm"), max_length=4000, blank=True)
    terms = models.TextField(_("terms"), max_length=10_000, blank=True)
    fee_kind = models.CharField(_("fee"), max_length=12, choices=FeeKind, blank=True)
    fee_amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2, null=True, blank=True)
    fee_currency = models.CharField(_("currency"), max_length=3, blank=True)
    fee_percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    letter = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    accepted_sha256 = models.CharField(_("fingerprint of what was accepted"), max_length=64, blank=True)
    sealed_signature = models.BinaryField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True, editable=False)
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

    def sign(self, name: str) -> None:
        """Keep the name that the client typed under the letter, sealed so that it opens in this row alone."""
        self.sealed_signature = seal(name.encode(), context=self._signature_context)

    def signature(self) -> str:
        """The name under the letter. For the two sides of the engagement alone."""
        if self.sealed_signature is None:
            return ""
        return unseal(bytes(self.sealed_signature), context=self._signature_context).decode()

    @property
    def _signature_context(self) -> str:
        return f"litigation.engagement.sealed_signature:{self.pk}"


sealed_column(Engagement, "sealed_signature", context=lambda row: row._signature_context)
