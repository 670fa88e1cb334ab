"""Until when a claim can be brought: the date with its working, who confirmed it, and who was warned."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseapp.core.models import Stamped
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import LimitationState, TollingKind
from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.models.engagements import Engagement
from caseapp.litigation.querysets import OfCaseFileQuerySet


class Limitation(Stamped):
    """One client's claim under one rule. `last_day` and `working` follow from the facts and are never typed.

    `set_by` entered the facts last; somebody else must work out the same day before it is confirmed. `before` is the
    last confirmed working, kept to show what changed when the facts did.
    """

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="limitations")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="limitations")
    rule = models.ForeignKey("law.DeadlineRule", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=LimitationState, default=LimitationState.UNCONFIRMED)
    event_on = models.DateField(_("it happened on"))
    known_on = models.DateField(_("the client learned of it on"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    working = models.JSONField(default=dict)
    before = models.JSONField(default=dict, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(_("done on"), null=True, blank=True)
    met_by = models.ForeignKey(
        "litigation.CivilSuit", null=True, blank=True, on_delete=models.SET_NULL, related_name="limitations_met"
    )
    """The suit whose filing met it; where it ends without a decision, the date runs again."""

    objects: ClassVar = OfCaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("limitation date")
        verbose_name_plural = _("limitation dates")
        ordering = [models.F("last_day").asc(nulls_last=True), "id"]
        indexes = [
            models.Index(
                fields=["last_day"],
                name="litigation_limitation_running",
                condition=~Q(state=LimitationState.MET),
            )
        ]
        constraints = [
            state_constraint(LimitationState.values, "litigation_limitation_state_known"),
            models.UniqueConstraint(fields=["engagement", "rule"], name="litigation_limitation_once"),
        ]

    def __str__(self) -> str:
        return f"limitation {self.pk} of {self.case_file_id}"

    @property
    def firm_id(self) -> int:
        """Whose it is, for the policies."""
        return self.case_file.firm_id


class Tolling(Stamped):
    """What holds a period up, or begins it anew, on which day and why."""

    limitation = models.ForeignKey(Limitation, on_delete=models.CASCADE, related_name="tollings")
    kind = models.CharField(_("kind"), max_length=8, choices=TollingKind)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(
                name="litigation_tolling_dates",
                condition=Q(kind=TollingKind.RESTART, last=None)
                | Q(kind=TollingKind.PAUSE, last__gte=models.F("first")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.first}"


class LimitationWarning(models.Model):
    """A warning that was given: how many days before which last day; each once."""

    limitation = models.ForeignKey(Limitation, on_delete=models.CASCADE, related_name="warnings")
    days = models.PositiveSmallIntegerField()
    last_day = models.DateField()
    sent_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["limitation", "days", "last_day"], name="litigation_warning_once")
        ]

    def __str__(self) -> str:
        return f"{self.days} days before {self.last_day}"
