"""How pressing a complaint is: a score from 0 to 100 that is the sum of its parts, each with its reason. It orders a
list and decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PARTS = ("children", "work", "vulnerable", "scale", "ongoing", "no_alternative")
HIGHEST = 100

USUAL: Mapping[str, int] = {
    "children": 25,
    "work": 10,
    "vulnerable": 15,
    "scale": 25,
    "ongoing": 15,
    "no_alternative": 10,
}
"""The weights until an authority sets its own: the most that each part can add."""

STEPS = ((1_000, 4), (100, 3), (10, 2), (2, 1))
"""From how many people on a complaint gets how many quarters of the weight for scale."""


@dataclass(frozen=True)
class Facts:
    """What of a complaint counts. `dependent` is as what the person depends on the respondent; empty for nobody."""

    minors: bool
    dependent: str
    people: int
    ongoing: bool
    no_alternative: bool


@dataclass(frozen=True)
class Part:
    """One part of a score: how many points of how many."""

    name: str
    points: int
    most: int


def parts(facts: Facts, weights: Mapping[str, int]) -> tuple[Part, ...]:
    """Every part in its fixed order; a weight that is not named counts nothing."""
    shares = {
        "children": 4 * facts.minors,
        "work": 4 * (facts.dependent == "employee"),
        "vulnerable": 4 * (facts.dependent not in {"", "employee"}),
        "scale": next((quarters for people, quarters in STEPS if facts.people >= people), 0),
        "ongoing": 4 * facts.ongoing,
        "no_alternative": 4 * facts.no_alternative,
    }
    return tuple(Part(name, (weights.get(name, 0) * shares[name] + 2) // 4, weights.get(name, 0)) for name in PARTS)


def score(facts: Facts, weights: Mapping[str, int]) -> int:
    """The sum of the parts, at most 100."""
    return min(sum(part.points for part in parts(facts, weights)), HIGHEST)


def faults(weights: Mapping[str, int]) -> list[str]:
    """What is wrong with weights: `unknown`, `range` (each from 0 to 100) or `sum` (together at most 100)."""
    found = ["unknown"] if set(weights) - set(PARTS) else []
    if any(not 0 <= value <= HIGHEST for value in weights.values()):
        found.append("range")
    if sum(weights.values()) > HIGHEST:
        found.append("sum")
    return found
