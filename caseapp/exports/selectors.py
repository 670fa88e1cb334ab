"""A person's own exports."""

from uuid import UUID

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.exports.models import Export, ReportPlan
from caseapp.exports.querysets import OwnQuerySet


def exports(actor: Actor) -> OwnQuerySet:
    """The actor's own, newest first."""
    found: OwnQuerySet = Export.objects.visible_to(actor).select_related("job")
    return found


def export(actor: Actor, identifier: UUID) -> Export:
    """One of the actor's own, or NotFound."""
    found: Export | None = exports(actor).filter(pk=identifier).first()
    if found is None:
        raise NotFound()
    return found


def reports(actor: Actor) -> OwnQuerySet:
    """The actor's own plans of reports."""
    found: OwnQuerySet = ReportPlan.objects.visible_to(actor).select_related("view")
    return found


def report(actor: Actor, number: int) -> ReportPlan:
    """One of the actor's own plans, or NotFound."""
    found: ReportPlan | None = reports(actor).filter(pk=number).first()
    if found is None:
        raise NotFound()
    return found
