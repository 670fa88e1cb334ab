"""What an authority writes down for itself on a complaint; nobody else ever reads it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.casework.querysets import AuthorityWork
from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal


class InternalNote(Stamped):
    """A note of one authority, sealed at rest, never changed; it does not go along when the complaint is referred."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="internal_notes")
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_body = models.BinaryField()

    objects: ClassVar = AuthorityWork.as_manager()

    class Meta:
        verbose_name = _("internal note")
        ordering = ["-id"]
        indexes = [models.Index(fields=["complaint", "authority", "-id"], name="casework_notes_of_complaint")]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.complaint_id}"

    @property
    def context(self) -> str:
        """What the sealed words are bound to."""
        return f"casework.note:{self.complaint_id}:{self.authority_id}"

    @property
    def body(self) -> str:
        """The words. Ask `visible_to` first."""
        return unseal(bytes(self.sealed_body), context=self.context).decode()

    def seal_body(self, words: str) -> None:
        """Put words in, sealed."""
        self.sealed_body = seal(words.encode(), context=self.context)


sealed_column(InternalNote, "sealed_body", context=lambda row: row.context)
