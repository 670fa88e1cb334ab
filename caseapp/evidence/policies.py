"""Who sees evidence: those who see its complaint and were given the evidence of it."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.complaints import policies as complaints
from caseapp.complaints.enums import GrantScope
from caseapp.core.actors import Actor
from caseapp.core.policies import allow, can


def visible(actor: Actor) -> Q:
    """Items of submitted complaints; what lies in a draft is reached through the draft alone."""
    if actor.is_system:
        return Q()
    complaint = apps.get_model("complaints", "Complaint")
    theirs = complaint.objects.filter(complaints.visible(actor), pk=OuterRef("vault__complaint_id"))
    own = Q(pk__in=[])
    if actor.is_receipt_holder:
        own = Q(vault__complaint_id=actor.complaint_id)
    elif actor.is_signed_in:
        own = Q(vault__complaint__owner_id=actor.user_id)
    sides = Q()
    if authorities := actor.authority_ids():
        sides |= Q(authority_id__in=authorities)
    if firms := actor.firm_ids():
        sides |= Q(firm_id__in=firms)
    if not sides:
        return own & Q(Exists(theirs))
    grants = apps.get_model("complaints", "Grant").objects.filter(
        sides,
        complaint_id=OuterRef("vault__complaint_id"),
        revoked_at=None,
        scopes__contains=[GrantScope.EVIDENCE],
    )
    return (own | Q(Exists(grants))) & Q(Exists(theirs))


def may_open(actor: Actor, item: Any) -> bool:
    """Those who were given the evidence of the complaint; what lies in a draft is handed out to nobody."""
    complaint = item.vault.complaint
    return complaint is not None and can(actor, "complaints.view_evidence", complaint)


def may_add(actor: Actor, complaint: Any) -> bool:
    """A party of the complaint who was also given its evidence: nobody adds to what they may not see."""
    return can(actor, "complaints.add_evidence", complaint) and can(actor, "complaints.view_evidence", complaint)


allow("evidence.open", may_open)
allow("evidence.download", may_open)
allow("evidence.add", may_add)

# Looking at a file is the program's work; a party may ask for it again.
for _act in ("begin_examination", "finish_examination", "reject", "fail"):
    allow(f"evidence.{_act}", lambda actor, item: actor.is_system)
allow("evidence.retry", lambda actor, item: item.vault.complaint is not None and may_add(actor, item.vault.complaint))
