"""The roster of a collective action, for the firm: who takes part, and quietly where to look twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from caseapp.complaints.enums import ComplaintState, GrantScope, Outcome
from caseapp.complaints.models import Complaint, Identity
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.evidence.models import EvidenceItem
from caseapp.litigation.enums import TAKING_PART, Doubt, MemberState
from caseapp.litigation.models import CollectiveAction, CollectiveMember
from caseapp.rules.likeness import share, unpacked

SAME_TEXT = 0.8
"""Texts that share four fifths of their runs were copied, not only alike."""

NO_BREACH = frozenset({Outcome.NO_BREACH, Outcome.INSUFFICIENT_EVIDENCE, Outcome.OUT_OF_SCOPE})


@dataclass(frozen=True)
class Place:
    """One member with the name that was signed and the doubts about the claim."""

    member: CollectiveMember
    name: str
    doubts: tuple[Doubt, ...]

    @property
    def to_look_at(self) -> bool:
        """Whether doubts wait for somebody to say what came of them."""
        return bool(self.doubts) and not self.member.doubts_settled

    @property
    def is_plain(self) -> bool:
        """Whether the claim waits and gives no reason to look twice: no doubt, and nothing was missing before."""
        return self.member.state == MemberState.JOINED and not self.doubts and not self.member.deficiency


def members(actor: Actor, action: CollectiveAction) -> QuerySet[CollectiveMember]:
    """Everybody who joined, in that order, with what the roster names."""
    return (
        CollectiveMember.objects.visible_to(actor)
        .filter(action=action)
        .select_related("complaint__sketch", "complaint__jurisdiction", "invitation", "action__case_file")
        .order_by("pk")
    )


def member_by_number(actor: Actor, action: CollectiveAction, number: int) -> CollectiveMember:
    """One member by their number on the roster, or NotFound."""
    found = members(actor, action).filter(pk=number).first()
    if found is None:
        raise NotFound()
    found.action = action
    return found


def roster(actor: Actor, action: CollectiveAction) -> list[Place]:
    """The whole roster with names and doubts, in a number of statements that does not grow with it."""
    rows = list(members(actor, action))
    doubts = _doubts(action, [row for row in rows if row.state in TAKING_PART])
    return [Place(row, row.open_name(), tuple(sorted(doubts[row.pk]))) for row in rows]


def in_numbers(places: list[Place]) -> list[tuple[int, str]]:
    """How many stand in each state, in the order of the states; none is left out but those with nobody in it."""
    held = Counter(place.member.state for place in places)
    return [(held[state], str(state.label)) for state in MemberState if held[state]]


def plain_claims(actor: Actor, action: CollectiveAction) -> list[Place]:
    """The claims that may be admitted many at once."""
    return [place for place in roster(actor, action) if place.is_plain]


def _doubts(action: CollectiveAction, rows: list[CollectiveMember]) -> dict[int, set[Doubt]]:
    found: dict[int, set[Doubt]] = defaultdict(set)
    complaint_of = {row.complaint_id: row.pk for row in rows}
    for row in rows:
        for doubt in _of_its_own(action, row.complaint):
            found[row.pk].add(doubt)
    people = Identity.objects.filter(complaint__in=complaint_of).exclude(person="").values_list("person", "complaint")
    owners = [(f"account:{row.complaint.owner_id}", row.complaint_id) for row in rows if row.complaint.owner_id]
    shown = [row.complaint_id for row in rows if GrantScope.EVIDENCE in row.scopes]
    files = EvidenceItem.objects.filter(vault__complaint__in=shown).values_list("sha256", "vault__complaint")
    for doubt, pairs in (
        (Doubt.SAME_PERSON, [*people, *owners]),
        (Doubt.SAME_FILE, list(files)),
    ):
        for complaint in _shared(pairs):
            found[complaint_of[complaint]].add(doubt)
    for complaint in _copied(rows):
        found[complaint_of[complaint]].add(Doubt.SAME_TEXT)
    elsewhere = CollectiveMember.objects.filter(
        complaint__in=complaint_of,
        state__in=TAKING_PART,
        action__case_file__respondent_id=action.case_file.respondent_id,
    ).exclude(action=action)
    for complaint in elsewhere.values_list("complaint", flat=True):
        found[complaint_of[complaint]].add(Doubt.ANOTHER_ACTION)
    return found


def _of_its_own(action: CollectiveAction, complaint: Complaint) -> Iterable[Doubt]:
    """What one claim says against itself."""
    early = action.happened_from and complaint.occurred_on < action.happened_from and not complaint.ongoing
    late = action.happened_until and complaint.occurred_on > action.happened_until
    if early or late:
        yield Doubt.OUTSIDE
    if complaint.respondent_id != action.case_file.respondent_id:
        yield Doubt.OTHER_RESPONDENT
    if complaint.state == ComplaintState.REJECTED or complaint.outcome in NO_BREACH:
        yield Doubt.CLOSED_WITHOUT_BREACH


def _shared(pairs: Iterable[tuple[str, int]]) -> set[int]:
    """The complaints that share a key with another one."""
    holders: dict[str, set[int]] = defaultdict(set)
    for key, complaint in pairs:
        holders[key].add(complaint)
    return {complaint for found in holders.values() if len(found) > 1 for complaint in found}


def _copied(rows: list[CollectiveMember]) -> set[int]:
    """The complaints whose words are nearly those of another one; only texts under a common key are compared."""
    sketches = {
        row.complaint_id: (unpacked(bytes(held.sketch)), held.bands)
        for row in rows
        if (held := getattr(row.complaint, "sketch", None)) is not None
    }
    under: dict[int, list[int]] = defaultdict(list)
    for complaint, (_made, keys) in sketches.items():
        for key in keys:
            under[key].append(complaint)
    found: set[int] = set()
    for together in under.values():
        first = together[0]
        for other in together[1:]:
            if share(sketches[first][0], sketches[other][0]) >= SAME_TEXT:
                found |= {first, other}
    return found
