"""Reads of complaints, each as its reader may see them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.enums import AccessKind, ComplaintState
from caseapp.complaints.models import Complaint, Contact, Identity, Message, RecoveryContact, Screening
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.complaints.services.accesses import record_access
from caseapp.complaints.workflow import chain
from caseapp.core import timeline as timelines
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.models import TimelineEntry
from caseapp.core.policies import can

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

timelines.tell("complaints.identity_opened", _("The contact details were opened."))


NAMED_IN_LISTS = ("respondent", "jurisdiction", "authority", "assigned_to", "cluster")


def complaints(actor: Actor) -> ComplaintQuerySet:
    """Complaints the actor may see, with what a list of them names."""
    return Complaint.objects.visible_to(actor).select_related(*NAMED_IN_LISTS)


def complaint_by_reference(actor: Actor, reference: str) -> Complaint:
    """One complaint, or NotFound: what is not visible does not exist."""
    found: Complaint | None = complaints(actor).filter(reference=reference).select_related("identity").first()
    if found is None:
        raise NotFound()
    return found


def own_complaint(actor: Actor, reference: str) -> Complaint:
    """The actor's own complaint. NotFound for all others, those who were let in included."""
    found = complaint_by_reference(actor, reference)
    if not is_complainant(actor, found):
        raise NotFound()
    return found


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many complaints the actor sees in each state; states without any are left out."""
    rows = Complaint.objects.visible_to(actor).order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)


def timeline(actor: Actor, complaint: Complaint) -> QuerySet[TimelineEntry]:
    """What happened, newest first, as this actor may know it."""
    return timelines.entries(complaint, include_internal=can(actor, "complaints.view_internal_timeline", complaint))


def messages(actor: Actor, complaint: Complaint) -> QuerySet[Message]:
    """The correspondence, oldest first: for the two sides that write it."""
    if not can(actor, "complaints.write_message", complaint):
        return Message.objects.none()
    return complaint.messages.select_related("author")


def screenings(complaint: Complaint) -> QuerySet[Screening]:
    """What was screened, with the version of the law that was asked."""
    return complaint.screenings.select_related("framework")


def keeps_recovery_address(actor: Actor, complaint: Complaint) -> bool:
    """Whether the complainant, who alone may know, left an address for a lost receipt code."""
    return is_complainant(actor, complaint) and RecoveryContact.objects.filter(complaint=complaint).exists()


def identity(actor: Actor, complaint: Complaint) -> Contact | None:
    """Who the complainant is, for those who were given it; None where it was not given or nothing is held.

    Somebody else opening it is written into the record and into the timeline that the complainant reads.
    """
    if not can(actor, "complaints.view_identity", complaint):
        return None
    held: Identity | None = getattr(complaint, "identity", None)
    if held is None:
        return None
    if not is_complainant(actor, complaint):
        with transaction.atomic():
            timelines.write(actor=actor, subject=complaint, kind="complaints.identity_opened")
            record_access(actor=actor, complaint=complaint, kind=AccessKind.IDENTITY)
            audit.record(actor=actor, action="complaints.open_identity", subject=complaint, chain=chain(complaint))
    return held.contact()


@dataclass(frozen=True)
class NextStep:
    """Where a complaint stands in one sentence, what comes next, and which side has to do it."""

    now: "_StrOrPromise"
    next: "_StrOrPromise"
    side: str


_NEXT: dict[str, NextStep] = {
    ComplaintState.DRAFT: NextStep(_("The complaint is not sent yet."), _("Finish it and send it."), "complainant"),
    ComplaintState.SUBMITTED: NextStep(
        _("The complaint is with the authority and waits to be read."),
        _("The authority confirms that it has the complaint."),
        "authority",
    ),
    ComplaintState.UNDER_REVIEW: NextStep(
        _("The authority is reading the complaint."),
        _("The authority accepts it, asks a question, refers it or rejects it with reasons."),
        "authority",
    ),
    ComplaintState.AWAITING_COMPLAINANT: NextStep(
        _("The authority asked a question and waits for the answer."), _("The complainant answers."), "complainant"
    ),
    ComplaintState.ACCEPTED: NextStep(
        _("The authority accepted the complaint."), _("The authority opens an investigation."), "authority"
    ),
    ComplaintState.IN_INVESTIGATION: NextStep(
        _("The complaint is part of an investigation."),
        _("The authority hears the respondent and decides."),
        "authority",
    ),
    ComplaintState.CLOSED: NextStep(_("The complaint is closed."), _("Nothing more is to be done."), ""),
    ComplaintState.REFERRED: NextStep(
        _("The complaint was handed to another authority."), _("The other authority takes it up."), "authority"
    ),
    ComplaintState.REJECTED: NextStep(
        _("The authority rejected the complaint."),
        _("The complainant may ask the authority to look again, or go to court."),
        "complainant",
    ),
    ComplaintState.WITHDRAWN: NextStep(
        _("The complainant withdrew the complaint."), _("Nothing more is to be done."), ""
    ),
}

_KEPT = NextStep(
    _("The complaint is kept as a record; no authority has it."),
    _("Send it to an authority, or share it with a firm, whenever you want."),
    "complainant",
)


_TO_THE_COMPLAINANT: dict[str, NextStep] = {
    ComplaintState.AWAITING_COMPLAINANT: NextStep(
        _("The authority asked you something and waits for your answer."), _("Answer the question."), "complainant"
    ),
    ComplaintState.REJECTED: NextStep(
        _("The authority rejected your complaint."), _("You may ask it to look again, or go to court."), "complainant"
    ),
    ComplaintState.WITHDRAWN: NextStep(_("You withdrew the complaint."), _("Nothing more is to be done."), ""),
}
"""Where it is the complainant's turn, or was their own act, and they are the reader."""


def next_step(actor: Actor, complaint: Complaint) -> NextStep:
    """Where it stands and what is next; the page says it in one sentence, and speaks to the complainant as “you”."""
    if complaint.state == ComplaintState.SUBMITTED and complaint.authority_id is None:
        return _KEPT
    if complaint.state in _TO_THE_COMPLAINANT and is_complainant(actor, complaint):
        return _TO_THE_COMPLAINANT[complaint.state]
    return _NEXT[complaint.state]
