"""How the respondent of an investigation answers without an account: its invitation, its wish for time, its misses."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.core.code_sealing import lookup_of
from caseapp.core.models import Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.core.workflow import state_constraint
from caseapp.enforcement.enums import TimeWishState
from caseapp.enforcement.models.investigations import InformationRequest, Investigation, NoticeOfIntent
from caseapp.enforcement.querysets import InvitationQuerySet, TimeWishQuerySet


class Invitation(Stamped):
    """Somebody at the respondent may answer, until `expires_at`, with a link and a code that were told apart.

    Both are kept as keyed hashes, and a slow verifier of the code beside them; who is invited is kept encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="invitations")
    link_lookup = models.CharField(max_length=64, unique=True)
    verifier = models.CharField(max_length=200)
    sealed_recipient = models.BinaryField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="en")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @staticmethod
    def lookup_of(link: str) -> str:
        """What `link_lookup` holds for the secret part of a link."""
        return lookup_of(link, purpose="enforcement.invitation")

    def keep_recipient(self, name: str) -> None:
        """Seal who is invited."""
        self.sealed_recipient = seal(name.encode(), context=self._context())

    @property
    def recipient(self) -> str:
        """Who is invited, for the eyes of the authority."""
        return unseal(bytes(self.sealed_recipient), context=self._context()).decode()

    def stands_at(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now

    def _context(self) -> str:
        return f"enforcement.invitation.sealed_recipient:{self.pk}"


sealed_column(Invitation, "sealed_recipient", context=Invitation._context)


class RequestedElement(models.Model):
    """One element of a law that a request asks about, and what the respondent says to it."""

    request = models.ForeignKey(InformationRequest, on_delete=models.CASCADE, related_name="elements")
    element = models.ForeignKey("law.Element", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "element"], name="enforcement_requested_element_once"),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} in request {self.request_id}"


class TimeWish(Stamped):
    """The respondent asks for more time, for a request or for the notice of intent; an officer says yes or no."""

    state = models.CharField(_("state"), max_length=8, choices=TimeWishState, default=TimeWishState.ASKED)
    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="time_wishes")
    request = models.ForeignKey(InformationRequest, null=True, on_delete=models.CASCADE, related_name="time_wishes")
    notice = models.ForeignKey(NoticeOfIntent, null=True, on_delete=models.CASCADE, related_name="time_wishes")
    wanted_until = models.DateField(_("wanted until"))
    reason = models.TextField(_("reason"), max_length=4000)
    granted_until = models.DateField(_("granted until"), null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar = TimeWishQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            state_constraint(TimeWishState.values, "enforcement_time_wish_state_known"),
            models.CheckConstraint(
                name="enforcement_time_wish_of_one",
                condition=models.Q(request__isnull=True) ^ models.Q(notice__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state=TimeWishState.ASKED), name="enforcement_time_wish_request"
            ),
            models.UniqueConstraint(
                fields=["notice"], condition=models.Q(state=TimeWishState.ASKED), name="enforcement_time_wish_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"wish for time {self.pk} in {self.investigation_id}"


class MissedDay(models.Model):
    """That the respondent let a day pass without the answer that was due; written by the clock, never removed."""

    investigation = models.ForeignKey(Investigation, on_delete=models.CASCADE, related_name="missed_days")
    request = models.ForeignKey(InformationRequest, null=True, on_delete=models.CASCADE, related_name="missed_days")
    notice = models.ForeignKey(NoticeOfIntent, null=True, on_delete=models.CASCADE, related_name="missed_days")
    due_on = models.DateField(_("answer by"))
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "due_on"], name="enforcement_missed_request_once"),
            models.UniqueConstraint(fields=["notice", "due_on"], name="enforcement_missed_notice_once"),
            models.CheckConstraint(
                name="enforcement_missed_of_one",
                condition=models.Q(request__isnull=True) ^ models.Q(notice__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} missed in {self.investigation_id}"
