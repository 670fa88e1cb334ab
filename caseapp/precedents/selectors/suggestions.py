"""Suggestions: the curators' queue, and what became of one for whoever knows its reference."""

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.precedents.enums import SuggestionState
from caseapp.precedents.models import Suggestion


def suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """Those the actor may see, newest first."""
    found: QuerySet[Suggestion] = Suggestion.objects.visible_to(actor)
    return found.select_related("precedent", "revision", "decided_by").defer("precedent__search", "precedent__record")


def waiting_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """The queue: longest waiting first, those that a program seems to have made last."""
    return suggestions(actor).filter(state=SuggestionState.WAITING).order_by("doubtful", "id")


def suggestion_by_reference(reference: str) -> Suggestion:
    """One suggestion, for whoever knows its reference: nobody guesses one, and it names nobody. Raises NotFound."""
    found = (
        Suggestion.objects.select_related("precedent", "revision__precedent", "decided_by")
        .defer("precedent__search", "revision__precedent__search")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise NotFound
    return found
