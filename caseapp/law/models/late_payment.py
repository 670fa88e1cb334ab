"""What it costs to pay a fine late, where the law of a place says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.law.models.jurisdictions import Jurisdiction
from caseapp.law.models.wording import Bilingual


class LatePaymentRule(models.Model):
    """So much of what is unpaid of a fine for each day after the day to pay, up to a share of the fine; dated.

    A place without such a record has no verified rule: then nothing is added, and pages say so.
    """

    key = models.CharField(max_length=80, primary_key=True)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="late_payment_rules")
    percent_a_day = models.DecimalField(max_digits=7, decimal_places=4)
    cap_percent = models.DecimalField(max_digits=7, decimal_places=2)
    article_en = models.CharField(max_length=200)
    article_zh = models.CharField(max_length=200, blank=True)
    note_en = models.TextField(blank=True)
    note_zh = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    article = Bilingual()
    note = Bilingual()

    class Meta:
        verbose_name = _("rule on late payment")
        verbose_name_plural = _("rules on late payment")
        ordering = ["jurisdiction", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent_a_day__gt=0, cap_percent__gt=0), name="law_latepaymentrule_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.key
