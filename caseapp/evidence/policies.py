"""Who sees evidence: those who see its complaint and were given the evidence of it."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from caseapp.complaints import policies as complaints
from caseapp.complaints.enums import GrantScope
from caseapp.core.actors import Actor
from caseapp.core.policies import allow, can


def visible(actor: Actor) -> Q:
    """Items of submitted complaints and of inquiries; what lies in a draft is reached through the draft alone."""
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
    inquiries = Q(vault__authority_id__in=authorities)
    grants = apps.get_model("complaints", "Grant").objects.filter(
        sides,
        complaint_id=OuterRef("vault__complaint_id"),
        revoked_at=None,
        scopes__contains=[GrantScope.EVIDENCE],
    )
    return inquiries | (own | Q(Exists(grants))) & Q(Exists(theirs))


def may_open(actor: Actor, item: Any) -> bool:
    """Those who were given the evidence of the complaint; what lies in a draft is handed out to nobody.

    What was given in an inquiry is open to the officers of its authority.
    """
    complaint = item.vault.complaint
    if complaint is None:
        return item.vault.authority_id in actor.authority_ids()
    return can(actor, "complaints.view_evidence", complaint)


def may_add(actor: Actor, complaint: Any) -> bool:
    """A party of the complaint who was also given its evidence: nobody adds to what they may not see."""
    return can(actor, "complaints.add_evidence", complaint) and can(actor, "complaints.view_evidence", complaint)


def has_original(actor: Actor, item: Any) -> bool:
    """Whether the original stands open to this actor now: not sealed, their own, or opened for a stated reason."""
    if not may_open(actor, item):
        return False
    if item.original_sealed_at is None or actor.is_system or _brought_it(actor, item):
        return True
    return bool(
        actor.is_signed_in and item.disclosures.filter(user_id=actor.user_id, until__gt=timezone.now()).exists()
    )


def may_ask_for_original(actor: Actor, item: Any) -> bool:
    """Who may open a sealed original by stating a reason: those who decide or plead, not everybody on their side."""
    if not may_open(actor, item) or item.original_sealed_at is None or _brought_it(actor, item):
        return False
    complaint = item.vault.complaint
    if complaint.authority_id in actor.authority_ids("investigator", "supervisor"):
        return True
    firms = actor.firm_ids("partner", "associate")
    return bool(firms and complaint.grants.filter(firm_id__in=firms, revoked_at=None).exists())


def originals(actor: Actor) -> Q:
    """The same as a condition on something made from an item."""
    if actor.is_system:
        return Q()
    open_now = Q(item__original_sealed_at=None)
    if actor.is_receipt_holder:
        return open_now | Q(item__side="complainant", item__vault__complaint_id=actor.complaint_id)
    if actor.user_id is None:
        return open_now
    disclosures = apps.get_model("evidence", "Disclosure").objects.filter(
        item=OuterRef("item_id"), user_id=actor.user_id, until__gt=timezone.now()
    )
    mine = Q(item__side="complainant", item__vault__complaint__owner_id=actor.user_id)
    return open_now | mine | Q(Exists(disclosures))


def may_redact(actor: Actor, item: Any) -> bool:
    """A party that sees the evidence and may add to it, while it stands open to them."""
    complaint = item.vault.complaint
    return complaint is not None and may_add(actor, complaint) and has_original(actor, item)


def own_notes(actor: Actor) -> Q:
    """Notes of one's own side: a firm's stay in the firm, an authority's with it, the complainant's with them."""
    if firms := actor.firm_ids():
        return Q(firm_id__in=firms)
    if authorities := actor.authority_ids():
        return Q(authority_id__in=authorities)
    mine = Q(firm=None, authority=None)
    if actor.is_receipt_holder:
        return mine & Q(item__vault__complaint_id=actor.complaint_id)
    return mine & Q(item__vault__complaint__owner_id=actor.user_id) if actor.is_signed_in else Q(pk__in=[])


def may_say(actor: Actor, item: Any) -> bool:
    """A party that sees the evidence and may add to it says what it proves, and notes what it thinks."""
    complaint = item.vault.complaint
    return complaint is not None and may_add(actor, complaint)


def _brought_it(actor: Actor, item: Any) -> bool:
    """The complainant's own file: they have the original anyway."""
    return bool(item.side == "complainant" and complaints.is_complainant(actor, item.vault.complaint))


allow("evidence.open", may_open)
allow("evidence.download", has_original)
allow("evidence.ask_for_original", may_ask_for_original)
allow("evidence.redact", may_redact)
allow("evidence.link", may_say)
allow("evidence.note", may_say)
for _act in ("show_frame", "edit", "make", "use", "drop"):
    allow(f"redaction.{_act}", lambda actor, redaction: may_redact(actor, redaction.item))
for _act in ("propose", "finish", "fail", "replace"):
    allow(f"redaction.{_act}", lambda actor, redaction: actor.is_system)
allow("evidence.add", may_add)

# Looking at a file is the program's work; a party may ask for it again.
for _act in ("begin_examination", "finish_examination", "reject", "fail"):
    allow(f"evidence.{_act}", lambda actor, item: actor.is_system)
allow("evidence.retry", lambda actor, item: item.vault.complaint is not None and may_add(actor, item.vault.complaint))
