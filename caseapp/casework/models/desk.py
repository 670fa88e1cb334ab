"""What officers leave on complaints: that they read them, and words to find them by."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.casework.querysets import AuthorityWork
from caseapp.core.models import Stamped


class Look(models.Model):
    """That somebody of an authority opened a complaint, first and last; closing what nobody opened rests on it."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "user"], name="casework_look_once")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.complaint_id}"


class ComplaintTag(Stamped):
    """A word that an authority put on a complaint; the complainant does not see it."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="tags")
    authority = models.ForeignKey("accounts.Authority", on_delete=models.PROTECT, related_name="+")
    word = models.CharField(_("tag"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AuthorityWork.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "authority", "word"], name="casework_tag_once"),
        ]
        indexes = [models.Index(fields=["authority", "word", "-complaint"], name="casework_tag_words")]

    def __str__(self) -> str:
        return self.word
