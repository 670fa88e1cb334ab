"""Who sees a complaint and who may do what to it; everything is read from ownership, receipts and grants."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.complaints.enums import ComplaintState, GrantScope, ProgressState, ReferralState
from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible(actor: Actor) -> Q:
    """Complaints this actor may know of: their own, the one their receipt opens, or those granted to their side.

    A draft is its owner's alone. An analyst or an administrator sees none through this door.
    """
    if actor.is_system:
        return Q()
    if actor.is_receipt_holder:
        return Q(pk=actor.complaint_id, erased_at=None)
    if not actor.is_signed_in:
        return Q(pk__in=[])
    own = Q(owner_id=actor.user_id)
    sides = Q()
    if authorities := actor.authority_ids():
        sides |= Q(authority_id__in=authorities)
    if firms := actor.firm_ids():
        sides |= Q(firm_id__in=firms)
    if not sides:
        return own
    grants = apps.get_model("complaints", "Grant").objects.filter(sides, complaint=OuterRef("pk"), revoked_at=None)
    return own | (~Q(state=ComplaintState.DRAFT) & Q(Exists(grants)))


def at_desk(actor: Actor) -> Q:
    """Complaints that the actor's own authorities have now: the part of `visible` that needs no look at the grants,
    because whoever has a complaint was let in to it. Desk lists of any size start from here.
    """
    return Q(authority_id__in=actor.authority_ids(), disposed_at=None) & ~Q(state=ComplaintState.DRAFT)


def visible_clusters(actor: Actor) -> Q:
    """Clusters are an authority's working material: its officers see them, nobody else."""
    if actor.is_system:
        return Q()
    return Q(authority_id__in=actor.authority_ids()) if actor.is_signed_in else Q(pk__in=[])


def visible_updates(actor: Actor) -> Q:
    """Reports that were sent, for whoever sees the complaint; drafts for officers of the authority that has it."""
    if actor.is_system:
        return Q()
    complaint = apps.get_model("complaints", "Complaint")
    seen = Q(Exists(complaint.objects.filter(visible(actor), pk=OuterRef("complaint_id"))))
    sent = Q(state=ProgressState.SENT)
    if authorities := actor.authority_ids():
        return seen & (sent | Q(complaint__authority_id__in=authorities))
    return seen & sent


def visible_referrals(actor: Actor) -> Q:
    """Hand-overs of the actor's own authority, and those it was sent; what a rule proposes is the sender's alone."""
    if actor.is_system:
        return Q()
    own = actor.authority_ids()
    unsent = Q(state__in=[ReferralState.PROPOSED, ReferralState.DISMISSED])
    return Q(from_authority_id__in=own) | (Q(to_authority_id__in=own) & ~unsent)


def is_complainant(actor: Actor, complaint: Any) -> bool:
    """The person who filed it, by account or by receipt."""
    if actor.is_receipt_holder:
        return bool(complaint.pk == actor.complaint_id) and complaint.erased_at is None
    return actor.is_signed_in and complaint.owner_id is not None and complaint.owner_id == actor.user_id


def is_officer(actor: Actor, complaint: Any) -> bool:
    """Works for the authority that has it now."""
    return complaint.authority_id is not None and complaint.authority_id in actor.authority_ids()


def _is_decider(actor: Actor, complaint: Any) -> bool:
    return complaint.authority_id in actor.authority_ids("investigator", "supervisor")


def _is_supervisor(actor: Actor, complaint: Any) -> bool:
    return complaint.authority_id in actor.authority_ids("supervisor")


def _sent_it(actor: Actor, complaint: Any) -> bool:
    """Works for the authority whose hand-over waits for the other one."""
    own = actor.authority_ids()
    return bool(own) and complaint.referrals.filter(state=ReferralState.SENT, from_authority_id__in=own).exists()


def is_engaged_lawyer(actor: Actor, complaint: Any) -> bool:
    """Works for a firm that the complainant let in."""
    return bool(actor.firms) and complaint.grants.filter(firm_id__in=actor.firm_ids(), revoked_at=None).exists()


def sees(scope: GrantScope, actor: Actor, complaint: Any) -> bool:
    """Whether a granted side was given this part of the complaint; the complainant sees all of it."""
    if actor.is_system or is_complainant(actor, complaint):
        return True
    return any(
        scope in grant.scopes
        for grant in complaint.grants.filter(revoked_at=None)
        if grant.authority_id in actor.authority_ids() or grant.firm_id in actor.firm_ids()
    )


def _party(actor: Actor, complaint: Any) -> bool:
    return is_complainant(actor, complaint) or is_officer(actor, complaint) or is_engaged_lawyer(actor, complaint)


# The complainant's own acts.
allow("complaints.submit", is_complainant)
allow("complaints.amend", is_complainant)
allow("complaints.reply", is_complainant)
allow("complaints.withdraw", is_complainant)
allow("complaints.request_reconsideration", is_complainant)
allow("complaints.request_reopening", is_complainant)
allow("complaints.share", is_complainant)

# The authority's acts.
allow("complaints.acknowledge", is_officer)
allow("complaints.request_information", is_officer)
allow("complaints.accept", is_officer)
allow("complaints.refer", is_officer)
allow("complaints.reject", _is_decider)
allow("complaints.start_investigation", _is_decider)
allow("complaints.conclude", _is_decider)
allow("complaints.reopen", _is_supervisor)
allow(
    "complaints.decline_reopening",
    lambda actor, complaint: _is_supervisor(actor, complaint) and complaint.reopening_asked_at is not None,
)
allow("complaints.assign", is_officer)
allow("complaints.take_back", is_officer)
allow("complaints.leave_investigation", _is_decider)
allow("complaints.take_back_acknowledgement", is_officer)
allow("complaints.hold", _is_decider)
allow("complaints.take_back_closing", _is_decider)
allow("complaints.key_in", lambda actor, authority: authority is not None and authority.pk in actor.authority_ids())

allow("complaints.return_referral", is_officer)
allow("complaints.recall_referral", _sent_it)

# A hand-over: the sending authority's acts, and the receiving one's.
for _action in ("confirm", "dismiss", "recall"):
    allow(f"referrals.{_action}", lambda actor, referral: referral.from_authority_id in actor.authority_ids())
for _action in ("accept", "return"):
    allow(f"referrals.{_action}", lambda actor, referral: referral.to_authority_id in actor.authority_ids())

# What several sides may do.
allow("complaints.view_identity", lambda actor, complaint: sees(GrantScope.IDENTITY, actor, complaint))
allow("complaints.view_evidence", lambda actor, complaint: sees(GrantScope.EVIDENCE, actor, complaint))
allow("complaints.add_evidence", lambda actor, complaint: _party(actor, complaint))
allow(
    "complaints.write_message",
    lambda actor, complaint: is_complainant(actor, complaint) or is_officer(actor, complaint),
)
allow("complaints.view_internal_timeline", is_officer)

# Clusters are the authority's own order of work.
for _action in ("accept", "confirm", "split", "merge", "remove", "add", "dissolve"):
    allow(f"clusters.{_action}", is_officer)

# Reports on progress are the authority's, and the rule that sends them its supervisors'.
for _action in ("send", "redraft"):
    allow(f"progress_updates.{_action}", lambda actor, update: is_officer(actor, update.complaint))
for _action in ("send_by_rule", "overtake"):
    allow(f"progress_updates.{_action}", lambda actor, update: actor.is_system)
allow("progress_rules.set", lambda actor, authority: authority.pk in actor.authority_ids("supervisor"))
