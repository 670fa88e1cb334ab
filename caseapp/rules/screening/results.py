"""What a screening says, in values that can be stored, compared byte by byte and shown with their articles."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from caseapp.rules.clocks import Deadline
from caseapp.rules.screening.facts import Facts
from caseapp.rules.screening.vocabulary import (
    Answer,
    Basis,
    ExemptionState,
    Finding,
    NotApplicable,
    Outcome,
    Role,
    RouteKind,
    RouteReason,
    RouteState,
)


@dataclass(frozen=True)
class ElementResult:
    """One element: what was found, the answer it rests on and where that came from (`rests_on` names it)."""

    key: str
    asks: str
    role: Role
    finding: Finding
    answer: Answer | None
    basis: Basis
    rests_on: str
    article: str


@dataclass(frozen=True)
class GroundResult:
    """One way of breaking the law, and the elements that decide it."""

    key: str
    finding: Finding
    article: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class ExemptionResult:
    """One exemption by its position in the framework, and the elements that speak about it."""

    position: int
    state: ExemptionState
    article: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class RouteResult:
    """One way: its state and reason, the authority it leads to (position, or None), and steps still to take."""

    kind: RouteKind
    state: RouteState
    reason: RouteReason
    article: str = ""
    authority: int | None = None
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class FrameworkResult:
    """What the answers amount to under one version of one framework. Never a verdict."""

    code: str
    version: int
    fingerprint: str
    outcome: Outcome
    start_verified: bool
    elements: tuple[ElementResult, ...]
    grounds: tuple[GroundResult, ...]
    exemptions: tuple[ExemptionResult, ...]
    routes: tuple[RouteResult, ...]
    harm: Finding | None
    limitation: Deadline | None
    unknowns: tuple[str, ...]

    def element(self, key: str) -> ElementResult:
        """The result for the element of that key."""
        return next(element for element in self.elements if element.key == key)

    def route(self, kind: RouteKind) -> RouteResult | None:
        """The first route of that kind."""
        return next((route for route in self.routes if route.kind is kind), None)

    def made_out(self) -> tuple[GroundResult, ...]:
        """The grounds that the answers make out."""
        return tuple(ground for ground in self.grounds if ground.finding is Finding.MADE_OUT)

    def as_json(self) -> dict[str, Any]:
        """Plain values for storing beside a complaint and for the API."""
        return {
            "code": self.code,
            "version": self.version,
            "fingerprint": self.fingerprint,
            "outcome": self.outcome.value,
            "start_verified": self.start_verified,
            "harm": self.harm.value if self.harm else None,
            "limitation": self.limitation.as_json() if self.limitation else None,
            "unknowns": list(self.unknowns),
            "elements": [
                {
                    "key": one.key,
                    "asks": one.asks,
                    "role": one.role.value,
                    "finding": one.finding.value,
                    "answer": one.answer.value if one.answer else None,
                    "basis": one.basis.value,
                    "rests_on": one.rests_on,
                    "article": one.article,
                }
                for one in self.elements
            ],
            "grounds": [
                {
                    "key": one.key,
                    "finding": one.finding.value,
                    "article": one.article,
                    "elements": list(one.elements),
                }
                for one in self.grounds
            ],
            "exemptions": [
                {
                    "position": one.position,
                    "state": one.state.value,
                    "article": one.article,
                    "elements": list(one.elements),
                }
                for one in self.exemptions
            ],
            "routes": [
                {
                    "kind": one.kind.value,
                    "state": one.state.value,
                    "reason": one.reason.value,
                    "article": one.article,
                    "authority": one.authority,
                    "elements": list(one.elements),
                }
                for one in self.routes
            ],
        }


@dataclass(frozen=True)
class LeftOut:
    """A framework that does not come into question, and why; `instead` names what does."""

    code: str
    reason: NotApplicable
    article: str = ""
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """An answer that does not fit a fact given elsewhere; the answer was used."""

    asks: str
    answer: Answer
    fact: str


@dataclass(frozen=True)
class ScreeningResult:
    """The whole answer, with what went in; the same facts, answers and law give the same bytes."""

    method_version: str
    facts: Facts
    answers: tuple[tuple[str, Answer], ...]
    frameworks: tuple[FrameworkResult, ...]
    left_out: tuple[LeftOut, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=())

    def framework(self, code: str) -> FrameworkResult | None:
        """The result under the framework of that code, if it came into question."""
        return next((result for result in self.frameworks if result.code == code), None)

    def as_json(self) -> dict[str, Any]:
        """Plain values for storing and for the API."""
        return {
            "method_version": self.method_version,
            "facts": self.facts.as_json(),
            "answers": {key: answer.value for key, answer in self.answers},
            "frameworks": [result.as_json() for result in self.frameworks],
            "left_out": [
                {"code": one.code, "reason": one.reason.value, "article": one.article, "instead": list(one.instead)}
                for one in self.left_out
            ],
            "conflicts": [{"asks": one.asks, "answer": one.answer.value, "fact": one.fact} for one in self.conflicts],
        }

    def canonical(self) -> str:
        """One line of JSON with sorted keys: the form that is hashed and compared."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        """SHA-256 of the canonical form, in lower-case hexadecimal."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
