"""What a complainant can hold against a silent file: who opened it, and what they were told of its progress."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import AccessKind, ProgressState
from caseapp.complaints.models.cases import Complaint
from caseapp.complaints.querysets import ProgressUpdateQuerySet
from caseapp.core.models import Stamped
from caseapp.core.workflow import state_constraint

WORDS_MOST = 4000
"""Characters in each part of a report on progress."""


class Access(models.Model):
    """Somebody other than the complainant opened something of the file, written as they did so.

    One row a day for each side and thing; `subject` is a file's number, `last_at` the newest opening. Who of the
    authority or firm it was stands in the audit record, not here.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="accesses")
    authority = models.ForeignKey("accounts.Authority", null=True, on_delete=models.PROTECT, related_name="+")
    firm = models.ForeignKey("accounts.Firm", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AccessKind)
    subject = models.CharField(max_length=12, blank=True)
    on = models.DateField()
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "accesses"
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "authority", "firm", "kind", "subject", "on"],
                nulls_distinct=False,
                name="complaints_access_once_a_day",
            ),
            models.CheckConstraint(
                name="complaints_access_one_side",
                condition=(
                    models.Q(authority__isnull=False, firm__isnull=True)
                    | models.Q(authority__isnull=True, firm__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=["complaint", "-last_at"], name="complaints_access_newest")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.complaint_id}"


class ProgressUpdate(Stamped):
    """What a complainant is told at least every 90 days, in the language of the case.

    Drafted from the timeline, sent by an officer or by the authority's rule. `missed_on` is the day on which it was
    found that it had not gone out in time; it stays when the update is sent later.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="progress_updates")
    state = models.CharField(_("state"), max_length=10, choices=ProgressState, default=ProgressState.DRAFTED)
    due_on = models.DateField(_("due"))
    standing = models.TextField(_("where it stands"), max_length=WORDS_MOST)
    steps = models.TextField(_("what was done"), max_length=WORDS_MOST)
    next_step = models.TextField(_("what is next"), max_length=WORDS_MOST)
    delay = models.TextField(_("why it is not finished"), max_length=WORDS_MOST)
    rights = models.TextField(_("your rights"), max_length=WORDS_MOST)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    missed_on = models.DateField(_("missed"), null=True, blank=True)

    objects: ClassVar = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-id"]
        constraints = [
            state_constraint(ProgressState.values, "complaints_progress_state_known"),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(state=ProgressState.DRAFTED),
                name="complaints_progress_one_draft",
            ),
            models.CheckConstraint(
                name="complaints_progress_sent_has_time",
                condition=~models.Q(state=ProgressState.SENT) | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(state=ProgressState.DRAFTED),
                name="complaints_progress_due",
            ),
        ]

    def __str__(self) -> str:
        return f"progress report {self.pk} on {self.complaint_id}"


class ProgressRule(Stamped):
    """Whether an authority lets a drafted progress report go out by itself on its day, when no officer sent it."""

    authority = models.OneToOneField("accounts.Authority", on_delete=models.CASCADE, related_name="progress_rule")
    sends_by_itself = models.BooleanField(_("sent by itself on the day it is due"), default=False)

    def __str__(self) -> str:
        return f"{self.authority_id}: {'by itself' if self.sends_by_itself else 'by an officer'}"
