"""What a firm works with in a case file: facts, the elements they prove, and who does what by when. The words are
sealed at rest like its notes; days and people are columns to sort and look for.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import SealedTexts, Stamped, text_sealed_in
from caseapp.core.sealing import sealed_column
from caseapp.litigation.enums import FactStanding, Strength
from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.querysets import OfCaseFileQuerySet


class CaseTask(SealedTexts, Stamped):
    """Something somebody has to do, by a day. `source` says what made it: a template's key, or a gap in the proof."""

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="tasks")
    sealed_title = models.BinaryField(null=True, editable=False)
    title = text_sealed_in("sealed_title")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="case_tasks"
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=120, blank=True)

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = [models.F("due_on").asc(nulls_last=True), "id"]
        indexes = [
            models.Index(fields=["assignee", "due_on"], name="litigation_open_tasks", condition=models.Q(done_at=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file", "source"],
                condition=~models.Q(source="") & models.Q(done_at=None),
                name="litigation_task_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CaseFact(SealedTexts, Stamped):
    """One fact as it is to be proven or is agreed."""

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="facts")
    happened_on = models.DateField(_("day"), null=True, blank=True)
    sealed_text = models.BinaryField(null=True, editable=False)
    text = text_sealed_in("sealed_text")
    standing = models.CharField(_("standing"), max_length=10, choices=FactStanding, default=FactStanding.UNKNOWN)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = [models.F("happened_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.text


class ElementProof(SealedTexts, Stamped):
    """How a firm means to prove one element of a law in a case file: facts, exhibits, strength, what is missing."""

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="proofs")
    framework = models.ForeignKey("law.Framework", on_delete=models.PROTECT, related_name="+")
    element = models.CharField(max_length=80)
    facts = models.ManyToManyField(CaseFact, blank=True, related_name="proofs", verbose_name=_("facts"))
    exhibits = models.ManyToManyField(
        "evidence.EvidenceItem", blank=True, related_name="proofs", verbose_name=_("exhibits")
    )
    strength = models.CharField(_("strength"), max_length=8, choices=Strength, default=Strength.OPEN)
    sealed_gap = models.BinaryField(null=True, editable=False)
    gap = text_sealed_in("sealed_gap")
    task = models.ForeignKey(CaseTask, null=True, blank=True, on_delete=models.SET_NULL, related_name="proofs")

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "framework", "element"], name="litigation_proof_once")
        ]

    def __str__(self) -> str:
        return f"{self.framework_id}.{self.element}"


def _sealed(model: type[SealedTexts], column: str) -> None:
    sealed_column(model, column, context=lambda row: row.sealing_context(column))


_sealed(CaseTask, "sealed_title")
_sealed(CaseFact, "sealed_text")
_sealed(ElementProof, "sealed_gap")
