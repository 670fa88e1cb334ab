"""Reads of clusters: who is in one, what all have in common, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, F, Func, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import ComplaintState, Harm, Relief
from caseapp.complaints.models import Cluster, ClusterMembership, Complaint
from caseapp.complaints.querysets import ClusterQuerySet, ComplaintQuerySet
from caseapp.core.actors import Actor
from caseapp.core.enums import ConsentDefect, Use, Vulnerability
from caseapp.core.errors import NotFound
from caseapp.rules.likeness import Passage, most_typical, passages, unpacked

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TEXTS_READ = 200
"""How many narratives are compared word by word; what is shown says so."""

WORDINGS_SHOWN = 12
FEW_IN_COMMON = 0.6
"""A text that shares less than this with the typical one is shown as it is: marking nearly all of it says nothing."""
VALUES_SHOWN = 6


def clusters(actor: Actor) -> ClusterQuerySet:
    """Clusters of the actor's authorities, with what a list of them names."""
    return Cluster.objects.visible_to(actor).select_related("respondent", "authority")


def cluster_by_reference(actor: Actor, reference: str) -> Cluster:
    """One cluster, or NotFound: what is not visible does not exist."""
    found: Cluster | None = (
        clusters(actor).select_related("merged_into", "split_from").filter(reference=reference).first()
    )
    if found is None:
        raise NotFound()
    return found


def cluster_of(actor: Actor, complaint: Complaint) -> Cluster | None:
    """The cluster a complaint is in now, for those who work with clusters."""
    return clusters(actor).filter(pk=complaint.cluster_id).first() if complaint.cluster_id else None


def in_cluster(found: ComplaintQuerySet, cluster: Cluster) -> ComplaintQuerySet:
    """Of these complaints, those that are in the cluster now."""
    return found.filter(cluster=cluster)


def history(cluster: Cluster) -> QuerySet[ClusterMembership]:
    """Every coming and going, newest first."""
    return cluster.memberships.select_related("complaint", "confirmed_by", "left_by").order_by("-updated_at", "-id")


@dataclass(frozen=True)
class Said:
    """One answer, by how many complaints; `value` is what a filter of the queue takes."""

    value: str
    label: "_StrOrPromise"
    count: int


@dataclass(frozen=True)
class Compared:
    """One field over the whole cluster: `alike` when all give the same answer."""

    name: str
    label: "_StrOrPromise"
    answers: tuple[Said, ...]
    further: int = 0

    @property
    def alike(self) -> bool:
        return len(self.answers) == 1 and not self.further


_YES_NO: "dict[str, _StrOrPromise]" = {"true": _("Yes"), "false": _("No")}
_NOT_SAID = _("Not said")
_LANGUAGES: "dict[str, _StrOrPromise]" = {"en": _("English"), "zh-hans": _("Chinese")}


def _each(name: str) -> Func:
    """The answers of a field that holds several, one a row."""
    return Func(F(name), function="unnest")


# Field: its words, the expression that gives its answer as text, and the words of the answers (none: as they are).
_FIELDS: "dict[str, tuple[_StrOrPromise, Any, dict[Any, _StrOrPromise]]]" = {
    "respondent": (_("Respondent"), F("respondent__name"), {}),
    "site": (_("Place"), F("venue_name"), {"": _("Not named")}),
    "use": (_("What the system did"), F("use"), dict(Use.choices)),
    "consent_defect": (
        _("How consent failed"),
        Func(F("consent_defect"), function="unnest"),
        dict(ConsentDefect.choices),
    ),
    "year": (_("Year it happened"), ExtractYear("occurred_on"), {}),
    "ongoing": (_("Still going on"), F("ongoing"), _YES_NO),
    "minors": (_("Children concerned"), F("minors"), _YES_NO),
    "vulnerable": (
        _("Dependent on the respondent"),
        F("vulnerable"),
        {"": _("Not said"), **dict(Vulnerability.choices)},
    ),
    "harms": (_("Effect on the person"), _each("harms"), dict(Harm.choices)),
    "relief_sought": (_("What is asked for"), _each("relief_sought"), dict(Relief.choices)),
    "language": (_("Language"), F("language"), _LANGUAGES),
    "state": (_("State"), F("state"), dict(ComplaintState.choices)),
}
SEVERAL = frozenset({"consent_defect", "harms", "relief_sought"})
"""Fields with several answers a complaint: alike when every complaint gives each answer that any gives."""


