"""Many people with one claim: who may be asked, the action, its invitations and its roster."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import GrantScope
from caseapp.core.enums import Use
from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal, sealed_column, unseal
from caseapp.core.workflow import state_constraint
from caseapp.litigation.enums import ActionState, InvitationState, MemberState
from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.models.suits import CivilSuit
from caseapp.litigation.querysets import (
    CollectiveActionQuerySet,
    CollectiveInvitationQuerySet,
    CollectiveMemberQuerySet,
)

MOST_WEIGHT, MOST_DAYS = 100, 36_600


class ContactConsent(Stamped):
    """A complainant agrees that law firms may invite them to act together. Without a row, or ended, nobody may."""

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.CASCADE, related_name="contact_consent")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["complaint"], condition=models.Q(ended_at=None), name="litigation_contact_consent")
        ]

    def __str__(self) -> str:
        return f"consent of {self.complaint_id}"


class CollectiveAction(Referenced, Stamped):
    """One claim of many people against one organisation, begun in a case file of the firm.

    What it looks for (use, days, cluster) is all that the firm says of people before they opt in; it never reads who
    matches. `hoped_amount` is what one person might get, in the invitation in figures and in words.
    """

    state = models.CharField(_("state"), max_length=10, choices=ActionState, default=ActionState.PROPOSED)
    case_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="collective_actions")
    suit = models.ForeignKey(
        CivilSuit, null=True, blank=True, on_delete=models.PROTECT, related_name="collective_actions"
    )
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is about"), max_length=4000)
    questions: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=300), verbose_name=_("common questions"), default=list
    )
    use = models.CharField(_("what the system did"), max_length=24, choices=Use, blank=True)
    happened_from = models.DateField(_("happened from"), null=True, blank=True)
    happened_until = models.DateField(_("happened until"), null=True, blank=True)
    cluster = models.ForeignKey(
        "complaints.Cluster", null=True, blank=True, on_delete=models.PROTECT, related_name="collective_actions"
    )
    hoped_amount = models.DecimalField(_("sum for one person"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    costs = models.TextField(_("what it costs"), max_length=2000)
    given_up = models.TextField(_("what is given up"), max_length=2000)
    join_by = models.DateField(_("to join by"), null=True, blank=True)

    REFERENCE_PREFIX = "ACT"

    objects: ClassVar = CollectiveActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collective action")
        verbose_name_plural = _("collective actions")
        ordering = ["-id"]
        constraints = [
            state_constraint(ActionState.values, "litigation_collectiveaction_state_known"),
            models.CheckConstraint(
                name="litigation_action_sum_positive",
                condition=models.Q(hoped_amount=None) | models.Q(hoped_amount__gt=0),
            ),
        ]

    @property
    def firm(self) -> Any:
        """Whose action it is."""
        return self.case_file.firm

    @property
    def respondent(self) -> Any:
        """Against whom."""
        return self.case_file.respondent


class CollectiveInvitation(Referenced, Stamped):
    """One complainant asked to join. It is theirs alone: the firm counts invitations and never reads whose they are."""

    state = models.CharField(_("state"), max_length=8, choices=InvitationState, default=InvitationState.SENT)
    action = models.ForeignKey(CollectiveAction, on_delete=models.CASCADE, related_name="invitations")
    complaint = models.ForeignKey(
        "complaints.Complaint", on_delete=models.CASCADE, related_name="collective_invitations"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    REFERENCE_PREFIX = "INV"

    objects: ClassVar = CollectiveInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            state_constraint(InvitationState.values, "litigation_collectiveinvitation_state_known"),
            models.UniqueConstraint(fields=["action", "complaint"], name="litigation_invited_once"),
        ]


class CollectiveMember(Stamped):
    """One person on the roster: what they agreed to, what the firm may see, and how their part is weighed.

    `agreed_sha256` is the digest of the text that they signed by typing their name, which is sealed.
    """

    state = models.CharField(_("state"), max_length=10, choices=MemberState, default=MemberState.JOINED)
    action = models.ForeignKey(CollectiveAction, on_delete=models.PROTECT, related_name="members")
    invitation = models.OneToOneField(CollectiveInvitation, on_delete=models.PROTECT, related_name="member")
    complaint = models.ForeignKey(
        "complaints.Complaint", on_delete=models.PROTECT, related_name="collective_memberships"
    )
    scopes = ArrayField(models.CharField(max_length=10, choices=GrantScope), default=list)
    sealed_name = models.BinaryField(null=True, editable=False)
    joined_at = models.DateTimeField()
    agreed_text = models.TextField(editable=False)
    agreed_sha256 = models.CharField(max_length=64, editable=False)
    deficiency = models.TextField(_("what is missing"), max_length=4000, blank=True)
    cure_by = models.DateField(_("to be put right by"), null=True, blank=True)
    cured = models.TextField(_("the answer"), max_length=4000, blank=True)
    harm_weight = models.PositiveSmallIntegerField(
        _("weight of the harm"), default=1, validators=[MinValueValidator(0), MaxValueValidator(MOST_WEIGHT)]
    )
    days = models.PositiveIntegerField(
        _("days"), default=1, validators=[MinValueValidator(0), MaxValueValidator(MOST_DAYS)]
    )
    doubts_settled = models.TextField(_("what came of the doubts"), max_length=2000, blank=True)

    objects: ClassVar = CollectiveMemberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["action", "state", "id"], name="litigation_roster")]
        constraints = [
            state_constraint(MemberState.values, "litigation_collectivemember_state_known"),
            models.UniqueConstraint(fields=["action", "complaint"], name="litigation_member_once"),
        ]

    def __str__(self) -> str:
        return f"member {self.pk} of {self.action_id}"

    def seal_name(self, name: str) -> None:
        """Keep the name that was typed as a signature, sealed so that it opens in this row alone."""
        self.sealed_name = seal(name.encode(), context=self._name_context)

    def open_name(self) -> str:
        """The name in the clear. Ask `selectors.collective.roster`, which is for the firm alone."""
        return "" if self.sealed_name is None else unseal(bytes(self.sealed_name), context=self._name_context).decode()

    @property
    def _name_context(self) -> str:
        return f"litigation.collectivemember.sealed_name:{self.invitation_id}"


sealed_column(CollectiveMember, "sealed_name", context=lambda row: row._name_context)
