"""An export is its maker's alone, and only as long as the maker may see the list it was made of."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible(actor: Actor) -> Q:
    """One's own."""
    if actor.is_system:
        return Q()
    return Q(owner_id=actor.user_id) if actor.is_signed_in else Q(pk__in=[])


def _own(actor: Actor, export: Any) -> bool:
    return actor.is_signed_in and export.owner_id == actor.user_id


def _own_and_list_seen(actor: Actor, export: Any) -> bool:
    return _own(actor, export) and export.listing.may(actor)


allow("exports.ask", lambda actor, listing: actor.is_signed_in and listing.may(actor))
allow("exports.download", _own_and_list_seen)
allow("exports.delete", _own)
allow("reports.plan", lambda actor, listing: actor.is_signed_in and bool(actor.authorities) and listing.may(actor))
allow("reports.change", _own)
