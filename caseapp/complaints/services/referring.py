"""Handing a complaint to another authority, which takes it on with a receipt or returns it with a reason."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.audit import services as audit
from caseapp.complaints.enums import OPEN_REFERRALS, ReferralState
from caseapp.complaints.models import Complaint, Referral
from caseapp.complaints.services.access import grant_authority, revoke_authority
from caseapp.complaints.services.clusters import let_go
from caseapp.complaints.services.correspondence import tell_complainant
from caseapp.complaints.workflow import REFERRALS, WORKFLOW, chain
from caseapp.core import queue, timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput
from caseapp.notifications import services as notifications

REASON_MAX = 4_000

timeline.tell(
    "complaints.referral_proposed", _("The rule “%(rule)s” proposes to refer the complaint to %(authority)s.")
)
timeline.tell(
    "complaints.referral_receipt", _("%(authority)s took the complaint on and gave a receipt (%(referral)s).")
)
notifications.tell("referrals.accepted", _("%(authority)s took on complaint %(reference)s that you referred."))
notifications.tell("referrals.returned", _("%(authority)s returned complaint %(reference)s that you referred."))


@transaction.atomic
def refer(*, actor: Actor, complaint: Complaint, authority: Authority, reason: str) -> Complaint:
    """Hand the complaint to another authority, which takes it on or returns it; the referring one keeps reading.

    Writes the referral with its packet to come, ends the membership in the sender's cluster, and tells the complainant
    to whom it went and why. Refuses the authority that has it, and too long a reason.
    """
    _elsewhere(complaint, authority)
    if len(reason) > REASON_MAX:
        raise InvalidInput.field("reason", _("Use at most 4,000 characters."))
    sender_id = complaint.authority_id

    def hand_over(row: Complaint) -> None:
        row.authority = authority
        row.assigned_to = None

    complaint = WORKFLOW.apply(
        actor,
        complaint,
        "refer",
        given={"authority": authority.code, "reason": reason},
        facts=authority.names("authority"),
        change=hand_over,
        save=["authority", "assigned_to"],
    )
    let_go(actor=actor, complaint=complaint, reason=authority.name)
    _sent(actor, complaint, sender_id or 0, authority, reason)
    grant_authority(actor=actor, complaint=complaint, authority=authority)
    tell_complainant(complaint=complaint)
    entry = timeline.entries(complaint).filter(kind="complaints.refer").first()
    queue.enqueue("complaints.acted", complaint_id=complaint.pk, entry_id=entry.pk if entry else 0, action="refer")
    queue.enqueue("complaints.arrived", complaint_id=complaint.pk)
    return complaint


@transaction.atomic
def propose_referral(*, complaint: Complaint, authority: Authority, rule: str) -> Referral | None:
    """Note that a rule would refer the complaint; nothing moves until a person of its authority confirms.

    None where the complaint is there already or a referral is open.
    """
    if complaint.authority_id in {None, authority.pk}:
        return None
    if Referral.objects.filter(complaint=complaint, state__in=OPEN_REFERRALS).exists():
        return None
    made = Referral.objects.create(
        complaint=complaint, from_authority_id=complaint.authority_id, to_authority=authority, proposed_by=rule[:120]
    )
    timeline.write(
        actor=SYSTEM,
        subject=complaint,
        kind="complaints.referral_proposed",
        data={"rule": rule, **authority.names("authority")},
        shared=False,
    )
    audit.record(
        actor=SYSTEM,
        action="referrals.propose",
        subject=made,
        chain=chain(complaint),
        facts={"authority": authority.code},
    )
    return made


def note_receipt(*, actor: Actor, complaint: Complaint) -> Referral | None:
    """Note that the authority which was handed the complaint took it on; the sender and the complainant read of it.

    Called by `handling.acknowledge`; None where no referral is on record.
    """
    waiting = open_referral(complaint)
    if waiting is None:
        return None
    referral = REFERRALS.apply(actor, waiting, "accept", change=_answered(actor), save=["answered_at", "answered_by"])
    told = {"referral": referral.reference, **referral.to_authority.names("authority")}
    timeline.write(actor=actor, subject=complaint, kind="complaints.referral_receipt", data=told)
    _tell_sender(referral, "referrals.accepted")
    return referral


@transaction.atomic
def return_referral(*, actor: Actor, referral: Referral, reason: str) -> Referral:
    """Give the complaint back to the authority that referred it, with a reason that the complainant reads too."""
    return _back(actor, referral, "return", "return_referral", reason)


@transaction.atomic
def recall_referral(*, actor: Actor, referral: Referral, reason: str) -> Referral:
    """Take a referral back that the other authority has not answered; the complainant is told."""
    return _back(actor, referral, "recall", "recall_referral", reason)


def open_referral(complaint: Complaint) -> Referral | None:
    """The hand-over that waits for the receiving authority, if there is one."""
    return (
        Referral.objects.select_related("from_authority", "to_authority", "complaint")
        .filter(complaint=complaint, state=ReferralState.SENT)
        .first()
    )


def _back(actor: Actor, referral: Referral, act: str, action: str, reason: str) -> Referral:
    """The receiving authority is let out again: it has no part in the matter."""
    complaint, receiver, sender = referral.complaint, referral.to_authority, referral.from_authority

    def put_back(row: Complaint) -> None:
        row.authority = sender
        row.assigned_to = None

    def keep(row: Referral) -> None:
        row.answer = reason
        _answered(actor)(row)

    if len(reason) > REASON_MAX:
        raise InvalidInput.field("reason", _("Use at most 4,000 characters."))
    given = {"reason": reason.strip()}
    saved = ["answer", "answered_at", "answered_by"]
    # The complaint first: whoever may recall is known by the referral that still waits.
    if referral.state == ReferralState.SENT:
        complaint = WORKFLOW.apply(
            actor,
            complaint,
            action,
            given=given,
            facts={**receiver.names("authority"), **sender.names("back")},
            change=put_back,
            save=["authority", "assigned_to"],
        )
    referral = REFERRALS.apply(actor, referral, act, given=given, change=keep, save=saved)
    let_go(actor=actor, complaint=complaint, reason=sender.name)
    revoke_authority(actor=actor, complaint=complaint, authority=receiver)
    tell_complainant(complaint=complaint)
    if act == "return":
        _tell_sender(referral, "referrals.returned")
    queue.enqueue("complaints.arrived", complaint_id=complaint.pk)
    return referral


def _elsewhere(complaint: Complaint, authority: Authority) -> None:
    if complaint.authority_id == authority.pk:
        raise InvalidInput.field("authority", _("Your authority already has this complaint."))


def _sent(actor: Actor, complaint: Complaint, sender_id: int, authority: Authority, reason: str) -> Referral:
    """The referral on its way: the proposal that stood, confirmed, or a new one. A proposal elsewhere is overtaken."""
    standing = (
        Referral.objects.select_for_update(of=("self",))
        .filter(complaint=complaint, state=ReferralState.PROPOSED)
        .first()
    )

    def send(row: Referral) -> None:
        row.to_authority, row.reason, row.by_id, row.sent_at = authority, reason, actor.user_id, timezone.now()

    if standing is not None:
        saved = ["to_authority", "reason", "by", "sent_at"]
        return REFERRALS.apply(actor, standing, "confirm", given={"reason": reason}, change=send, save=saved)
    return Referral.objects.create(
        complaint=complaint,
        from_authority_id=sender_id,
        to_authority=authority,
        state=ReferralState.SENT,
        reason=reason,
        by_id=actor.user_id,
        sent_at=timezone.now(),
    )


def _answered(actor: Actor) -> Any:
    def note(row: Referral) -> None:
        row.answered_at, row.answered_by_id = timezone.now(), actor.user_id

    return note


def _tell_sender(referral: Referral, kind: str) -> None:
    if referral.by_id is not None:
        notifications.notify_users(
            user_ids=[referral.by_id],
            kind=kind,
            data={"reference": referral.complaint.reference, **referral.to_authority.names("authority")},
            path=f"/referrals/{referral.reference}/",
        )
