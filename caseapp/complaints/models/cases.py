"""The complaint, who has been let in, what was screened, and what was written to and fro."""

import hashlib
import hmac
from dataclasses import asdict, dataclass
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import (
    Answer,
    Channel,
    ComplaintState,
    Concern,
    FiledFor,
    FilingBasis,
    GrantScope,
    Harm,
    Outcome,
    Relief,
    VenueKind,
)
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.enums import ActorSector, ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.core.models import Referenced, Stamped
from caseapp.core.sealing import seal_json, sealed_column, unseal_json
from caseapp.core.workflow import state_constraint


class Complaint(Referenced, Stamped):
    """One person's account of how their face was captured and used.

    The reference begins with the jurisdiction's code. `owner` is empty where nobody was signed in or
    wanted to be named; such complaints are followed by receipt code. Who the person is stands apart, sealed, in
    `Identity`.
    """

    state = models.CharField(_("state"), max_length=24, choices=ComplaintState, default=ComplaintState.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    anonymous = models.BooleanField(_("anonymous"), default=False)
    language = models.CharField(_("language of the case"), max_length=10, choices=settings.LANGUAGES, default="en")

    jurisdiction = models.ForeignKey("law.Jurisdiction", on_delete=models.PROTECT, related_name="complaints")
    authority = models.ForeignKey(
        "accounts.Authority", null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_complaints",
    )
    respondent = models.ForeignKey("respondents.Respondent", on_delete=models.PROTECT, related_name="complaints")
    sector = models.CharField(_("sector"), max_length=24, choices=Sector)
    respondent_kind = models.CharField(_("who used the system"), max_length=8, choices=ActorSector)
    venue_kind = models.CharField(_("kind of place"), max_length=20, choices=VenueKind)
    venue_name = models.CharField(_("name of the place"), max_length=200, blank=True)
    venue_address = models.CharField(_("address of the place"), max_length=300, blank=True)

    occurred_on = models.DateField(_("day it happened, or began"))
    ongoing = models.BooleanField(_("still going on"), default=False)
    use = models.CharField(_("what the system did"), max_length=24, choices=Use)
    modality = models.CharField(_("what was captured"), max_length=24, choices=Modality, default=Modality.FACE)
    consent_asked = models.CharField(_("asked for consent"), max_length=8, choices=Answer, blank=True)
    consent_separate = models.CharField(_("asked separately"), max_length=8, choices=Answer, blank=True)
    alternative_offered = models.CharField(_("offered another way"), max_length=8, choices=Answer, blank=True)
    consent_withdrawn = models.CharField(_("consent withdrawn"), max_length=8, choices=Answer, blank=True)
    consent_defect = ArrayField(
        models.CharField(max_length=32, choices=ConsentDefect),
        verbose_name=_("how consent failed"),
        default=list,
    )
    harms = ArrayField(
        models.CharField(max_length=24, choices=Harm), verbose_name=_("effect on the person"), default=list
    )
    relief_sought = ArrayField(
        models.CharField(max_length=16, choices=Relief), verbose_name=_("what is asked for"), default=list
    )
    narrative = models.TextField(_("what happened, in the person's words"), max_length=20_000)
    persons_affected = models.PositiveIntegerField(_("people affected"), default=1)
    minors = models.BooleanField(_("children concerned"), default=False)
    vulnerable = models.CharField(_("dependent on the respondent as"), max_length=16, choices=Vulnerability, blank=True)

    concerns = ArrayField(
        models.CharField(max_length=16, choices=Concern),
        verbose_name=_("what the public body did wrong"),
        default=list,
        blank=True,
    )
    filed_for = models.CharField(_("whose face it was"), max_length=8, choices=FiledFor, default=FiledFor.SELF)
    filer_relation = models.CharField(_("who files, to that person"), max_length=120, blank=True)
    filer_basis = models.CharField(_("by what authority"), max_length=12, choices=FilingBasis, blank=True)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.ONLINE)
    received_on = models.DateField(_("day the paper or call came"), null=True, blank=True)

    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    """When it ended: closed, rejected or withdrawn; empty again once it goes on."""
    reopening_asked_at = models.DateTimeField(_("asked to be reopened"), null=True, blank=True, editable=False)
    """While it waits for the authority's answer to the complainant who contests that it was closed."""
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome, blank=True)
    statement_sha256 = models.CharField(_("fingerprint of the statement"), max_length=64, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=0, editable=False)
    """The score of `rules.priority`, for sorting; worked out by a task, shown with its parts, closes nothing."""
    acknowledge_by = models.DateField(_("to be acknowledged by"), null=True, blank=True, editable=False)
    cluster = models.ForeignKey(
        "complaints.Cluster", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    """Where it is now, kept by `services.clusters` with the membership, so that a list need not look for it."""
    held = models.BooleanField(_("kept for proceedings"), default=False)
    """While a hold stands nothing of it is amended, erased or disposed of."""
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    """Since when nothing leads back to the complainant; see `personal.Erasure` for what is left."""
    disposed_at = models.DateTimeField(_("record disposed of"), null=True, blank=True, editable=False)
    """Since when its words, letters and files are gone as well; only the stub is left, and no desk lists it."""
    intake_key = models.UUIDField(null=True, unique=True, editable=False)

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["authority", "state", "-id"], include=["owner", "disposed_at"], name="complaints_queue_counted"
            ),
            models.Index(fields=["authority", "-id"], name="complaints_authority"),
            models.Index(fields=["authority", "submitted_at", "id"], name="complaints_by_receipt"),
            models.Index(fields=["authority", "occurred_on", "id"], name="complaints_by_day"),
            models.Index(fields=["authority", "persons_affected", "id"], name="complaints_by_persons"),
            models.Index(fields=["authority", "priority", "id"], name="complaints_by_priority"),
            models.Index(
                fields=["authority", "priority", "id"],
                condition=models.Q(cluster=None),
                name="complaints_singles",
            ),
            models.Index(fields=["cluster", "id"], name="complaints_of_cluster"),
            models.Index(
                fields=["authority", "acknowledge_by"],
                condition=models.Q(state=ComplaintState.SUBMITTED),
                name="complaints_unacknowledged",
            ),
            models.Index(
                fields=["authority", "acknowledged_at"],
                condition=models.Q(acknowledged_at__isnull=False),
                name="complaints_acknowledged",
            ),
            models.Index(
                fields=["authority", "closed_at"],
                condition=models.Q(closed_at__isnull=False),
                name="complaints_ended",
            ),
            models.Index(
                fields=["authority", "reopening_asked_at"],
                condition=models.Q(reopening_asked_at__isnull=False),
                name="complaints_contested",
            ),
            models.Index(fields=["owner", "-id"], name="complaints_owner"),
            models.Index(fields=["respondent", "-id"], name="complaints_respondent"),
            models.Index(fields=["respondent", "priority", "id"], name="complaints_respondent_urgent"),
            models.Index(fields=["assigned_to", "state", "-id"], name="complaints_assignee"),
        ]
        constraints = [
            state_constraint(ComplaintState.values, "complaints_complaint_state_known"),
            models.CheckConstraint(
                name="complaints_closed_has_outcome",
                condition=~models.Q(state=ComplaintState.CLOSED) | ~models.Q(outcome=""),
            ),
            models.CheckConstraint(
                name="complaints_anonymous_has_no_owner",
                condition=models.Q(anonymous=False) | models.Q(owner__isnull=True),
            ),
        ]

    def reference_prefix(self) -> str:
        return self.jurisdiction.code


