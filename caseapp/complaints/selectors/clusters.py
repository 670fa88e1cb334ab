"""Reads of clusters: who is in one, what all have in common, and where they differ."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
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
    """Every coming and going, newest first: of which complaint, and who confirmed it."""
    moves = ("cluster", "joined_by", "likeness", "confirmed_at", "left_at", "left_reason")
    beside = ("complaint__reference", "confirmed_by__display_name", "confirmed_by__email")
    found = cluster.memberships.select_related("complaint", "confirmed_by").only(*moves, *beside)
    return found.order_by("-updated_at", "-id")


def members_listed(actor: Actor, cluster: Cluster) -> ComplaintQuerySet:
    """The members with what a row of them tells."""
    members: ComplaintQuerySet = in_cluster(Complaint.objects.visible_to(actor), cluster)
    return members.only("reference", "venue_name", "venue_kind", "state", "priority", "submitted_at")


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


def _one(value: Any) -> tuple[str, ...]:
    return (str(value),)


def _year(value: date | None) -> tuple[str, ...]:
    return (str(value.year) if value else "",)


def _yes_or_no(value: bool) -> tuple[str, ...]:
    return (str(value).lower(),)


@dataclass(frozen=True)
class _Field:
    """A field that is compared: the column behind it, the answers that a value of it gives, and their words (none: as
    they are).
    """

    label: "_StrOrPromise"
    column: str
    words: "dict[Any, _StrOrPromise]"
    answers: Callable[[Any], Iterable[str]] = _one


_FIELDS: dict[str, _Field] = {
    "respondent": _Field(_("Respondent"), "respondent__name", {}),
    "site": _Field(_("Place"), "venue_name", {"": _("Not named")}),
    "use": _Field(_("What the system did"), "use", dict(Use.choices)),
    "consent_defect": _Field(_("How consent failed"), "consent_defect", dict(ConsentDefect.choices), set),
    "year": _Field(_("Year it happened"), "occurred_on", {}, _year),
    "ongoing": _Field(_("Still going on"), "ongoing", _YES_NO, _yes_or_no),
    "minors": _Field(_("Children concerned"), "minors", _YES_NO, _yes_or_no),
    "vulnerable": _Field(
        _("Dependent on the respondent"), "vulnerable", {"": _NOT_SAID, **dict(Vulnerability.choices)}
    ),
    "harms": _Field(_("Effect on the person"), "harms", dict(Harm.choices), set),
    "relief_sought": _Field(_("What is asked for"), "relief_sought", dict(Relief.choices), set),
    "language": _Field(_("Language"), "language", _LANGUAGES),
    "state": _Field(_("State"), "state", dict(ComplaintState.choices)),
}
SEVERAL = frozenset({"consent_defect", "harms", "relief_sought"})
"""Fields with several answers a complaint: alike when every complaint gives each answer that any gives."""


def differences(actor: Actor, cluster: Cluster) -> list[Compared]:
    """Field by field what the members say and how many of them, in one statement; what differs stands first."""
    members = in_cluster(Complaint.objects.visible_to(actor), cluster).order_by()
    found: dict[str, Counter[str]] = {name: Counter() for name in _FIELDS}
    for values in members.values_list(*(field.column for field in _FIELDS.values())):
        for (name, field), value in zip(_FIELDS.items(), values, strict=True):
            found[name].update(field.answers(value))
    compared = [_compared(name, counted, cluster.size) for name, counted in found.items() if counted]
    return sorted(compared, key=lambda one: one.alike)


def _compared(name: str, counted: Counter[str], size: int) -> Compared:
    field = _FIELDS[name]
    ranked = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    answers = tuple(Said(value, field.words.get(value, value), number) for value, number in ranked[:VALUES_SHOWN])
    if name in SEVERAL and all(number == size for number in counted.values()):
        both = Said("", ", ".join(str(one.label) for one in answers), size)
        return Compared(name, field.label, (both,))
    further = len(ranked) - len(answers)
    if name in SEVERAL and len(counted) == 1 and ranked[0][1] < size:
        answers = (*answers, Said("", _NOT_SAID, size - ranked[0][1]))
    return Compared(name, field.label, answers, further)


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
    column = _FIELDS[name].column
    return members.filter(**{f"{column}__year" if name == "year" else column: value})


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
