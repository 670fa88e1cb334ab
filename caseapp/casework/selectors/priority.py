"""Reads of the score: its parts in words, the weights that hold, and what other weights would have changed."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.casework.levels import level_of
from caseapp.casework.models import PriorityWeights
from caseapp.complaints.enums import Answer, ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.enums import ConsentDefect
from caseapp.rules import priority as rules

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LOOK_BACK = dt.timedelta(days=90)
NAMED = 10

LABELS: "dict[str, _StrOrPromise]" = {
    "children": _("Children are concerned"),
    "work": _("The person works for the respondent"),
    "vulnerable": _("The person depends on the respondent"),
    "scale": _("How many people are affected"),
    "ongoing": _("It is still going on"),
    "no_alternative": _("There was no other way"),
}


def facts_of(complaint: Complaint) -> rules.Facts:
    """What of the complaint counts for its score."""
    return rules.Facts(
        minors=complaint.minors,
        dependent=complaint.vulnerable,
        people=complaint.persons_affected,
        ongoing=complaint.ongoing,
        no_alternative=complaint.alternative_offered == Answer.NO
        or ConsentDefect.NO_ALTERNATIVE in complaint.consent_defect,
    )


def weights_of(authority_id: int | None, on: dt.date | None = None) -> Mapping[str, int]:
    """The weights that hold on a day: the authority's latest, else the usual ones."""
    held = PriorityWeights.objects.filter(authority_id=authority_id or 0, valid_from__lte=on or timezone.localdate())
    found = held.values_list("weights", flat=True).first()
    return found if found is not None else rules.USUAL


@dataclass(frozen=True)
class ShownPart:
    """A part of a score in words."""

    label: "_StrOrPromise"
    points: int
    most: int


def explained(complaint: Complaint) -> list[ShownPart]:
    """The parts of a complaint's score, those that add something."""
    found = rules.parts(facts_of(complaint), weights_of(complaint.authority_id))
    return [ShownPart(LABELS[part.name], part.points, part.most) for part in found if part.points]


@dataclass(frozen=True)
class DryRun:
    """What other weights would have made of the complaints of the last 90 days."""

    complaints: int
    before: Counter[str]
    after: Counter[str]
    raised: int
    lowered: int
    moved: tuple[tuple[str, int, int], ...]
    """The largest moves: reference, score before, score after."""


def dry_run(actor: Actor, authority: Authority, weights: Mapping[str, int]) -> DryRun:
    """Score the last 90 days of complaints both ways; nothing is stored."""
    now, held = weights_of(authority.pk), []
    recent = (
        Complaint.objects.visible_to(actor)
        .filter(authority=authority, submitted_at__gte=timezone.now() - LOOK_BACK)
        .exclude(state=ComplaintState.DRAFT)
        .only(
            "reference", "minors", "vulnerable", "persons_affected", "ongoing", "alternative_offered", "consent_defect"
        )
    )
    for complaint in recent.iterator(chunk_size=5_000):
        facts = facts_of(complaint)
        held.append((complaint.reference, rules.score(facts, now), rules.score(facts, weights)))
    moved = sorted((row for row in held if row[1] != row[2]), key=lambda row: (-abs(row[2] - row[1]), row[0]))
    return DryRun(
        complaints=len(held),
        before=Counter(level_of(row[1]) for row in held),
        after=Counter(level_of(row[2]) for row in held),
        raised=sum(row[2] > row[1] for row in held),
        lowered=sum(row[2] < row[1] for row in held),
        moved=tuple(moved[:NAMED]),
    )
