"""Versions of precedents: the curators' queue, one version, and the history that everyone can read."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.precedents.enums import RevisionState
from caseapp.precedents.models import Precedent, Revision
from caseapp.precedents.selectors.changes import Change, changes

OPEN_STATES = (RevisionState.PROPOSED, RevisionState.RETURNED, RevisionState.DRAFT)


def revisions(actor: Actor) -> QuerySet[Revision]:
    """Every version the actor may see, newest first."""
    found: QuerySet[Revision] = Revision.objects.visible_to(actor)
    return found.select_related("precedent", "author", "approver").defer("precedent__search", "precedent__record")


def open_revisions(actor: Actor) -> QuerySet[Revision]:
    """Versions that still wait for somebody: for a second curator first, then sent back, then drafts."""
    rank = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(OPEN_STATES)), output_field=IntegerField()
    )
    return revisions(actor).filter(state__in=OPEN_STATES).annotate(rank=rank).order_by("rank", "-id")


def revision_by_reference(actor: Actor, reference: str) -> Revision:
    """One version. Raises NotFound."""
    found = (
        Revision.objects.visible_to(actor)
        .select_related("precedent", "author", "approver")
        .defer("precedent__search")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def revision_changes(revision: Revision) -> list[Change]:
    """What the version changes: against what it replaced, or while it waits against what is public now."""
    if revision.state == RevisionState.APPROVED or revision.precedent is None:
        return changes(revision.before, revision.content)
    return changes(revision.precedent.content, revision.content)


def is_overtaken(revision: Revision) -> bool:
    """Whether the precedent has changed since the version was written."""
    return (
        revision.state in OPEN_STATES and revision.precedent is not None and revision.precedent.version != revision.base
    )


@dataclass(frozen=True)
class Version:
    """One version in a precedent's history, with what it changed; the first one of a new record changes nothing."""

    revision: Revision
    changes: list[Change]


def history(actor: Actor, precedent: Precedent) -> list[Version]:
    """The versions that became public, newest first. Who wrote and approved them is for curators to show."""
    found = revisions(actor).filter(precedent=precedent, state=RevisionState.APPROVED).order_by("-number")
    return [Version(one, changes(one.before, one.content) if one.before else []) for one in found]
