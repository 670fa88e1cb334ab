"""What a firm and its client write to each other: for these two alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.litigation.models.engagements import Engagement
from caseapp.litigation.querysets import EngagementMessageQuerySet


class EngagementMessage(Stamped):
    """One letter of the correspondence, sealed at rest; `read_at` is when the other side opened it."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="messages")
    from_firm = models.BooleanField(_("written by the firm"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sealed_body = models.BinaryField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = EngagementMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["engagement"], name="litigation_unread_messages", condition=models.Q(read_at=None))
        ]

    def __str__(self) -> str:
        return f"message {self.pk} of {self.engagement_id}"

    def put(self, body: str) -> None:
        """Set the words, sealed so that they open in this row alone."""
        self.sealed_body = seal(body.encode(), context=self._body_context)

    @property
    def body(self) -> str:
        """The words in the clear, for the two sides."""
        return unseal(bytes(self.sealed_body), context=self._body_context).decode() if self.sealed_body else ""

    @property
    def _body_context(self) -> str:
        return f"litigation.engagementmessage.sealed_body:{self.pk}"


sealed_column(EngagementMessage, "sealed_body", context=lambda row: row._body_context)
