"""Reads of referrals, by the authority that sent them and the one that got them."""

from caseapp.complaints.models import Complaint, Referral
from caseapp.complaints.querysets import ReferralQuerySet
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound


def referrals(actor: Actor) -> ReferralQuerySet:
    """Referrals of the actor's authorities, out and in, newest first."""
    return Referral.objects.visible_to(actor).select_related(
        "complaint__respondent", "from_authority", "to_authority", "by", "answered_by"
    )


def referral_by_reference(actor: Actor, reference: str) -> Referral:
    """One referral, or NotFound."""
    found: Referral | None = referrals(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def referrals_of(actor: Actor, complaint: Complaint) -> list[Referral]:
    """The hand-overs of a complaint as this actor may know them, newest first."""
    return list(referrals(actor).filter(complaint=complaint)) if actor.is_officer else []
