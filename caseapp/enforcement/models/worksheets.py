"""The worksheet behind a fine: what was weighed, what the law allows, and which fines are alike."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.enforcement.models.investigations import Investigation


class FineWorksheet(Stamped):
    """How an officer came to a sum. Rewritten until the decision is approved, and fixed from then on.

    `factors` are the officer's answers (key, effect, reason), `estimate` the answer on like fines as it was given, with
    its versions, and `guidance` what the rules made of both. Sums are in `currency`, the law's own.
    """

    investigation = models.OneToOneField(Investigation, on_delete=models.CASCADE, related_name="worksheet")
    framework = models.ForeignKey("law.Framework", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(_("currency"), max_length=3)
    turnover = models.DecimalField(_("annual turnover"), max_digits=18, decimal_places=2, null=True, blank=True)
    gain = models.DecimalField(_("gain from the breach"), max_digits=18, decimal_places=2, null=True, blank=True)
    persons = models.PositiveBigIntegerField(_("people affected"), null=True, blank=True)
    factors = models.JSONField(default=list)
    proposed = models.DecimalField(_("proposed fine"), max_digits=18, decimal_places=2, null=True, blank=True)
    estimate = models.JSONField(default=dict)
    guidance = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("worksheet of a fine")
        verbose_name_plural = _("worksheets of fines")

    def __str__(self) -> str:
        return f"worksheet in {self.investigation_id}"
