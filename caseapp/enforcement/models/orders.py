"""What a decision orders the respondent to do, and what it showed for having done it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.enforcement.enums import UNISSUED_ORDER_STATES, OrderKind, OrderState, ProofResult
from caseapp.enforcement.models.investigations import Decision
from caseapp.enforcement.querysets import OrderQuerySet


class ComplianceOrder(Referenced, Stamped):
    """One duty that a decision lays on the respondent. Drafted with the decision, in force once that is approved."""

    state = models.CharField(_("state"), max_length=16, choices=OrderState, default=OrderState.DRAFTED)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="orders")
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="orders")
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(_("what is ordered"), max_length=20, choices=OrderKind)
    text = models.TextField(_("text of the order"), max_length=10_000)
    due_on = models.DateField(_("to be done by"))
    ordered_on = models.DateField(_("ordered"), null=True, blank=True)
    fulfilled_on = models.DateField(_("fulfilled"), null=True, blank=True)
    recheck_on = models.DateField(_("to be checked again"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    summary = models.TextField(_("public summary"), max_length=2000, blank=True)
    files = models.ManyToManyField("evidence.EvidenceItem", related_name="+")
    """Everything that the respondent gave here to prove it; those of one proof stand with the proof as well."""

    REFERENCE_PREFIX = "ORD"

    objects: ClassVar = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("compliance order")
        verbose_name_plural = _("compliance orders")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["authority", "state", "-id"], name="enforcement_order_queue"),
            models.Index(fields=["state", "due_on"], name="enforcement_order_due"),
            models.Index(fields=["state", "recheck_on"], name="enforcement_order_recheck"),
        ]
        constraints = [
            state_constraint(OrderState.values, "enforcement_order_state_known"),
            models.CheckConstraint(
                name="enforcement_order_in_force_has_day",
                condition=models.Q(state__in=sorted(UNISSUED_ORDER_STATES)) | models.Q(ordered_on__isnull=False),
            ),
        ]


class OrderProof(Stamped):
    """What the respondent showed for having done what was ordered, and what the authority made of it."""

    order = models.ForeignKey(ComplianceOrder, on_delete=models.CASCADE, related_name="proofs")
    received_on = models.DateField(_("day it came"))
    body = models.TextField(_("what the respondent showed"), max_length=10_000)
    note = models.CharField(_("where the evidence is"), max_length=300, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=ProofResult, blank=True)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Empty where the respondent sent it here itself."""
    files = models.ManyToManyField("evidence.EvidenceItem", related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(result=""), name="enforcement_proof_one_undecided"
            ),
        ]

    def __str__(self) -> str:
        return f"proof {self.pk} for {self.order_id}"
