"""What a firm's conflict checks found, kept as it was."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.litigation.enums import ConflictResult
from caseapp.litigation.models.engagements import Engagement


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
