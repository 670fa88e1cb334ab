"""Who may read and change precedents, who curates them, and who may keep an estimate."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.precedents.enums import RevisionState


def visible(actor: Actor) -> Q:
    """Decided matters are for everybody."""
    return Q()


def visible_revisions(actor: Actor) -> Q:
    """Versions at work are for curators; one that became public is the precedent's history and for everybody."""
    return Q() if _curates(actor) else Q(state=RevisionState.APPROVED)


def visible_suggestions(actor: Actor) -> Q:
    """The queue is the curators'; whoever made a suggestion follows it by its reference."""
    return Q() if _curates(actor) else Q(pk__in=())


def visible_alerts(actor: Actor) -> Q:
    """What somebody watches is theirs alone; one without an account is reached by the links in its mails."""
    return Q(owner_id=actor.user_id) if actor.is_signed_in else Q(pk__in=())


def _operates(actor: Actor, subject: Any) -> bool:
    return actor.is_system or actor.is_administrator


def _curates(actor: Actor, subject: Any = None) -> bool:
    """Curators keep the collection; administrators may too."""
    return actor.is_signed_in and (actor.is_curator or actor.is_administrator)


def _writes(actor: Actor, revision: Any) -> bool:
    """Its author; what the file brought has none, and any curator may go on with it."""
    return _curates(actor) and revision.author_id in {None, actor.user_id}


def _looks_over(actor: Actor, revision: Any) -> bool:
    """A second person: nobody approves what they wrote."""
    return _curates(actor) and revision.author_id != actor.user_id


def _may_keep(actor: Actor, subject: Any) -> bool:
    """Somebody who can be asked about it later: an account, a receipt, or the system on their behalf."""
    return not actor.is_visitor


allow("precedents.load", _operates)
allow("precedents.curate", _curates)
for _action in ("propose", "take_back", "withdraw", "write"):
    allow(f"precedents.revision.{_action}", _writes)
for _action in ("approve", "return"):
    allow(f"precedents.revision.{_action}", _looks_over)
for _action in ("accept", "decline"):
    allow(f"precedents.suggestion.{_action}", _curates)
allow("estimates.keep", _may_keep)
