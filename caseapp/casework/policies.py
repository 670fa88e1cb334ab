"""Who works with an authority's lists, acts upon many, and changes how work is ordered."""

from typing import Any

from django.db.models import Q

from caseapp.complaints.policies import is_officer
from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible(actor: Actor) -> Q:
    """What belongs to the actor's own authorities; nobody else sees how an authority orders its work."""
    if actor.is_system:
        return Q()
    return Q(authority_id__in=actor.authority_ids()) if actor.is_signed_in else Q(pk__in=[])


def visible_views(actor: Actor) -> Q:
    """One's own views, and those that colleagues share."""
    own = Q(owner_id=actor.user_id or 0)
    return Q(authority_id__in=actor.authority_ids()) & (own | Q(shared=True))


def _changes_view(actor: Actor, view: Any) -> bool:
    shared = view.shared and view.authority_id in actor.authority_ids("supervisor")
    return bool(view.owner_id == actor.user_id or shared)


def _owns(actor: Actor, bulk: Any) -> bool:
    return bulk.owner_id == actor.user_id and bulk.authority_id in actor.authority_ids()


def _answers_for(actor: Actor, bulk: Any) -> bool:
    return _owns(actor, bulk) or bulk.authority_id in actor.authority_ids("supervisor")


allow("casework.change_view", _changes_view)
allow("casework.write_note", is_officer)
allow("casework.set_rules", lambda actor, authority: authority.pk in actor.authority_ids("supervisor"))
allow("casework.set_weights", lambda actor, authority: authority.pk in actor.authority_ids("supervisor"))
allow("bulk.start", _owns)
allow("bulk.discard", _owns)
allow("bulk.take_back", _answers_for)
allow("bulk.finish", lambda actor, bulk: actor.is_system)
allow("bulk.finish_taking_back", lambda actor, bulk: actor.is_system)
