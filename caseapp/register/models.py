"""What the public register says, version by version, and the daily copies of all of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import sealed_column
from caseapp.core.workflow import state_constraint
from caseapp.evidence.services import parcel_context
from caseapp.register.enums import Kind, TextState
from caseapp.register.querysets import PublicTextQuerySet


class PublicText(Referenced, Stamped):
    """One version of what the public reads about a decision, its fine, one of its orders, or of the respondent's reply.

    Written by one person, published by another. Versions that were public stay, so that every change can be read.
    """

    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=TextState, default=TextState.PROPOSED)
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("enforcement.Decision", on_delete=models.PROTECT, related_name="public_texts")
    fine = models.ForeignKey("enforcement.Fine", null=True, on_delete=models.PROTECT, related_name="public_texts")
    order = models.ForeignKey(
        "enforcement.ComplianceOrder", null=True, on_delete=models.PROTECT, related_name="public_texts"
    )
    text = models.TextField(_("public text"), max_length=2_000)
    left_out = models.TextField(_("what was left out, and why"), max_length=2_000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("why it was sent back"), max_length=2_000, blank=True)

    REFERENCE_PREFIX = "PUB"

    objects: ClassVar = PublicTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["authority", "state", "-id"], name="register_text_review")]
        constraints = [
            state_constraint(TextState.values, "register_publictext_state_known"),
            models.CheckConstraint(
                name="register_text_subject",
                condition=(
                    models.Q(kind=Kind.FINE, fine__isnull=False, order=None)
                    | models.Q(kind=Kind.ORDER, order__isnull=False, fine=None)
                    | models.Q(kind__in=[Kind.DECISION, Kind.REPLY], fine=None, order=None)
                ),
            ),
            models.CheckConstraint(
                name="register_text_four_eyes",
                condition=models.Q(reviewer=None) | models.Q(author=None) | ~models.Q(reviewer=models.F("author")),
            ),
            models.UniqueConstraint(
                fields=["kind", "decision", "fine", "order", "state"],
                condition=models.Q(state__in=[TextState.PROPOSED, TextState.PUBLISHED]),
                nulls_distinct=False,
                name="register_text_one_of_a_state",
            ),
        ]

    @property
    def subject_reference(self) -> str:
        """The stable reference of what it is about: the fine's, the order's, or the investigation's."""
        if self.fine is not None:
            return str(self.fine.reference)
        return str(self.order.reference if self.order is not None else self.decision.investigation.reference)


class Snapshot(Stamped):
    """Everything public on one day as a data package; its list of hashes signed where a key is set."""

    day = models.DateField(unique=True)
    storage_name = models.CharField(max_length=120, editable=False)
    sealed_key = models.BinaryField(null=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16, blank=True)
    """Names the public key that verifies it; empty where no key was set that day."""

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"register of {self.day}"


sealed_column(Snapshot, "sealed_key", context=lambda row: parcel_context(row.storage_name))
