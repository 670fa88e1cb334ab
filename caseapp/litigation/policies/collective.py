"""Who sees and does what in a collective action: invitations are the invited's alone, the roster is both sides'."""

from typing import Any

from django.db.models import Q

from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.litigation.policies.firms import lawyer_of_firm, partner_of_firm


def _own(actor: Actor, path: str) -> Q:
    """What hangs on a complaint of the actor's own."""
    if actor.is_receipt_holder:
        return Q(**{f"{path}complaint_id": actor.complaint_id, f"{path}complaint__erased_at": None})
    if actor.is_signed_in:
        return Q(**{f"{path}complaint__owner_id": actor.user_id})
    return Q(pk__in=[])


def visible_actions(actor: Actor) -> Q:
    """The firm's alone; the invited read theirs through their invitation."""
    return Q() if actor.is_system else Q(case_file__firm_id__in=actor.firm_ids())


def visible_invitations(actor: Actor) -> Q:
    """The invited complainant's alone: the firm never reads who was invited."""
    return Q() if actor.is_system else _own(actor, "")


def visible_members(actor: Actor) -> Q:
    """The firm's roster, and everybody's own place on it."""
    if actor.is_system:
        return Q()
    return Q(action__case_file__firm_id__in=actor.firm_ids()) | _own(actor, "")


def visible_distributions(actor: Actor) -> Q:
    """The firm's; a member reads the own share through their place on the roster."""
    return Q() if actor.is_system else Q(action__case_file__firm_id__in=actor.firm_ids())


def _lawyer(actor: Actor, action: Any) -> bool:
    return lawyer_of_firm(actor, action.case_file)


def _roster_lawyer(actor: Actor, member: Any) -> bool:
    return lawyer_of_firm(actor, member.action.case_file)


def _member(actor: Actor, member: Any) -> bool:
    return is_complainant(actor, member.complaint)


allow("case_files.propose_action", lawyer_of_firm)

for _action in ("change", "invite", "form", "link", "conclude", "admit", "prepare_distribution"):
    allow(f"collective_actions.{_action}", _lawyer)
for _action in ("abandon", "reopen"):
    allow(f"collective_actions.{_action}", lambda actor, action: partner_of_firm(actor, action.case_file))

for _action in ("join", "decline"):
    allow(f"collective_invitations.{_action}", lambda actor, invitation: is_complainant(actor, invitation.complaint))

for _action in ("admit", "ask", "exclude", "weigh"):
    allow(f"collective_members.{_action}", _roster_lawyer)
for _action in ("cure", "leave"):
    allow(f"collective_members.{_action}", _member)

for _action in ("approve", "release"):
    allow(
        f"distributions.{_action}",
        lambda actor, found: partner_of_firm(actor, found.action.case_file) and found.prepared_by_id != actor.user_id,
    )
allow("distributions.withdraw", lambda actor, found: partner_of_firm(actor, found.action.case_file))
for _action in ("hold", "discard"):
    allow(f"distributions.{_action}", lambda actor, found: _lawyer(actor, found.action))
