"""Turning facts into the columns of the regression: one table of components, the same for cases and precedents."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caseapp.rules.estimation import places
from caseapp.rules.estimation.facts import PROCEEDINGS, CaseFacts, PrecedentFacts

Array = NDArray[np.float64]
Term = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Component:
    """A product of facts: each combination of their levels seen in the data is a column with an effect of its own.

    The effects of a component share a prior variance: that of its group, times `scale`. The group's variance is
    learned, the scale is fixed: below 1 where a matter bears several levels at once or the value runs beyond 1.
    """

    parts: tuple[str, ...]
    group: str
    scale: float = 1.0

    @property
    def name(self) -> str:
        """The component in words, as documents name it."""
        return " x ".join(self.parts)


_PLACE = (
    Component(("country",), "place"),
    Component(("legal_family",), "place"),
    Component(("area",), "place"),
    Component(("income",), "place"),
)
_MATTER = (
    Component(("use",), "matter"),
    Component(("modality",), "matter"),
    Component(("biometric",), "matter"),
)
_PEOPLE = (
    Component(("actor",), "people"),
    Component(("vulnerable",), "people"),
    Component(("minors",), "people"),
    Component(("persons_band",), "people"),
)
# Fines are few (some fifty): no slopes, periods, defects or interactions, which they could not bear.
FINE_COMPONENTS: tuple[Component, ...] = (
    *_PLACE,
    Component(("framework",), "law"),
    Component(("sector",), "sector"),
    *_MATTER,
    *_PEOPLE,
)
COMPENSATION_COMPONENTS: tuple[Component, ...] = (
    *_PLACE,
    Component(("subdivision",), "place"),
    Component(("framework",), "law"),
    Component(("proceeding",), "law"),
    Component(("sector",), "sector"),
    *_MATTER,
    *_PEOPLE,
    Component(("persons_log",), "people"),
    Component(("defects",), "defects", 0.5),
    Component(("year",), "time", 0.3),
    Component(("period",), "time"),
    Component(("country", "framework"), "combination"),
    Component(("country", "biometric"), "combination"),
    Component(("country", "actor"), "combination"),
    Component(("proceeding", "sector"), "combination"),
    Component(("sector", "use", "modality"), "combination"),
    Component(("country", "sector", "use", "modality"), "combination"),
)
# Which facts may change how far decisions scatter, beside the level of the sums.
NOISE_PARTS = ("proceeding", "biometric", "crowd")

_PERSON_BANDS = ((1, "one"), (20, "few"), (3_000, "many"), (100_000, "crowd"))
_KNOTS = tuple(range(2002, 2027, 4))


@dataclass(frozen=True, slots=True)
class Profile:
    """What the regression and the likeness see of a matter; None is unknown. `year` may be a decision's or a case's."""

    country: str | None
    subdivision: str | None
    frameworks: tuple[str, ...]
    proceeding: str | None
    use: str | None
    modality: str | None
    sector: str | None
    actor: str | None
    vulnerable: str | None
    minors: bool
    defects: frozenset[str]
    persons: int | None
    year: int | None


def profile(facts: CaseFacts | PrecedentFacts, *, year: int | None = None) -> Profile:
    """The profile of a case or a precedent. `year` replaces an unknown year of a case; a precedent's is never replaced.

    Children count as involved only where that is said, and a person as dependent only where it is said how.
    """
    if isinstance(facts, PrecedentFacts):
        proceeding = facts.kind if facts.kind in PROCEEDINGS else None
        when = facts.decided_on.year
    else:
        proceeding, when = facts.proceeding, facts.on.year or year
    return Profile(
        country=facts.country,
        subdivision=facts.subdivision or facts.country,
        frameworks=facts.frameworks,
        proceeding=proceeding,
        use=facts.use,
        modality=facts.modality,
        sector=facts.sector,
        actor=facts.actor,
        vulnerable=facts.vulnerable,
        minors=bool(facts.minors),
        defects=facts.consent_defect,
        persons=facts.persons,
        year=when,
    )


def is_biometric(modality: str) -> bool:
    """Whether the modality is a part of the body; general personal data are not."""
    return modality != "general_personal_data"


def persons_band(persons: int | None) -> str:
    """One, few (to 20), many (to 3,000), crowd (to 100,000), mass, or unknown."""
    if persons is None:
        return "unknown"
    return next((name for limit, name in _PERSON_BANDS if persons <= limit), "mass")


def _levels(part: str, of: Profile) -> list[Term] | None:
    """The levels of one part with their values; None where the fact is unknown."""
    if part in {"legal_family", "area", "income"}:
        if of.country is None:
            return None
        return [(getattr(places, part)(of.country), 1.0)]
    if part == "biometric":
        return None if of.modality is None else [(str(is_biometric(of.modality)), 1.0)]
    if part == "actor":
        # Schools and hospitals: an effect of neither the public nor the private side.
        return [(of.actor, 1.0)] if of.actor is not None else []
    if part == "vulnerable":
        return [(of.vulnerable or "none", 1.0)]
    if part == "minors":
        return [(str(of.minors), 1.0)]
    if part == "defects":
        return [(defect, 1.0) for defect in sorted(of.defects)]
    if part == "framework":
        codes = of.frameworks or ("none",)
        return [(code, 1 / math.sqrt(len(codes))) for code in codes]
    if part == "persons_band":
        return [(persons_band(of.persons), 1.0)]
    if part == "crowd":
        return [(str((of.persons or 1) > 20), 1.0)]
    if part == "persons_log":
        return [("slope", math.log10(of.persons) / 3)] if of.persons else []
    if part == "year":
        return [("slope", (min(max(of.year, 2000), 2026) - 2018) / 5)] if of.year is not None else []
    if part == "period":
        return _hats(of.year) if of.year is not None else []
    value = getattr(of, part)
    return None if value is None else [(value, 1.0)]


def _hats(year: int) -> list[Term]:
    """A year as shares of its two neighbouring knots, so that effects of periods run into each other."""
    place = (min(max(year, _KNOTS[0]), _KNOTS[-1]) - _KNOTS[0]) / (_KNOTS[1] - _KNOTS[0])
    low = min(int(place), len(_KNOTS) - 2)
    share = place - low
    return [(str(_KNOTS[low + i]), value) for i, value in ((0, 1 - share), (1, share)) if value > 0]


def terms(component: Sequence[str], of: Profile) -> list[Term] | None:
    """Levels and values of a component for one profile; None where any of its parts is unknown."""
    found: list[Term] = [("", 1.0)]
    for part in component:
        levels = _levels(part, of)
        if levels is None:
            return None
        found = [
            (f"{name}|{level}" if name else level, value * more) for name, value in found for level, more in levels
        ]
    return found


class Design:
    """The columns that a set of profiles spans, and how they carry the prior variances (log10 squared)."""

    def __init__(self, components: Iterable[Component], profiles: Sequence[Profile]) -> None:
        self.components = tuple(components)
        self.columns: dict[tuple[int, str], int] = {}
        rows, columns, values = [], [], []
        for row, one in enumerate(profiles):
            for number, component in enumerate(self.components):
                for level, value in terms(component.parts, one) or ():
                    column = self.columns.setdefault((number, level), len(self.columns))
                    rows.append(row)
                    columns.append(column)
                    values.append(value)
        self.component_of = np.array([number for number, _ in self.columns], dtype=np.intp)
        self.matrix: Array = np.zeros((len(profiles), len(self.columns)))
        self.matrix[rows, columns] = values

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of its components, each once, in order."""
        return tuple(dict.fromkeys(component.group for component in self.components))

    def scaled(self, variances: Array) -> Array:
        """The matrix with each column multiplied by its component's standard deviation, and a free intercept."""
        scale = np.sqrt(variances[self.component_of])
        return np.hstack([self.matrix * scale, np.full((len(self.matrix), 1), INTERCEPT_SD)])

    def gram(self) -> Array:
        """One n x n matrix a group: how much two profiles share of it, before its variance."""
        n = len(self.matrix)
        out = np.zeros((len(self.groups), n, n))
        for place, group in enumerate(self.groups):
            scale = np.array([one.scale if one.group == group else 0.0 for one in self.components])[self.component_of]
            block = self.matrix[:, scale > 0] * np.sqrt(scale[scale > 0])
            out[place] = block @ block.T
        return out

    def row(self, of: Profile, variances: Array) -> tuple[Array, float]:
        """One profile as a scaled row, and the prior variance of what the data have never seen of it."""
        out = np.zeros(len(self.columns) + 1)
        out[-1] = INTERCEPT_SD
        unseen = 0.0
        for number, component in enumerate(self.components):
            found = terms(component.parts, of)
            if found is None:
                unseen += float(variances[number])
                continue
            scale = math.sqrt(variances[number])
            for level, value in found:
                column = self.columns.get((number, level))
                if column is None:
                    unseen += float(variances[number]) * value * value
                else:
                    out[column] += value * scale
        return out, unseen


INTERCEPT_SD = 10.0
