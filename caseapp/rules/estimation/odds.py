"""The odds that a matter like this ends with money: a shrunken, likeness-weighted share of decided matters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from caseapp.rules.estimation.facts import PrecedentFacts
from caseapp.rules.estimation.features import Array, Profile, profile
from caseapp.rules.estimation.likeness import STANDING_FACTOR, Likeness, weights
from caseapp.rules.estimation.model import kish
from caseapp.rules.estimation.sample import Target, ended_with_money

Number = TypeVar("Number", float, Array)


@dataclass(frozen=True)
class Odds:
    """`share` of like matters that ended with money, after shrinking; `effective` is Kish's number behind it.

    `base` is the plain share over the whole record, `weighted` the share before shrinking.
    """

    share: float
    base: float
    weighted: float
    effective: float
    mass: Array


class OddsSample:
    """Every matter that tells whether money came of it, as arrays. The kind of proceeding is left out of the likeness:
    for a dismissed matter nobody knows how it would have ended."""

    def __init__(self, precedents: Sequence[PrecedentFacts], target: Target) -> None:
        told = [(one, ended_with_money(one, target)) for one in precedents]
        self.precedents = tuple(one for one, outcome in told if outcome is not None)
        self.ids = tuple(one.id for one in self.precedents)
        self.outcomes: Array = np.array([float(outcome) for _, outcome in told if outcome is not None])
        self.profiles = tuple(_without_proceeding(profile(one)) for one in self.precedents)
        self._likeness = Likeness(self.profiles)
        self._standing = np.array([STANDING_FACTOR[one.status] for one in self.precedents])

    @cached_property
    def _distances(self) -> Array:
        """Factors x n x n; only tuning and back-tests ask for it."""
        return np.stack([self._likeness.distances(one) for one in self.profiles], axis=1)

    def odds(self, case: Profile, log_factors: Array, backoff: float) -> Odds | None:
        """(k s + b s0) / (k + b): s the weighted share, k Kish's number, s0 the share of all, b the back-off."""
        if not len(self.outcomes):
            return None
        mass = weights(self._likeness.distances(_without_proceeding(case)), log_factors) * self._standing
        base = float(self.outcomes.mean())
        effective, total = kish(mass), float(mass.sum())
        weighted = float(mass @ self.outcomes) / total if total > 0 else base
        return Odds(shrunk(weighted, effective, base, backoff), base, weighted, effective, mass)

    def left_out(self, log_factors: Array, rows: NDArray[np.intp]) -> tuple[Array, Array, Array]:
        """Weighted share, Kish's number and plain share for each of the rows by the other rows."""
        mass = np.exp(np.tensordot(log_factors, self._distances[:, rows][:, :, rows], axes=1)) * self._standing[rows]
        np.fill_diagonal(mass, 0.0)
        outcomes, total = self.outcomes[rows], mass.sum(axis=1)
        base = (outcomes.sum() - outcomes) / (len(rows) - 1)
        return mass @ outcomes / total, total**2 / (mass**2).sum(axis=1), base

    def log_losses(self, log_factors: Array, backoffs: Sequence[float], rows: NDArray[np.intp]) -> list[float]:
        """Mean negative log likelihood of the left-out outcomes of the rows, for each back-off."""
        weighted, effective, base = self.left_out(log_factors, rows)
        out = []
        for backoff in backoffs:
            share = np.clip(shrunk(weighted, effective, base, backoff), 1e-6, 1 - 1e-6)
            out.append(float(-np.mean(np.log(np.where(self.outcomes[rows] > 0, share, 1 - share)))))
        return out

    def distances_to(self, case: Profile, i: int) -> Array:
        """The distances of the case to the i-th matter alone."""
        out: Array = Likeness(self.profiles[i : i + 1]).distances(_without_proceeding(case))[:, 0]
        return out


def shrunk(weighted: Number, effective: Number, base: Number, backoff: float) -> Number:
    """The weighted share drawn towards the plain one by so many effective matters."""
    return (effective * weighted + backoff * base) / (effective + backoff)


def _without_proceeding(one: Profile) -> Profile:
    return replace(one, proceeding=None)
