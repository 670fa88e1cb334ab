"""How a settlement is divided among the members of a collective action."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.audit.models import append_only
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import DistributionState, ShareRule
from caseapp.litigation.models.collective import CollectiveAction, CollectiveMember
from caseapp.litigation.querysets import DistributionQuerySet


class Distribution(Referenced, Stamped):
    """A sum, what goes off it, and the rule by which the rest is divided. Shares are made with it and never changed."""

    state = models.CharField(_("state"), max_length=10, choices=DistributionState, default=DistributionState.PREPARED)
    action = models.ForeignKey(CollectiveAction, on_delete=models.PROTECT, related_name="distributions")
    rule = models.CharField(_("rule"), max_length=6, choices=ShareRule)
    currency = models.CharField(_("currency"), max_length=3)
    gross_amount = models.DecimalField(_("sum that came in"), max_digits=18, decimal_places=2)
    costs_amount = models.DecimalField(_("costs"), max_digits=18, decimal_places=2, default=0)
    fee_amount = models.DecimalField(_("fee of the firm"), max_digits=18, decimal_places=2, default=0)
    basis = models.TextField(_("why so"), max_length=4000)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "DIS"

    objects: ClassVar = DistributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("distribution")
        verbose_name_plural = _("distributions")
        ordering = ["-id"]
        constraints = [
            state_constraint(DistributionState.values, "litigation_distribution_state_known"),
            models.CheckConstraint(
                name="litigation_distribution_sums",
                condition=models.Q(gross_amount__gt=0, costs_amount__gte=0, fee_amount__gte=0)
                & models.Q(gross_amount__gte=models.F("costs_amount") + models.F("fee_amount")),
            ),
            models.CheckConstraint(
                name="litigation_distribution_four_eyes",
                condition=models.Q(prepared_by=None)
                | models.Q(approved_by=None)
                | ~models.Q(prepared_by=models.F("approved_by")),
            ),
        ]

    @property
    def net_amount(self) -> Decimal:
        """What is divided."""
        return self.gross_amount - self.costs_amount - self.fee_amount


class DistributionShare(models.Model):
    """One member's part of a distribution, with the weight it was reckoned by."""

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey(CollectiveMember, on_delete=models.PROTECT, related_name="shares")
    weight = models.PositiveIntegerField(_("weight"))
    amount = models.DecimalField(_("share"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["distribution", "member"], name="litigation_share_once"),
            models.CheckConstraint(name="litigation_share_sum", condition=models.Q(amount__gte=0)),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.amount} of {self.distribution_id}"
