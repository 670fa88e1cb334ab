"""Others who complained about the same organisation: numbers alone, and none that could point at a person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from caseapp.complaints.enums import ComplaintState, Outcome
from caseapp.complaints.models import Complaint
from caseapp.core.counts import SMALLEST, without_small

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Alike:
    """How many complaints there are about the organisation, this one included, and what came of those that ended.

    `total` is None where it is too small to be told. `outcomes` holds numbers of five and more; `others` the rest put
    together.
    """

    total: int | None
    open: int | None = None
    outcomes: tuple[tuple["_StrOrPromise", int], ...] = ()
    others: int | None = None


def alike(complaint: Complaint) -> Alike:
    """Numbers about complaints over the same respondent, in one statement."""
    rows = (
        Complaint.objects.filter(respondent_id=complaint.respondent_id)
        .exclude(state=ComplaintState.DRAFT)
        .order_by()
        .values_list("state", "outcome")
        .annotate(number=Count("pk"))
    )
    counts: dict[str, int] = {}
    for state, outcome, number in rows:
        key = outcome if state == ComplaintState.CLOSED else _ENDED.get(state, "open")
        counts[key] = counts.get(key, 0) + number
    total = sum(counts.values())
    if total < SMALLEST:
        return Alike(total=None)
    told, rest = without_small(counts)
    words: dict[str, _StrOrPromise] = {
        **{outcome.value: outcome.label for outcome in Outcome},
        **{state: ComplaintState(state).label for state in _ENDED},
    }
    ended = tuple(
        (words[key], number) for key, number in sorted(told.items(), key=lambda one: -one[1]) if key != "open"
    )
    return Alike(total=total, open=told.get("open"), outcomes=ended, others=rest)


_ENDED = {state.value: state.value for state in (ComplaintState.REJECTED, ComplaintState.WITHDRAWN)}
