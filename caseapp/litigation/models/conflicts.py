"""What a firm's conflict checks found, kept as it was, and whom the firm knew before it came here."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.litigation.enums import CheckReason, ConflictResult, KnownRole
from caseapp.litigation.models.engagements import Engagement
from caseapp.litigation.querysets import ConflictCheckQuerySet, OfFirmQuerySet


class ConflictCheck(Stamped):
    """Whom the firm was compared with, what was found, and who decided. The report is kept as it was.

    `names` are those looked for, `compared` how many names of each source they were held against, `hits` what was
    found, each with how and why. The client's own name is held against the others too but stands in no report. A
    check that ran by itself has no `run_by`.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="conflict_checks")
    why = models.CharField(_("why it was run"), max_length=12, choices=CheckReason, default=CheckReason.ASKED)
    names = models.JSONField(_("names looked for"), default=list)
    compared = models.JSONField(_("what they were compared with"), default=dict)
    hits = models.JSONField(_("what was found"), default=list)
    result = models.CharField(_("result"), max_length=10, choices=ConflictResult, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ConflictCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"conflict check {self.pk} for {self.engagement_id}"


class KnownParty(Stamped):
    """Somebody the firm knew before or elsewhere: a name of its own list, for conflict checks alone."""

    firm = models.ForeignKey("accounts.Firm", on_delete=models.CASCADE, related_name="known_parties")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=16, choices=KnownRole)
    matter = models.CharField(_("matter"), max_length=120, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = OfFirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("known party")
        verbose_name_plural = _("known parties")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "name", "role", "matter"], name="litigation_known_party_once"),
            models.CheckConstraint(condition=models.Q(role__in=KnownRole.values), name="litigation_known_role_known"),
        ]

    def __str__(self) -> str:
        return self.name
