"""Weights of the score, as dated data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.casework.querysets import AuthorityWork
from caseapp.core.models import Stamped


class PriorityWeights(Stamped):
    """What each part of the score can add at most, from a day on; earlier ones stay, never changed."""

    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("valid from"))
    weights = models.JSONField(default=dict)
    note = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AuthorityWork.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["authority", "valid_from"], name="casework_weights_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} from {self.valid_from}"
