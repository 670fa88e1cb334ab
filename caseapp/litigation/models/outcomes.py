"""A final outcome that a firm proposed as a precedent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.litigation.models.suits import CivilSuit


class OutcomeProposal(Stamped):
    """What a suit brought one person in the end, handed to the curators without names, once for each suit."""

    suit = models.OneToOneField(CivilSuit, on_delete=models.PROTECT, related_name="outcome")
    suggestion = models.ForeignKey(
        "precedents.Suggestion", null=True, on_delete=models.SET_NULL, related_name="outcomes"
    )
    score = models.ForeignKey("precedents.OutcomeScore", null=True, on_delete=models.SET_NULL, related_name="outcomes")
    per_person_amount = models.DecimalField(_("for one person"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    people = models.PositiveIntegerField(_("people"))
    decided_on = models.DateField(_("decided"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"outcome of {self.suit_id}"
