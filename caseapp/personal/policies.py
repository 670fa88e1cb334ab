"""A person's own, which nobody else takes out or has erased; and what an authority disposes of by two persons."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.complaints import policies as complaints
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible_take_outs(actor: Actor) -> Q:
    """The complainant's own."""
    if actor.is_system:
        return Q()
    complaint = apps.get_model("complaints", "Complaint")
    own = Q(owner_id=actor.user_id) if actor.is_signed_in else Q(pk=actor.complaint_id or 0)
    mine = complaint.objects.filter(complaints.visible(actor), own, pk=OuterRef("complaint_id"))
    return Q(Exists(mine))


def visible_to_authority(actor: Actor) -> Q:
    """What an authority keeps and disposes of is seen by its own officers."""
    if actor.is_system:
        return Q()
    return Q(authority_id__in=actor.authority_ids())


def _second_person(actor: Actor, disposal: Any) -> bool:
    """A supervisor other than whoever proposed it."""
    return disposal.authority_id in actor.authority_ids("supervisor") and disposal.proposed_by_id != actor.user_id


def _own(actor: Actor, take_out: Any) -> bool:
    return is_complainant(actor, take_out.complaint)


allow("take_outs.request", is_complainant)
allow("take_outs.open", _own)
allow("erasures.erase", is_complainant)
allow("retention.set_rules", lambda actor, authority: authority.pk in actor.authority_ids("supervisor"))
allow("disposals.propose", lambda actor, authority: authority.pk in actor.authority_ids("investigator", "supervisor"))
allow("disposals.approve", _second_person)
allow("disposals.refuse", _second_person)
allow("disposals.withdraw", lambda actor, disposal: disposal.proposed_by_id == actor.user_id)
allow("disposals.finish", lambda actor, disposal: actor.is_system)
