"""The bond between a client and a firm."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import EngagementState
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
