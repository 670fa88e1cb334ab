"""Searches that somebody saved, and what was found for them since."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.precedents.enums import Cadence
from caseapp.precedents.models.precedents import Precedent
from caseapp.precedents.querysets import AlertQuerySet


class Alert(Stamped):
    """A saved search that writes a mail when a precedent newly matches.

    It belongs to an account, or to an e-mail address that is sealed at rest and has to be confirmed. Ending one deletes
    it, address and all. `known` are the precedents that matched when it was saved or were found since; `looked_at` is
    the time of the latest change of a precedent that was looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="precedent_alerts"
    )
    sealed_address = models.BinaryField(null=True, editable=False)
    address_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    query: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    note = models.CharField(_("note to yourself"), max_length=300, blank=True)
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence, default=Cadence.AT_ONCE)
    confirmed_at = models.DateTimeField(null=True)
    known = ArrayField(models.BigIntegerField(), default=list, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    written_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="precedents_alert_one_reader",
                condition=models.Q(owner=None, sealed_address__isnull=False)
                | models.Q(owner__isnull=False, sealed_address=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def seal_address(self, address: str) -> None:
        """Keep the address so that it opens nowhere else."""
        self.sealed_address = seal(address.encode(), context=self._context)

    @property
    def address(self) -> str:
        """Where its mails go."""
        if self.owner is not None:
            return self.owner.email
        return unseal(bytes(self.sealed_address or b""), context=self._context).decode()

    @property
    def _context(self) -> str:
        return f"precedents.alert.sealed_address:{self.pk}"


sealed_column(Alert, "sealed_address", context=lambda row: row._context)


class Match(models.Model):
    """A precedent that newly matched a saved search, in the version that did so; `sent_at` is when it was told."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="matches")
    precedent = models.ForeignKey(Precedent, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    found_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["alert", "precedent"], name="precedents_match_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.precedent_id}"
