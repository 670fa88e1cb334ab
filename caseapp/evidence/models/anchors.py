"""Time-stamps that an outside clock put on the heads of chains."""

from typing import ClassVar

from django.db import models

from caseapp.core.models import Stamped
from caseapp.evidence.enums import AnchorState


class Anchor(Stamped):
    """One entry of a chain, time-stamped (RFC 3161) or waiting to be; `response` is the authority's whole answer."""

    chain = models.CharField(max_length=80)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=AnchorState, default=AnchorState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)
    response = models.BinaryField(default=b"")
    stamped_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = "anchor"
        ordering = ["chain", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="evidence_anchor_once_an_entry"),
            models.CheckConstraint(
                condition=models.Q(state__in=AnchorState.values), name="evidence_anchor_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=AnchorState.WAITING) | models.Q(stamped_at__isnull=False),
                name="evidence_anchor_stamped_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence} {self.state}"

    @property
    def statement(self) -> bytes:
        """What is time-stamped, word for word: a stranger can write it from the chain alone."""
        return f"Countenance chain\nchain: {self.chain}\nentry: {self.sequence}\nsha256: {self.hash}\n".encode()
