"""Estimates that somebody kept."""

import uuid

from django.conf import settings
from django.db import models

from caseapp.core.models import Stamped
from caseapp.precedents.enums import EstimateTarget


class Estimate(Stamped):
    """A dated, reproducible answer: inputs, data version, method version and result, kept as given.

    `subject` is the reference of the complaint it was made for; empty for a visitor's question that somebody kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.CharField(max_length=16, choices=EstimateTarget)
    subject = models.CharField(max_length=24, blank=True, db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    currency = models.CharField(max_length=3)
    inputs = models.JSONField()
    result = models.JSONField()
    method_version = models.CharField(max_length=64)
    data_version = models.CharField(max_length=64)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.target} {self.pk}"
