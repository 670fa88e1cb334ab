"""Who may write to the registry of respondents; reading the public facts of verified ones is for everybody."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible(actor: Actor) -> Q:
    """Verified organisations; what somebody only described may name a private person, so officers alone see it."""
    return Q() if _officer(actor, None) or actor.is_administrator else Q(verified=True)


def _officer(actor: Actor, subject: Any) -> bool:
    return actor.is_system or actor.is_officer


allow("respondents.change", _officer)
