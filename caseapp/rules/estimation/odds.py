"""The odds that a matter like this ends with money: a shrunken, likeness-weighted share of decided matters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from caseapp.rules.estimation.facts import PrecedentFacts
from caseapp.rules.estimation.features import Array, Profile, profile
from caseapp.rules.estimation.likeness import STANDING_FACTOR, Likeness, weights
from caseapp.rules.estimation.model import kish
from caseapp.rules.estimation.sample import Target, ended_with_money


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

    def odds(self, case: Profile, log_factors: Array, backoff: float, leave_out: int | None = None) -> Odds | None:
        """(k s + b s0) / (k + b): s the weighted share, k Kish's number, s0 the share of all, b the back-off."""
        mass = weights(self._likeness.distances(_without_proceeding(case)), log_factors) * self._standing
        outcomes = self.outcomes
        if leave_out is not None:
            mass[leave_out] = 0.0
            outcomes = np.delete(outcomes, leave_out)
        if not len(outcomes):
            return None
        base = float(outcomes.mean())
        effective, total = kish(mass), float(mass.sum())
        weighted = float(mass @ self.outcomes) / total if total > 0 else base
        share = (effective * weighted + backoff * base) / (effective + backoff)
        return Odds(share, base, weighted, effective, mass)

    def distances_to(self, case: Profile, i: int) -> Array:
        """The distances of the case to the i-th matter alone."""
        out: Array = Likeness(self.profiles[i : i + 1]).distances(_without_proceeding(case))[:, 0]
        return out

    def log_losses(self, log_factors: Array, backoffs: Sequence[float]) -> list[float]:
        """Mean negative log likelihood of the left-out outcomes, for each back-off."""
        found = [self.odds(one, log_factors, 1.0, i) for i, one in enumerate(self.profiles)]
        weighted, base, effective = np.array(
            [(one.weighted, one.base, one.effective) for one in found if one is not None]
        ).T
        out = []
        for backoff in backoffs:
            share = np.clip((effective * weighted + backoff * base) / (effective + backoff), 1e-6, 1 - 1e-6)
            out.append(float(-np.mean(np.log(np.where(self.outcomes > 0, share, 1 - share)))))
        return out


def _without_proceeding(one: Profile) -> Profile:
    return replace(one, proceeding=None)
