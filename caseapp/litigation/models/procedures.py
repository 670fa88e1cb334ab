"""How a suit goes before the courts of a place: stages, periods and interest as dated data."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.law.models.wording import Bilingual
from caseapp.litigation.models.suits import CivilSuit


class Procedure(Stamped):
    """One version of a procedure: its stages in order, each with a state of the suit, its article and its periods.

    Without a jurisdiction it is the default for places whose procedure is not described. Loaded by `load_procedures`.
    """

    code = models.CharField(max_length=40)
    jurisdiction = models.ForeignKey("law.Jurisdiction", null=True, on_delete=models.PROTECT, related_name="procedures")
    name_en = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200, blank=True)
    note_en = models.TextField(blank=True)
    note_zh = models.TextField(blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    stages: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    interest: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)
    sources: "models.JSONField[list[Any], list[Any]]" = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, editable=False)

    name = Bilingual()
    note = Bilingual()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="litigation_procedure_version_once"),
            models.CheckConstraint(
                name="litigation_procedure_valid",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.valid_from}"


class SuitStage(Stamped):
    """A stage that a suit reached, by its code in the procedure, and on which day."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=40)
    reached_on = models.DateField(_("reached on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["reached_on", "id"]

    def __str__(self) -> str:
        return f"{self.stage} of {self.suit_id}"
