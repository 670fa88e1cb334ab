"""Periods that run: limitation, answers, progress, payment, appeal, in the law's own unit."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.law.enums import DeadlineKind, LastDay, StartEvent, Unit
from caseapp.law.models.frameworks import Framework
from caseapp.law.models.jurisdictions import Jurisdiction
from caseapp.law.models.wording import Bilingual


class DeadlineRule(models.Model):
    """One period, of a framework's version or of a jurisdiction's procedure (then `framework` is null).

    `amount` null means that the period is not verified. `from_year_end` lets it start at the end of the year of
    the starting event. `longstop_months` count from the event itself whatever was known. `extension_amount`, in the
    same unit, is added where the law lets the time be extended. Only translations may change in place.
    """

    framework = models.ForeignKey(
        Framework, null=True, blank=True, on_delete=models.CASCADE, related_name="deadline_rules"
    )
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="deadline_rules")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=28, choices=DeadlineKind)
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit, blank=True)
    starts_from = models.CharField(max_length=20, choices=StartEvent, blank=True)
    from_year_end = models.BooleanField(default=False)
    longstop_months = models.PositiveSmallIntegerField(null=True, blank=True)
    extension_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    last_day = models.CharField(max_length=16, choices=LastDay, default=LastDay.STAYS)
    last_day_article = models.CharField(max_length=200, blank=True)
    article = models.CharField(max_length=200, blank=True)
    note_en = models.TextField(blank=True)
    note_zh = models.TextField(blank=True)
    sources = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    note = Bilingual()

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["jurisdiction", "framework", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key"],
                condition=models.Q(framework__isnull=False),
                name="law_deadlinerule_of_framework",
            ),
            models.UniqueConstraint(
                fields=["jurisdiction", "key"],
                condition=models.Q(framework__isnull=True, superseded_at__isnull=True),
                name="law_deadlinerule_of_jurisdiction",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=DeadlineKind.values), name="law_deadlinerule_kind"),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | (~models.Q(unit="") & ~models.Q(starts_from="")),
                name="law_deadlinerule_whole",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="law_is_fixed", exclude=["note_zh", "superseded_at", "valid_to"])]

    def __str__(self) -> str:
        return f"{self.jurisdiction_id} {self.key}"
