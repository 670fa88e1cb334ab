"""The law as the engine takes it: one frozen value for one version of one framework."""

import datetime as dt
from dataclasses import dataclass

from caseapp.rules import clocks
from caseapp.rules.screening.vocabulary import Answer, CoveredActors, Reach, Role


@dataclass(frozen=True)
class ElementRule:
    """One question of a framework. `inverted`: its answer is the opposite of its topic's."""

    key: str
    supports_if: Answer
    role: Role
    topic: str
    article: str = ""
    inverted: bool = False
    parameter: str = ""

    @property
    def asks(self) -> str:
        """The shared key of what is asked: elements with the same one are answered together."""
        return f"{self.topic}:{self.parameter}" if self.parameter else self.topic


@dataclass(frozen=True)
class GroundRule:
    """One way of breaking the law: all of `elements` must be made out; `since` if younger than the framework."""

    key: str
    elements: tuple[str, ...]
    article: str = ""
    since: dt.date | None = None


@dataclass(frozen=True)
class ExemptionRule:
    """What the law excuses. It may apply when an answer goes against the claim and none of its elements is made out.

    `made_for` names a kind of actor or setting: `police`, `public`, `employee`, `household`, `bank`,
    `health`; empty if it is for anyone.
    """

    position: int
    article: str = ""
    elements: tuple[str, ...] = ()
    made_for: str = ""


@dataclass(frozen=True)
class AuthorityRule:
    """Who takes complaints: `kind` is `authority`, `court` or `mediation`; `after` are elements that come first."""

    position: int
    kind: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class StepFirst:
    """A step before a suit, not asked for where the ground `unless` is made out."""

    element: str
    unless: str = ""


@dataclass(frozen=True)
class SuitRule:
    """Whether a person may sue (None: not verified), for which grounds only, after what, what may bar or delay it."""

    exists: bool | None = None
    article: str = ""
    grounds: tuple[str, ...] = ()
    after: tuple[StepFirst, ...] = ()
    blocked_by: tuple[str, ...] = ()
    waits_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrameworkRule:
    """One version of a framework. `police_instead` is None where police are not left to another law.

    `harm_groups`: a claim for money needs every element of one group; an empty tuple means no harm need be shown,
    None that it is not verified.
    """

    code: str
    version: int
    fingerprint: str
    jurisdiction: str
    covered_actors: CoveredActors
    elements: tuple[ElementRule, ...]
    grounds: tuple[GroundRule, ...]
    exemptions: tuple[ExemptionRule, ...] = ()
    authorities: tuple[AuthorityRule, ...] = ()
    suit: SuitRule = SuitRule()
    also_in: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = (Reach.PLACE,)
    specialises: str = ""
    police_instead: tuple[str, ...] | None = None
    police_article: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    harm_groups: tuple[tuple[str, ...], ...] | None = None
    limitation: clocks.Rule | None = None
    answer_article: str = ""
    answer_is_timed: bool = False

    def element(self, key: str) -> ElementRule:
        """The element of that key; KeyError if the framework has none."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(f"{self.code} has no element {key!r}")
