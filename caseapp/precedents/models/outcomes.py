"""How an estimate that was kept before a case ended compares with what the case brought."""

from django.db import models

from caseapp.core.models import Stamped
from caseapp.precedents.models.estimates import Estimate


class OutcomeScore(Stamped):
    """One final outcome beside the range that was given earlier; sums are for one person, in the estimate's currency.

    Nothing here says whose case it was.
    """

    estimate = models.OneToOneField(Estimate, on_delete=models.PROTECT, related_name="score")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    decided_on = models.DateField()
    within_half = models.BooleanField()
    within_eighty = models.BooleanField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"score of {self.estimate_id}"
