"""A complaint on its way: what was answered so far, kept at every step."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped


class Draft(Stamped):
    """The answers of one filing. `revision` grows with every save, so that a second tab never overwrites silently.

    `submitted` is set once, under lock: a second click finds the complaint that the first one made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    vault = models.OneToOneField("evidence.Vault", null=True, on_delete=models.SET_NULL, related_name="draft")
    complaint = models.OneToOneField(
        "complaints.Complaint", null=True, on_delete=models.CASCADE, related_name="draft"
    )
    expires_at = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["expires_at"], name="intake_draft_expiry")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
