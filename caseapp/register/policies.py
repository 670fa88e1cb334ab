"""Who writes what the public reads, and who reads it over: never the same person."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.register.enums import TextState


def visible(actor: Actor) -> Q:
    """Texts that were published are everybody's; the others are the authority's own."""
    if actor.is_system:
        return Q()
    public = Q(state__in=[TextState.PUBLISHED, TextState.REPLACED])
    return public | Q(authority_id__in=actor.authority_ids())


def _proposes(actor: Actor, decision: Any) -> bool:
    return actor.is_system or decision.investigation.authority_id in actor.authority_ids("investigator", "supervisor")


def _reviews(actor: Actor, text: Any) -> bool:
    return text.authority_id in actor.authority_ids("supervisor") and text.author_id != actor.user_id


allow("register.propose", _proposes)
allow("public_texts.approve", _reviews)
allow("public_texts.send_back", _reviews)
allow("public_texts.replace", _reviews)
allow("public_texts.view_review", lambda actor, text: text.authority_id in actor.authority_ids())
