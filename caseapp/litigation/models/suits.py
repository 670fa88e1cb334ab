"""An action before a court, its hearings, its judgments and what they give."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import AwardKind, JudgmentResult, SuitState
from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.querysets import CivilSuitQuerySet


class CivilSuit(Referenced, Stamped):
    """An action before a court, with the sum claimed in its own currency."""

    state = models.CharField(_("state"), max_length=12, choices=SuitState, default=SuitState.PREPARING)
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="suits")
    court = models.CharField(_("court"), max_length=200)
    docket_number = models.CharField(_("docket number"), max_length=80, blank=True)
    judge = models.CharField(_("judge"), max_length=200, blank=True)
    adverse_counsel = models.CharField(_("counsel of the other side"), max_length=300, blank=True)
    cause = models.CharField(_("cause of action"), max_length=300)
    claimed_amount = models.DecimalField(_("sum claimed"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    filed_on = models.DateField(_("filed"), null=True, blank=True)

    REFERENCE_PREFIX = "SUIT"

    objects: ClassVar = CivilSuitQuerySet.as_manager()

    class Meta:
        verbose_name = _("civil suit")
        verbose_name_plural = _("civil suits")
        ordering = ["-id"]
        constraints = [state_constraint(SuitState.values, "litigation_civilsuit_state_known")]


class Hearing(Stamped):
    """A date before the court; `time_zone` is the court's."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="hearings")
    starts_at = models.DateTimeField(_("begins"))
    time_zone = models.CharField(_("time zone"), max_length=40)
    place = models.CharField(_("place"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=200)
    outcome = models.TextField(_("what came of it"), max_length=4000, blank=True)

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"hearing {self.pk} of {self.suit_id}"


class Judgment(Stamped):
    """What the court decided, at one instance."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="judgments")
    decided_on = models.DateField(_("decided"))
    result = models.CharField(_("result"), max_length=16, choices=JudgmentResult)
    summary = models.TextField(_("what the court decided"), max_length=8000)
    final = models.BooleanField(_("final"), default=False)
    pay_by = models.DateField(_("to be paid by"), null=True, blank=True)

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"judgment {self.pk} in {self.suit_id}"


class Award(Stamped):
    """A sum that a judgment or a settlement gives, by head of claim."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="awards")
    judgment = models.ForeignKey(Judgment, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField(_("head"), max_length=16, choices=AwardKind)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    awarded_on = models.DateField(_("awarded"))
    replaced_by = models.ForeignKey(
        Judgment, null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_awards"
    )
    """The judgment on appeal since which it does not stand any more."""

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="litigation_award_positive")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} in {self.suit_id}"
