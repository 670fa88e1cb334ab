"""Where complaints go when they arrive: ordered rules as dated data, and a line for each time one was used."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.casework.querysets import AuthorityWork
from caseapp.core.models import Stamped


class RoutingRule(Stamped):
    """The first rule, by `position`, whose conditions hold gives a new complaint to a person, to a unit, or both,
    or proposes to refer it, which a person confirms.

    A rule is never deleted: it ends on a day. A unit is a word under which the queue finds its complaints.
    """

    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=10)
    title = models.CharField(_("title"), max_length=120)
    conditions = models.JSONField(default=dict)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refer_to = models.ForeignKey(
        "accounts.Authority",
        verbose_name=_("propose to refer it to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AuthorityWork.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["authority", "position", "id"], name="casework_rules_in_order")]
        constraints = [
            models.CheckConstraint(
                name="casework_rule_goes_somewhere",
                condition=models.Q(assignee__isnull=False) | models.Q(refer_to__isnull=False) | ~models.Q(unit=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoutingLine(models.Model):
    """That a rule was used on a complaint, once; which conditions held then stands with it."""

    rule = models.ForeignKey(RoutingRule, on_delete=models.PROTECT, related_name="lines")
    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.CASCADE, related_name="routing")
    conditions = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["rule", "-id"], name="casework_lines_of_rule")]

    def __str__(self) -> str:
        return f"{self.rule_id} on {self.complaint_id}"
