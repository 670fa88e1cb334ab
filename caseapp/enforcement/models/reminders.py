"""When respondents are reminded of a fine, as dated settings, and every reminder that was written."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.enforcement.enums import ReminderKind
from caseapp.enforcement.models.fines import Fine


class ReminderPlan(Stamped):
    """From a day on: how many days before the day to pay, and after it, a reminder goes out.

    The plan without an authority is the one that ships, for all that set none of their own.
    """

    authority = models.ForeignKey("accounts.Authority", null=True, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField(_("valid from"))
    days_before = ArrayField(models.PositiveSmallIntegerField(), default=list)
    days_after = ArrayField(models.PositiveSmallIntegerField(), default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"reminders from {self.valid_from}"


class Reminder(models.Model):
    """A reminder of a fine: how many days before or after which day to pay. Each is written once."""

    fine = models.ForeignKey(Fine, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=ReminderKind)
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("to be paid by"))
    written_on = models.DateField(_("written"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["fine", "kind", "days", "due_on"], name="enforcement_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.days} for {self.fine_id}"
