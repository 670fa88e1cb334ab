"""Who sees and does what with a request or an engagement."""

from typing import Any

from django.db.models import Q

from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.litigation.policies.firms import lawyer_of_firm, of_firm, partner_of_firm


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


def _client(actor: Actor, engagement: Any) -> bool:
    return is_complainant(actor, engagement.complaint)


allow("engagements.start_conflict_check", of_firm)
allow("engagements.offer", lawyer_of_firm)
allow("engagements.accept", _client)
allow("engagements.decline", lambda actor, engagement: lawyer_of_firm(actor, engagement) or _client(actor, engagement))
allow("engagements.end", lambda actor, engagement: lawyer_of_firm(actor, engagement) or _client(actor, engagement))
allow("engagements.clear_conflict", lawyer_of_firm)
allow("engagements.waive_conflict", partner_of_firm)
allow("engagements.write_message", lambda actor, engagement: of_firm(actor, engagement) or _client(actor, engagement))
