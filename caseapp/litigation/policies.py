"""Who works on a firm's matters; clients see what is theirs, and nobody else sees anything."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible_engagements(actor: Actor) -> Q:
    """The firm's own, and the client's own."""
    if actor.is_system:
        return Q()
    found = Q(firm_id__in=actor.firm_ids())
    if actor.is_receipt_holder:
        found |= Q(complaint_id=actor.complaint_id)
    elif actor.is_signed_in:
        found |= Q(complaint__owner_id=actor.user_id)
    return found


def visible_case_files(actor: Actor) -> Q:
    """The firm's alone: what a lawyer writes down is privileged."""
    if actor.is_system:
        return Q()
    return Q(firm_id__in=actor.firm_ids())


def visible_suits(actor: Actor) -> Q:
    """The firm's, and those of the clients whose complaints they are about."""
    if actor.is_system:
        return Q()
    found = Q(case_file__firm_id__in=actor.firm_ids())
    # A former client keeps the suits of their time; what the firm does later for others is not theirs.
    clients = apps.get_model("litigation", "Engagement").objects.filter(
        Q(state="accepted") | Q(state="ended", updated_at__gte=OuterRef("created_at")),
        case_file=OuterRef("case_file"),
    )
    if actor.is_receipt_holder:
        found |= Q(Exists(clients.filter(complaint_id=actor.complaint_id or 0)))
    elif actor.is_signed_in:
        found |= Q(Exists(clients.filter(complaint__owner_id=actor.user_id or 0)))
    return found


def _firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids()


def _lawyer(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner", "associate")


def _partner(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner")


def _client(actor: Actor, engagement: Any) -> bool:
    return is_complainant(actor, engagement.complaint)


def _suit_lawyer(actor: Actor, suit: Any) -> bool:
    return suit.case_file.firm_id in actor.firm_ids("partner", "associate")


def _suit_firm(actor: Actor, suit: Any) -> bool:
    return suit.case_file.firm_id in actor.firm_ids()


allow("engagements.start_conflict_check", _firm)
allow("engagements.offer", _lawyer)
allow("engagements.accept", _client)
allow("engagements.decline", lambda actor, engagement: _lawyer(actor, engagement) or _client(actor, engagement))
allow("engagements.end", lambda actor, engagement: _lawyer(actor, engagement) or _client(actor, engagement))
allow("engagements.clear_conflict", _lawyer)
allow("engagements.waive_conflict", _partner)

allow("case_files.open", _lawyer)
allow("case_files.change", _firm)
allow("case_files.close", _lawyer)
allow("case_files.reopen", _partner)
allow("case_files.open_suit", _lawyer)

for _action in (
    "file",
    "serve",
    "record_answer",
    "go_to_mediation",
    "go_to_hearing",
    "record_judgment",
    "settle",
    "withdraw",
    "dismiss",
    "appeal",
    "start_collecting",
    "conclude",
    "record_award",
):
    allow(f"suits.{_action}", _suit_lawyer)
allow("suits.schedule_hearing", _suit_firm)
allow("suits.change", _suit_firm)
