"""Numbers of an authority are for its supervisors and analysts; they name no complainant."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow

READERS = ("supervisor", "analyst")


def visible(actor: Actor) -> Q:
    """Counts of the actor's own authorities."""
    return Q() if actor.is_system else Q(authority_id__in=actor.authority_ids(*READERS))


def _reads(actor: Actor, subject: Any) -> bool:
    return bool(actor.authority_ids(*READERS))


allow("statistics.view", _reads)
# A supervisor sees every complaint anyway, so counts of a month that still runs give nothing away.
allow("statistics.view_running", lambda actor, subject: bool(actor.authority_ids("supervisor")))
