"""How alike two matters are: one table of factors, each a number that a difference multiplies the weight by."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from caseapp.rules.estimation.facts import CONSENT_DEFECTS, PrecedentFacts
from caseapp.rules.estimation.features import Array, Profile, is_biometric
from caseapp.rules.estimation.places import legal_family

# The facts compared, in the order of the table. A distance of 1 multiplies the weight by the factor, a distance of 0
# leaves it, one half (also where either side is unknown) multiplies by its root.
FACTORS: Final = (
    "country",
    "legal_family",
    "framework",
    "proceeding",
    "use",
    "picture",
    "biometric",
    "modality",
    "sector",
    "actor",
    "defects",
    "minors",
    "vulnerable",
    "persons",
    "age",
)
UNKNOWN: Final = 0.5
# Ten years apart, or ten thousand times as many people, is as far as these two distances go.
FULL_AGE: Final = 10.0
FULL_PERSONS: Final = 4.0

# How much a sum counts, by what it is. A forecast of a payout was often more than what came; a sum divided by us or
# by the press is not what anybody was handed. Stated, not learned: the data are too thin to tell.
BASIS_FACTOR: Final[Mapping[str | None, float]] = {
    "award": 1.0,
    "reported_payout": 1.0,
    "reported_estimate": 0.7,
    "computed": 0.6,
    None: 1.0,
}
# How much a decision counts, by its standing. Overturned and reduced ones inform the odds alone.
STANDING_FACTOR: Final[Mapping[str, float]] = {
    "final": 1.0,
    "unknown": 1.0,
    "pending_payment": 0.9,
    "under_appeal": 0.8,
    "reduced": 1.0,
    "overturned": 1.0,
}

_DEFECTS = tuple(sorted(CONSENT_DEFECTS))


def is_picture(of: Profile) -> bool | None:
    """Whether the matter is about a picture or voice being shown or sold rather than a person being recognised."""
    if of.modality is None or of.use is None:
        return None
    return is_biometric(of.modality) and of.use == "other"


def trust(precedent: PrecedentFacts) -> float:
    """What the weight of a precedent's sum is multiplied by for its basis and its standing."""
    return BASIS_FACTOR[precedent.per_person_basis] * STANDING_FACTOR[precedent.status]


class Likeness:
    """Profiles of precedents as arrays, to compare one case with all of them at once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = tuple(profiles)
        self._vocabulary: dict[str, dict[str | None, int]] = {}
        self._codes: dict[str, NDArray[np.int32]] = {
            factor: self._encode(factor, [self._value(factor, one) for one in profiles])
            for factor in FACTORS
            if factor not in {"framework", "defects", "persons", "age"}
        }
        codes = sorted({code for one in profiles for code in one.frameworks})
        self._frameworks = {code: number for number, code in enumerate(codes)}
        self._cites = np.zeros((len(codes), len(profiles)), dtype=bool)
        for row, one in enumerate(profiles):
            for code in one.frameworks:
                self._cites[self._frameworks[code], row] = True
        self._no_framework = np.array([not one.frameworks for one in profiles], dtype=bool)
        self._defects = np.array([[d in one.defects for d in _DEFECTS] for one in profiles], dtype=float).reshape(
            len(profiles), len(_DEFECTS)
        )
        self._defect_count = self._defects.sum(axis=1)
        self._persons = np.array([np.log10(one.persons) if one.persons else np.nan for one in profiles], dtype=float)
        self._year = np.array([np.nan if one.year is None else one.year for one in profiles], dtype=float)

    def distances(self, case: Profile) -> Array:
        """One row a factor, one column a precedent, each between 0 (the same) and 1 (different)."""
        out = np.empty((len(FACTORS), len(self._profiles)))
        for number, factor in enumerate(FACTORS):
            if factor == "framework":
                out[number] = self._framework_distance(case)
            elif factor == "defects":
                out[number] = self._defect_distance(case)
            elif factor == "persons":
                mine = np.log10(case.persons) if case.persons else np.nan
                out[number] = _scale(self._persons, mine, FULL_PERSONS)
            elif factor == "age":
                out[number] = _scale(self._year, np.nan if case.year is None else case.year, FULL_AGE)
            else:
                out[number] = self._category_distance(factor, case)
        return out

    def _encode(self, factor: str, values: Sequence[str | None]) -> NDArray[np.int32]:
        known = self._vocabulary.setdefault(factor, {None: -1})
        return np.array([known.setdefault(value, len(known) - 1) for value in values], dtype=np.int32)

    def _value(self, factor: str, of: Profile) -> str | None:
        if factor == "legal_family":
            return None if of.country is None else legal_family(of.country)
        if factor == "biometric":
            return None if of.modality is None else str(is_biometric(of.modality))
        if factor == "picture":
            return None if (shown := is_picture(of)) is None else str(shown)
        if factor == "minors":
            return str(of.minors)
        if factor == "vulnerable":
            return of.vulnerable or "none"
        value: str | None = getattr(of, factor)
        return value

    def _category_distance(self, factor: str, case: Profile) -> Array:
        codes = self._codes[factor]
        mine = self._value(factor, case)
        if mine is None:
            return np.full(len(codes), UNKNOWN)
        out = np.where(codes == self._vocabulary[factor].get(mine, -2), 0.0, 1.0)
        out[codes == -1] = UNKNOWN
        return out

    def _framework_distance(self, case: Profile) -> Array:
        if not case.frameworks:
            return np.full(len(self._profiles), UNKNOWN)
        rows = [self._frameworks[code] for code in case.frameworks if code in self._frameworks]
        shared = self._cites[rows].any(axis=0) if rows else np.zeros(len(self._profiles), dtype=bool)
        return np.where(shared, 0.0, np.where(self._no_framework, UNKNOWN, 1.0))

    def _defect_distance(self, case: Profile) -> Array:
        mine = np.array([d in case.defects for d in _DEFECTS], dtype=float)
        if not case.defects:
            return np.where(self._defect_count == 0, 0.0, UNKNOWN)
        both = self._defects @ mine
        either = self._defect_count + mine.sum() - both
        return np.where(self._defect_count == 0, UNKNOWN, 1 - both / either)


def _scale(theirs: Array, mine: float, full: float) -> Array:
    out = np.minimum(np.abs(theirs - mine) / full, 1.0)
    return np.where(np.isnan(out), UNKNOWN, out)


def weights(distances: Array, log_factors: Array) -> Array:
    """The product of factor to the power of distance, over the factors: 1 for a matter alike in every respect."""
    out: Array = np.exp(log_factors @ distances)
    return out
