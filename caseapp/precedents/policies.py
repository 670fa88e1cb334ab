"""Who may read and change precedents, and who may keep an estimate."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible(actor: Actor) -> Q:
    """Decided matters are for everybody."""
    return Q()


def _operates(actor: Actor, subject: Any) -> bool:
    return actor.is_system or actor.is_administrator


def _may_keep(actor: Actor, subject: Any) -> bool:
    """Somebody who can be asked about it later: an account, a receipt, or the system on their behalf."""
    return not actor.is_visitor


allow("precedents.load", _operates)
allow("estimates.keep", _may_keep)
