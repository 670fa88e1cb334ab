"""What goes to and fro before the court, what is claimed by head, and the secret address of a lawyer's calendar."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.litigation.enums import AwardKind, DocketKind, DocketSide
from caseapp.litigation.models.suits import CivilSuit


class DocketEntry(Stamped):
    """A filing, a service or an order: by whom, on which day, and until when it has to be answered."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="docket")
    kind = models.CharField(_("kind"), max_length=8, choices=DocketKind)
    side = models.CharField(_("by"), max_length=6, choices=DocketSide)
    title = models.CharField(_("title"), max_length=200)
    on = models.DateField(_("day"))
    answer_by = models.DateField(_("to be answered by"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "docket entries"
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} in {self.suit_id}"


class ClaimHead(Stamped):
    """One head of what is claimed, with its cause of action; together they are the sum claimed."""

    suit = models.ForeignKey(CivilSuit, on_delete=models.CASCADE, related_name="heads")
    kind = models.CharField(_("head"), max_length=16, choices=AwardKind)
    cause = models.CharField(_("cause of action"), max_length=300)
    amount = models.DecimalField(_("sum"), max_digits=18, decimal_places=2)
    basis = models.CharField(_("article or reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="litigation_head_positive")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} in {self.suit_id}"


class CalendarFeed(Stamped):
    """The secret address under which one person's calendar reads their hearings; only its digest is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"

    @staticmethod
    def new_secret() -> str:
        """A fresh secret of 256 bits, shown once."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        """The digest by which a feed is found: the secret is long and random, so a plain one cannot be tried out."""
        return hashlib.sha256(secret.encode()).hexdigest()
