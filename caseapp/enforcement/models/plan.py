"""The plan of an investigation: for each element of a law what is to be proven, and by which evidence."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.enforcement.models.investigations import Investigation


class PlanItem(Stamped):
    """One element that the investigation sets out to prove. Whether it was found, its `Finding` says; none is open."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="plan")
    element = models.ForeignKey("law.Element", on_delete=models.PROTECT, related_name="+")
    to_prove = models.TextField(_("what is to be proven"), max_length=4000, blank=True)
    means = models.TextField(_("by what"), max_length=4000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["element__framework__code", "element__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["investigation", "element"], name="enforcement_plan_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} in the plan of {self.investigation_id}"


class PlanExhibit(Stamped):
    """A piece of evidence that an element of the plan rests on, and what it shows."""

    plan_item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="exhibits")
    item = models.ForeignKey("evidence.EvidenceItem", on_delete=models.PROTECT, related_name="+")
    shows = models.CharField(_("what it shows"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan_item", "item"], name="enforcement_plan_exhibit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.plan_item_id}"