@dataclass(frozen=True)
class Contact:
    """Who the complainant is and how to reach them; every part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def digest(self) -> str:
        """The same for the same e-mail address (else telephone number), empty without either; keyed, so that nobody can
        try addresses out.
        """
        known = self.email.strip().casefold() or "".join(each for each in self.phone if each.isdigit())
        if not known:
            return ""
        return hmac.new(settings.SECRET_KEY.encode(), f"person:{known}".encode(), hashlib.sha256).hexdigest()


class Identity(Stamped):
    """A complainant's `Contact` as one sealed value, opened only where a grant says so."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="identity")
    sealed = models.BinaryField()
    person = models.CharField(max_length=64, blank=True, editable=False)
    """A keyed digest of the contact, to count people and not rows; it tells nobody who that is."""

    class Meta:
        verbose_name_plural = "identities"
        indexes = [models.Index(fields=["person"], condition=~models.Q(person=""), name="complaints_identity_person")]

    def __str__(self) -> str:
        return f"identity of {self.complaint_id}"

    @classmethod
    def of(cls, complaint: Complaint, contact: Contact) -> "Identity":
        """A new row for the complaint, its contact sealed so that it opens nowhere else."""
        sealed = seal_json(asdict(contact), context=cls._context(complaint.pk))
        return cls(complaint=complaint, sealed=sealed, person=contact.digest())

    def contact(self) -> Contact:
        """The contact in the clear. Ask `selectors.identity`, which checks the policy and records the opening."""
        return Contact(**unseal_json(bytes(self.sealed), context=self._context(self.complaint_id)))

    @staticmethod
    def _context(complaint_id: int) -> str:
        return f"complaints.identity.sealed:{complaint_id}"


