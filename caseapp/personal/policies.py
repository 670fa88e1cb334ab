"""A person's own: nobody else takes a complaint out or has it erased, whoever was let in."""

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


def _own(actor: Actor, take_out: Any) -> bool:
    return is_complainant(actor, take_out.complaint)


allow("take_outs.request", is_complainant)
allow("take_outs.open", _own)
allow("erasures.erase", is_complainant)
