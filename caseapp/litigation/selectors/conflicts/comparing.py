"""Holding the names of a matter against everyone the firm has known, and weighing what is alike."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from caseapp.accounts.models import Firm
from caseapp.complaints.enums import Relief
from caseapp.litigation.enums import EngagementState, Part, Standing, SuitState, Weight
from caseapp.litigation.models import Engagement
from caseapp.litigation.selectors.conflicts.known import Known, everyone_known
from caseapp.litigation.selectors.conflicts.wanted import Wanted, group_of, names_in
from caseapp.rules.names import Match, Names

MOST = 500
"""How many hits a report keeps, the weightiest first."""

_OWN_SIDE = frozenset({Part.CLIENT, Part.CO_CLAIMANT})
_AGAINST = frozenset({Standing.OPPONENT, Standing.GROUP, Standing.SUPPLIER})
_OWED = frozenset({Standing.CLIENT, Standing.FORMER_CLIENT})
_LOOKED_AT = frozenset({Standing.PARTY, Standing.COUNSEL, Standing.JUDGE, Standing.OTHER, Standing.MEMBER})
_ORDER = {weight.value: place for place, weight in enumerate(Weight)}
_SETTLED = (SuitState.SETTLED, SuitState.COLLECTING, SuitState.CONCLUDED)


@dataclass(frozen=True)
class Finding:
    """What a check found: the names looked for, how many names of each source they met, and the hits."""

    names: list[dict[str, str]]
    compared: dict[str, int]
    hits: list[dict[str, Any]]


@dataclass(frozen=True)
class Hit:
    """One likeness. Names that nobody gave to the firm are empty; the matter says where to look."""

    name: str
    part: str
    known: str
    standing: str
    matter: str
    how: str
    likeness: float
    weight: str
    notes: tuple[str, ...] = ()


class Register:
    """Everyone a firm has known, ready to be looked through; made once for any number of checks."""

    def __init__(self, firm: Firm) -> None:
        self.known = everyone_known(firm)
        self._index = Names([one.name for one in self.known])

    def near(self, name: str) -> list[tuple[Known, Match]]:
        """Who has a name like this one."""
        return [(self.known[place], match) for place, match in self._index.near(name)]


def seek(engagement: Engagement, register: Register | None = None) -> Finding:
    """Compare every name of the engagement's matter with everyone the firm knows from elsewhere, and its claimant with
    the firm's other claimants.
    """
    register = register or Register(engagement.firm)
    own = {engagement.reference, engagement.case_file.reference if engagement.case_file else ""} - {""}
    wanted = names_in(engagement)
    hits = {
        (one.name, one.part, other.name, other.standing, other.matter): _hit(one, other, match, weight)
        for one in wanted
        for other, match in register.near(one.name)
        if other.matter not in own and (weight := _weight(one, other)) is not None
    }
    found = [*hits.values(), *_diverging(engagement)]
    found.sort(key=lambda hit: (_ORDER[hit.weight], -hit.likeness, hit.matter, hit.known))
    return Finding(
        names=[{"name": "" if one.hidden else one.name, "part": one.part} for one in wanted],
        compared=dict(Counter(one.source for one in register.known if one.matter not in own)),
        hits=[{**asdict(hit), "notes": list(hit.notes)} for hit in dict.fromkeys(found)][:MOST],
    )


def search(firm: Firm, text: str) -> list[Hit]:
    """Everyone the firm has known whose name is like this one, for a question over the telephone."""
    known = [one for one in everyone_known(firm) if not one.hidden]
    near = Names([one.name for one in known]).near(text)
    hits = [_hit(Wanted(text, Part.PARTY), known[place], match, Weight.LOOK) for place, match in near]
    return sorted(hits, key=lambda hit: (-hit.likeness, hit.known, hit.matter))[:100]


def _weight(one: Wanted, other: Known) -> Weight | None:
    """What the likeness means; None where it means nothing."""
    standing = Standing(other.standing)
    if one.part in _OWN_SIDE:
        if standing in _AGAINST:
            return Weight.ADVERSE
        return Weight.LOOK if standing in _LOOKED_AT else None
    if standing in _OWED or standing == Standing.MEMBER:
        return Weight.LOOK if one.part in {Part.SITE, Part.PARTY} else Weight.ADVERSE
    if standing in _AGAINST or standing == Standing.SITE:
        return Weight.ALIKE if one.part != Part.PARTY else Weight.LOOK
    return Weight.LOOK


def _hit(one: Wanted, other: Known, match: Match, weight: Weight) -> Hit:
    hidden = one.hidden or other.hidden
    return Hit(
        name="" if hidden else one.name,
        part=str(one.part),
        known="" if hidden else other.name,
        standing=other.standing,
        matter=other.matter,
        how=match.how.value,
        likeness=match.likeness,
        weight=weight.value,
    )


def _diverging(engagement: Engagement) -> list[Hit]:
    """Other clients of the firm against the same group who want something else, or whose suit is settled already."""
    complaint = engagement.complaint
    others = (
        Engagement.objects.filter(
            firm_id=engagement.firm_id,
            state=EngagementState.ACCEPTED,
            complaint__respondent__in=group_of(complaint.respondent),
        )
        .exclude(pk=engagement.pk)
        .select_related("complaint")
    )
    settled = set(
        others.filter(case_file__suits__state__in=_SETTLED)
        .exclude(case_file=engagement.case_file_id or 0)
        .values_list("pk", flat=True)
    )
    found = []
    for other in others[:MOST]:
        notes = []
        if _wants_money(complaint.relief_sought) != _wants_money(other.complaint.relief_sought):
            notes.append("relief")
        if other.pk in settled:
            notes.append("settled")
        if notes:
            found.append(
                Hit(
                    "",
                    Part.CLIENT.value,
                    "",
                    Standing.CLIENT.value,
                    other.reference,
                    "",
                    0.0,
                    "diverging",
                    tuple(notes),
                )
            )
    return found


def _wants_money(relief: list[str]) -> bool:
    return Relief.COMPENSATION.value in relief
