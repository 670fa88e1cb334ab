"""Which decided matters inform the range, which the odds, and which are scored; the rules stand here once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

import numpy as np

from caseapp.rules.estimation.canonical import digest
from caseapp.rules.estimation.facts import PrecedentFacts
from caseapp.rules.estimation.features import Array
from caseapp.rules.estimation.money import Conversion, RateTable, convert

Target = Literal["compensation", "fine"]
TARGETS: Final[tuple[Target, ...]] = ("compensation", "fine")

_CLAIMS = frozenset({"court_award", "class_settlement", "individual_settlement", "mediation_award"})
_NO_MONEY = frozenset({"order_only", "dismissed"})


def relevant_sum(precedent: PrecedentFacts, target: Target) -> Decimal | None:
    """What one person got (compensation) or what was paid to the state (fine); None where neither was reported.

    The headline sum of a class is never divided by its people: only those who claim are paid.
    """
    if target == "compensation":
        value = precedent.per_person
    else:
        value = precedent.amount if precedent.kind == "regulator_fine" else None
    return value if value is not None and value > 0 else None


def is_scored(precedent: PrecedentFacts, target: Target) -> bool:
    """Whether the evaluation scores this matter: a sum above zero and, for compensation, not overturned."""
    if relevant_sum(precedent, target) is None:
        return False
    return target == "fine" or precedent.status != "overturned"


def informs_range(precedent: PrecedentFacts, target: Target) -> bool:
    """Whether the sum itself is learned from. Dismissed, overturned and reduced matters inform the odds alone."""
    return (
        relevant_sum(precedent, target) is not None
        and precedent.kind not in _NO_MONEY
        and precedent.status not in {"overturned", "reduced"}
    )


def ended_with_money(precedent: PrecedentFacts, target: Target) -> bool | None:
    """Whether the matter ended with money for the person (or a fine); None where it tells nothing of that.

    Compensation: awards and settlements against dismissals, orders without money and overturned awards. A settlement
    with a state and a fine pay the state, so they count only where a sum for a person is reported with them. Fines:
    regulators' fines against regulators' orders and dismissals, and fines that were overturned.
    """
    overturned = precedent.status == "overturned"
    if target == "compensation":
        if precedent.kind in _CLAIMS or precedent.kind in _NO_MONEY:
            return precedent.kind in _CLAIMS and not overturned
        return True if precedent.per_person and not overturned else None
    if precedent.forum != "regulator" or precedent.kind == "mediation_award":
        return None
    return precedent.kind == "regulator_fine" and not overturned


@dataclass(frozen=True)
class Sum:
    """A precedent with its relevant sum made comparable. `log` is log10 of US dollars in money of the index year."""

    precedent: PrecedentFacts
    conversion: Conversion
    log: float


def sums(precedents: Iterable[PrecedentFacts], target: Target, rates: RateTable) -> list[Sum]:
    """Every precedent that bears a sum of the target in a currency with a rate, whatever its standing."""
    found = []
    for precedent in precedents:
        value = relevant_sum(precedent, target)
        if value is None or precedent.currency is None:
            continue
        conversion = convert(value, precedent.currency, precedent.decided_on, rates)
        if conversion is not None:
            found.append(Sum(precedent, conversion, float(np.log10(conversion.usd_now))))
    return found


def logs(of: Iterable[Sum]) -> Array:
    """The log10 sums as an array."""
    return np.array([one.log for one in of], dtype=float)


def data_version(precedents: Iterable[PrecedentFacts], rates: RateTable) -> str:
    """Hash of everything the estimate learns from: the matters' facts and the rates their sums were converted at."""
    told = []
    for precedent in sorted(precedents, key=lambda one: one.id):
        used = {}
        for target in TARGETS:
            for one in sums([precedent], target, rates):
                used[target] = f"{one.conversion.usd_now:.8g}"
        told.append([precedent.canonical(), used])
    return digest(told)[:16]
