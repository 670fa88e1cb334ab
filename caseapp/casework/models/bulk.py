"""One act upon many complaints: which, frozen when they were chosen, and what became of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.casework.enums import BulkState, ItemState
from caseapp.casework.querysets import AuthorityWork
from caseapp.core.models import Referenced, Stamped
from caseapp.core.workflow import state_constraint
from caseapp.law.models.wording import Bilingual


class BulkAct(Referenced, Stamped):
    """An act upon many. `action` names a verb of `services.bulk_verbs`, `given` what it was given, `origin` is the
    query of the list it was chosen from. What was chosen does not change after it was prepared.
    """

    REFERENCE_PREFIX = "ACT"

    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(_("act"), max_length=32)
    state = models.CharField(_("state"), max_length=12, choices=BulkState, default=BulkState.PREPARED)
    given = models.JSONField(default=dict)
    origin = models.TextField(blank=True)
    total = models.PositiveIntegerField(default=0)
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar = AuthorityWork.as_manager()

    class Meta:
        verbose_name = _("act upon many")
        ordering = ["-id"]
        indexes = [models.Index(fields=["authority", "-id"], name="casework_bulk_authority")]
        constraints = [state_constraint(BulkState.values, "casework_bulk_state_known")]


class BulkItem(models.Model):
    """One complaint of an act: how it stood `before`, and `why` it was refused, in the language of whoever reads it.

    `sampled` ones must be read first.
    """

    bulk = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="items")
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.WAITING)
    before = models.JSONField(default=dict)
    why_en = models.CharField(max_length=300, blank=True)
    why_zh = models.CharField(max_length=300, blank=True)
    sampled = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    why = Bilingual()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["bulk", "complaint"], name="casework_bulk_once"),
            models.CheckConstraint(condition=models.Q(state__in=ItemState.values), name="casework_item_state_known"),
        ]
        indexes = [models.Index(fields=["bulk", "state", "id"], name="casework_item_order")]

    def __str__(self) -> str:
        return f"{self.complaint_id} in {self.bulk_id}"
