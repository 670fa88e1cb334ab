"""A complaint on its way: what was answered so far, kept at every step."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped

KEPT_FOR = dt.timedelta(days=30)
"""How long a draft waits after its last change; its page says so."""

RECEIPT_SHOWN_FOR = dt.timedelta(minutes=10)
"""How long the page of an anonymous receipt may be loaded again, so that a double click does not lose the code."""


class Draft(Stamped):
    """The answers of one filing, page by page: `{slug: {"values": …, "revision": n, "page": token}}`.

    `revision` grows with every save; a page's own revision is the one of its last save. `complaint` is set once, under
    lock: a second click finds the complaint that the first one made, and the answers are gone from here by then.
    `sealed_contact` holds the contact details until then, `sealed_receipt` the receipt code until `receipt_until`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    vault = models.OneToOneField("evidence.Vault", null=True, on_delete=models.SET_NULL, related_name="draft")
    complaint = models.OneToOneField("complaints.Complaint", null=True, on_delete=models.CASCADE, related_name="draft")
    sealed_contact = models.BinaryField(null=True, editable=False)
    sealed_receipt = models.BinaryField(null=True, editable=False)
    receipt_until = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [models.Index(fields=["expires_at"], name="intake_draft_expiry")]

    def __str__(self) -> str:
        return f"draft {self.pk}"
