"""Everyone a firm has known, from every place where it keeps a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from caseapp.accounts.models import Firm
from caseapp.litigation.enums import TAKING_PART, EngagementState, KnownRole, PartyRole, Standing
from caseapp.litigation.models import CaseFile, CaseParty, CivilSuit, CollectiveMember, Engagement
from caseapp.litigation.selectors.conflicts.wanted import client_names, group_of, names_before_court, names_of
from caseapp.respondents.models import Respondent, Site, Supply

_STANDING_OF_CLIENT = {
    EngagementState.ACCEPTED: Standing.CLIENT,
    EngagementState.ENDED: Standing.FORMER_CLIENT,
}
_STANDING_OF_PARTY = {
    PartyRole.OPPONENT: Standing.OPPONENT,
    PartyRole.SUPPLIER: Standing.SUPPLIER,
    PartyRole.ADVERSE_COUNSEL: Standing.COUNSEL,
}
_STANDING_OF_LIST = {
    KnownRole.CLIENT: Standing.CLIENT,
    KnownRole.FORMER_CLIENT: Standing.FORMER_CLIENT,
    KnownRole.OPPONENT: Standing.OPPONENT,
    KnownRole.OTHER: Standing.OTHER,
}


@dataclass(frozen=True)
class Known:
    """A name the firm knows: as what, in which matter, and from which source. A `hidden` one is never shown."""

    name: str
    standing: str
    matter: str
    source: str
    hidden: bool = False


def everyone_known(firm: Firm) -> list[Known]:
    """All of them, each name once for each matter and standing."""
    found = {
        (one.name.casefold(), one.standing, one.matter): one
        for source in (_requests, _case_files, _parties, _suits, _collective, _list, _members)
        for one in source(firm)
    }
    return list(found.values())


def firms_that_know(respondent: Respondent) -> list[int]:
    """Firms with a request or a case file against an organisation, a company of its group, or one it supplies."""
    supplied = Site.objects.filter(supplies__supplier=respondent).values_list("respondent", flat=True)
    circle = {*supplied, *(one.pk for one in group_of(respondent))}
    asked = Engagement.objects.filter(complaint__respondent__in=circle).values_list("firm", flat=True)
    opened = CaseFile.objects.filter(respondent__in=circle).values_list("firm", flat=True)
    return sorted({*asked, *opened})


def firms_asked_by(complaint_id: int) -> list[int]:
    """Firms that were asked to act in a complaint, or in whose collective action it takes part."""
    asked = Engagement.objects.filter(complaint=complaint_id).values_list("firm", flat=True)
    joined = CollectiveMember.objects.filter(complaint=complaint_id)
    return sorted({*asked, *joined.values_list("action__case_file__firm", flat=True)})


def _requests(firm: Firm) -> Iterator[Known]:
    rows = (
        Engagement.objects.filter(firm=firm)
        .select_related("complaint__respondent__parent", "complaint__owner", "complaint__identity")
        .prefetch_related(*_other_side("complaint__respondent"))
    )
    for row in rows:
        source = "engagements" if row.accepted_at else "requests"
        open_names = row.cleared_at is not None
        yield from _of_respondent(row.complaint.respondent, row.reference, source, hidden=not open_names)
        standing = _STANDING_OF_CLIENT.get(EngagementState(row.state), Standing.ASKING)
        for name in client_names(row.complaint):
            yield Known(name, standing.value, row.reference, source, hidden=True)


def _case_files(firm: Firm) -> Iterator[Known]:
    rows = firm.case_files.select_related("respondent__parent").prefetch_related(*_other_side("respondent"))
    for row in rows:
        yield from _of_respondent(row.respondent, row.reference, "case_files")


def _parties(firm: Firm) -> Iterator[Known]:
    rows = CaseParty.objects.filter(case_file__firm=firm).select_related("case_file")
    for row in rows:
        standing = _STANDING_OF_PARTY.get(PartyRole(row.role), Standing.PARTY)
        for name in row.names():
            yield Known(name, standing.value, row.case_file.reference, "parties")


def _suits(firm: Firm) -> Iterator[Known]:
    """Who stands in a suit beside its parties: counsel of the other side, and the judge."""
    for row in CivilSuit.objects.filter(case_file__firm=firm).select_related("case_file"):
        for name, standing in names_before_court(row):
            yield Known(name, standing.value, row.case_file.reference, "suits")


def _collective(firm: Firm) -> Iterator[Known]:
    """Who takes part in a collective action: the firm acts for them as for a client."""
    rows = CollectiveMember.objects.filter(action__case_file__firm=firm).select_related(
        "action", "complaint__owner", "complaint__identity"
    )
    for row in rows:
        standing = Standing.CLIENT if row.state in TAKING_PART else Standing.FORMER_CLIENT
        for name in dict.fromkeys([*client_names(row.complaint), row.open_name()]):
            if name:
                yield Known(name, standing.value, row.action.reference, "collective", hidden=True)


def _list(firm: Firm) -> Iterator[Known]:
    for row in firm.known_parties.all():
        yield Known(row.name, _STANDING_OF_LIST[KnownRole(row.role)].value, row.matter, "list")


def _members(firm: Firm) -> Iterator[Known]:
    for row in firm.memberships.select_related("user"):
        if row.user.display_name:
            yield Known(row.user.display_name, Standing.MEMBER.value, "", "members")


def _other_side(path: str) -> tuple[Any, ...]:
    supplies = Supply.objects.select_related("supplier").prefetch_related("supplier__aliases")
    sites = Site.objects.prefetch_related(Prefetch("supplies", supplies))
    below = Respondent.objects.prefetch_related("aliases")
    return (
        f"{path}__aliases",
        f"{path}__parent__aliases",
        Prefetch(f"{path}__sites", sites),
        Prefetch(f"{path}__subsidiaries", below),
    )


def _of_respondent(respondent: Respondent, matter: str, source: str, *, hidden: bool = False) -> Iterator[Known]:
    group = [*([respondent.parent] if respondent.parent else []), *respondent.subsidiaries.all()]
    suppliers = [supply.supplier for site in respondent.sites.all() for supply in site.supplies.all()]
    for rows, standing in (([respondent], Standing.OPPONENT), (group, Standing.GROUP), (suppliers, Standing.SUPPLIER)):
        for row in rows:
            for name in names_of(row):
                yield Known(name, standing.value, matter, source, hidden)
    for site in respondent.sites.all():
        yield Known(site.name, Standing.SITE.value, matter, source, hidden)