sealed_column(Identity, "sealed", context=lambda row: row._context(row.complaint_id))


class ReceiptCode(Stamped):
    """How one comes back without an account. `lookup` is a keyed hash that finds the row, `verifier` a slow one."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="receipt_code")
    lookup = models.CharField(max_length=64, unique=True)
    verifier = models.CharField(max_length=160)

    def __str__(self) -> str:
        return f"receipt of {self.complaint_id}"


class Grant(Stamped):
    """An authority or a firm let in to a complaint, and to which parts of it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="grants")
    authority = models.ForeignKey("accounts.Authority", null=True, on_delete=models.PROTECT, related_name="grants")
    firm = models.ForeignKey("accounts.Firm", null=True, on_delete=models.PROTECT, related_name="grants")
    scopes = ArrayField(models.CharField(max_length=10, choices=GrantScope), default=list)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaints_grant_one_side",
                condition=(
                    models.Q(authority__isnull=False, firm__isnull=True)
                    | models.Q(authority__isnull=True, firm__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["complaint", "authority"],
                condition=models.Q(revoked_at=None, authority__isnull=False),
                name="complaints_grant_authority_once",
            ),
            models.UniqueConstraint(
                fields=["complaint", "firm"],
                condition=models.Q(revoked_at=None, firm__isnull=False),
                name="complaints_grant_firm_once",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "complaint"], name="complaints_grant_authority"),
            models.Index(fields=["firm", "complaint"], name="complaints_grant_firm"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} → {self.authority or self.firm}"

    @property
    def scope_labels(self) -> list[str]:
        """The parts in words, always in the same order."""
        return [str(scope.label) for scope in GrantScope if scope.value in self.scopes]


class Screening(Stamped):
    """The answers to one framework's elements and what followed, with the version of the law that was asked."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="screenings")
    framework = models.ForeignKey("law.Framework", on_delete=models.PROTECT, related_name="screenings")
    answers = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    method_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "framework"], name="complaints_screening_once"),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} by {self.framework_id}"


class Message(Stamped):
    """One letter of the correspondence; `side` says whose, the author's account is for the audit and colleagues."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=16)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("message"), max_length=10_000)
    is_request = models.BooleanField(_("asks for information"), default=False)
    due_on = models.DateField(_("answer by"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["complaint", "id"], name="complaints_message_order")]

    def __str__(self) -> str:
        return f"message {self.pk} on {self.complaint_id}"
