"""Archives as a given actor may see them."""

from typing import cast
from uuid import UUID

from caseapp.accounts.models import Firm
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.litigation.models import CaseFile
from caseapp.moving.models import Arrival, Departure
from caseapp.moving.querysets import ArrivalQuerySet, OfCaseFileQuerySet


def departures(actor: Actor, case_file: CaseFile) -> OfCaseFileQuerySet:
    """Archives made of a case file, newest first."""
    found = Departure.objects.visible_to(actor).filter(case_file=case_file).select_related("job")
    return cast(OfCaseFileQuerySet, found)


def departure(actor: Actor, case_file: CaseFile, identifier: UUID) -> Departure:
    """One of them, for whoever may take it; or NotFound."""
    found = departures(actor, case_file).select_related("case_file").filter(pk=identifier).first()
    if found is None or not can(actor, "matters.take_out", case_file):
        raise NotFound()
    row: Departure = found
    return row


def arrivals(actor: Actor) -> ArrivalQuerySet:
    """Archives that came to the actor's firm, newest first."""
    found: ArrivalQuerySet = Arrival.objects.visible_to(actor).select_related("case_file", "received_by", "firm", "job")
    return found


def arrival(actor: Actor, identifier: UUID) -> Arrival:
    """One archive that came, or NotFound."""
    found = arrivals(actor).filter(pk=identifier).first()
    if found is None:
        raise NotFound()
    return found


def firm_to_bring_in(actor: Actor) -> Firm:
    """The firm that an archive would be brought into; NotFound for whoever works for none."""
    ids = sorted(actor.firm_ids("partner", "associate")) or sorted(actor.firm_ids())
    found = Firm.objects.filter(pk__in=ids[:1]).first()
    if found is None:
        raise NotFound()
    return found