def differences(actor: Actor, cluster: Cluster) -> list[Compared]:
    """Field by field what the members say and how many of them, in one statement; what differs stands first."""
    members = in_cluster(Complaint.objects.visible_to(actor), cluster).order_by()
    parts = [
        members.annotate(what=Value(name), said=Cast(expression, CharField()))
        .values("what", "said")
        .annotate(number=Count("pk"))
        for name, (_label, expression, _words) in _FIELDS.items()
    ]
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in _FIELDS}
    for row in parts[0].union(*parts[1:], all=True):
        found[row["what"]].append((row["said"] or "", row["number"]))
    compared = [_compared(name, rows, cluster.size) for name, rows in found.items() if rows]
    return sorted(compared, key=lambda one: one.alike)


def _compared(name: str, rows: list[tuple[str, int]], size: int) -> Compared:
    label, _expression, words = _FIELDS[name]
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))
    answers = tuple(Said(value, words.get(value, value), number) for value, number in ranked[:VALUES_SHOWN])
    if name in SEVERAL and all(number == size for _value, number in rows):
        both = Said("", ", ".join(str(one.label) for one in answers), size)
        return Compared(name, label, (both,))
    further = len(ranked) - len(answers)
    if name in SEVERAL and len(rows) == 1 and rows[0][1] < size:
        answers = (*answers, Said("", _("Not said"), size - rows[0][1]))
    return Compared(name, label, answers, further)


_LOOKUPS = {"respondent": "respondent__name", "site": "venue_name", "year": "occurred_on__year"}


def saying(members: ComplaintQuerySet, name: str, value: str) -> ComplaintQuerySet:
    """Of a cluster's members, those that give one answer to a compared field; none for a field that is not compared."""
    if name not in _FIELDS:
        return members.none()
    if name in SEVERAL:
        return members.filter(**{f"{name}__contains": [value]})
    if name in {"ongoing", "minors"}:
        return members.filter(**{name: value == "true"})
    if name == "year" and not value.isdecimal():
        return members.none()
    return members.filter(**{_LOOKUPS.get(name, name): value})


@dataclass(frozen=True)
class Wording:
    """One way in which members tell it: how many use these very words, one of them, and where it differs from the
    most typical; `passages` is empty for the most typical itself, and for a text that is another one altogether.
    """

    reference: str
    count: int
    passages: tuple[Passage, ...]
    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wordings:
    """The texts of a cluster, the most typical first. `read` of `size` were compared."""

    typical: Wording | None
    others: tuple[Wording, ...]
    read: int
    further: int


def wordings(actor: Actor, cluster: Cluster) -> Wordings:
    """What the members wrote: the same words once, and the passages in which the others differ."""
    read = list(
        in_cluster(Complaint.objects.visible_to(actor), cluster)
        .select_related("sketch")
        .only("reference", "narrative", "sketch__sketch")
        .order_by("pk")[:TEXTS_READ]
    )
    same: dict[str, list[Complaint]] = {}
    for each in read:
        same.setdefault(" ".join(each.narrative.split()), []).append(each)
    groups = sorted(same.items(), key=lambda one: (-len(one[1]), one[1][0].pk))
    typical = _typical(groups)
    if typical is None:
        return Wordings(None, (), 0, 0)
    others = [one for one in groups if one[0] != typical[0]]
    return Wordings(
        typical=_wording(typical, None),
        others=tuple(_wording(one, typical[0]) for one in others[:WORDINGS_SHOWN]),
        read=len(read),
        further=max(len(others) - WORDINGS_SHOWN, 0),
    )


def _typical(groups: Sequence[tuple[str, list[Complaint]]]) -> tuple[str, list[Complaint]] | None:
    """The words that most use; where all differ, those nearest to the rest."""
    if not groups:
        return None
    if len(groups[0][1]) > 1:
        return groups[0]
    sketches = [
        (place, unpacked(bytes(held.sketch)))
        for place, (_text, members) in enumerate(groups)
        if (held := getattr(members[0], "sketch", None)) is not None
    ]
    return groups[most_typical(sketches) or 0]


def _wording(group: tuple[str, list[Complaint]], typical: str | None) -> Wording:
    text, members = group
    found = () if typical is None else tuple(passages(typical, text))
    kept = sum(len(each.text) for each in found if each.kind == "same")
    if kept < len(text) * FEW_IN_COMMON:
        found = ()
    return Wording(
        reference=members[0].reference,
        count=len(members),
        passages=found,
        text=text,
        also=tuple(each.reference for each in members[1:4]),
    )
