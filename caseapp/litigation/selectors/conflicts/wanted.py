"""Every name of a matter that a conflict check looks for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseapp.complaints.models import Complaint
from caseapp.litigation.enums import Part, PartyRole, Standing
from caseapp.litigation.models import CivilSuit, Engagement
from caseapp.respondents.models import Respondent

_PART_OF_ROLE = {
    PartyRole.OPPONENT: Part.RESPONDENT,
    PartyRole.SUPPLIER: Part.SUPPLIER,
    PartyRole.CO_CLAIMANT: Part.CO_CLAIMANT,
}


_SEVERAL = re.compile(r"[;；、/\n]")
"""What stands between several names in one field; a comma may be part of a name."""


@dataclass(frozen=True)
class Wanted:
    """A name and what it is in the matter. A `hidden` one is compared and never shown: nobody gave it to the firm."""

    name: str
    part: str
    hidden: bool = False


def names_in(engagement: Engagement) -> list[Wanted]:
    """The other side in all its names, its group, suppliers and places, the parties of the file, who stands in its
    suits, and the client.
    """
    found = [Wanted(name, part) for name, part in names_of_other_side(engagement.complaint)]
    if engagement.case_file is not None:
        for party in engagement.case_file.parties.all():
            part = _PART_OF_ROLE.get(PartyRole(party.role), Part.PARTY)
            found += [Wanted(name, part.value) for name in party.names()]
        for suit in engagement.case_file.suits.all():
            found += [Wanted(name, Part.PARTY.value) for name, _standing in names_before_court(suit)]
    found += [Wanted(name, Part.CLIENT.value, hidden=True) for name in client_names(engagement.complaint)]
    return list({(one.name.casefold(), one.part): one for one in found}.values())


def names_of_other_side(complaint: Complaint) -> list[tuple[str, str]]:
    """The respondent, its parents, the companies of its group, its suppliers and its places, each in every name."""
    respondent = complaint.respondent
    found = [(name, Part.RESPONDENT.value) for name in names_of(respondent)]
    group = group_of(respondent)
    above = {parent.pk for parent in _parents(respondent)}
    for other in group:
        if other.pk != respondent.pk:
            part = Part.PARENT if other.pk in above else Part.GROUP
            found += [(name, part.value) for name in names_of(other)]
    suppliers = Respondent.objects.filter(supplies__site__respondent=respondent).distinct()
    for supplier in suppliers.prefetch_related("aliases"):
        found += [(name, Part.SUPPLIER.value) for name in names_of(supplier)]
    places = [*respondent.sites.values_list("name", flat=True), complaint.venue_name]
    found += [(place, Part.SITE.value) for place in dict.fromkeys(places) if place]
    return found


def names_before_court(suit: CivilSuit) -> Iterator[tuple[str, Standing]]:
    """Counsel of the other side, each by themselves where several stand in the field, and the judge."""
    for text, standing in ((suit.adverse_counsel, Standing.COUNSEL), (suit.judge, Standing.JUDGE)):
        for name in _SEVERAL.split(text):
            if name.strip():
                yield name.strip(), standing


def group_of(respondent: Respondent) -> list[Respondent]:
    """The respondent and every company over, under and beside it."""
    top = [respondent, *_parents(respondent)][-1]
    group, layer = {top.pk: top}, [top.pk]
    while layer:
        below = Respondent.objects.filter(parent__in=layer).exclude(pk__in=group).prefetch_related("aliases")
        layer = []
        for other in below:
            group[other.pk] = other
            layer.append(other.pk)
    return list(group.values())


def names_of(respondent: Respondent) -> Iterable[str]:
    """All its names in all scripts, each once."""
    texts = [respondent.name, respondent.name_local, *(alias.name for alias in respondent.aliases.all())]
    return [text for text in dict.fromkeys(texts) if text]


def client_names(complaint: Complaint) -> list[str]:
    """The client's names as far as the service holds any. For comparing alone: no page may show them from here."""
    held = getattr(complaint, "identity", None)
    names = [held.contact().name] if held is not None else []
    if complaint.owner is not None:
        names.append(complaint.owner.display_name)
    return [name for name in dict.fromkeys(names) if name]


def _parents(respondent: Respondent) -> list[Respondent]:
    found: list[Respondent] = []
    step = respondent.parent
    while step is not None and step.pk not in {respondent.pk, *(one.pk for one in found)}:
        found.append(step)
        step = step.parent
    return found
