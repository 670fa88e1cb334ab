"""The model of sums: a shrunken centre, a scatter of its own, and a shape from the residuals of like precedents."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from caseapp.rules.estimation.features import Array, Design, Profile, profile, terms
from caseapp.rules.estimation.likeness import Likeness, trust, weights
from caseapp.rules.estimation.method import (
    NORMAL_SHARE,
    QUANTILES,
    WIDENING,
    Params,
    components_of,
)
from caseapp.rules.estimation.regression import Regression
from caseapp.rules.estimation.sample import Sum, Target, logs


def weighted_quantiles(values: Array, mass: Array, levels: Sequence[float]) -> Array:
    """Quantiles of sorted `values` bearing `mass`: linear between the midpoints of the steps of the weighted share."""
    share = np.cumsum(mass)
    out: Array = np.interp(np.asarray(levels), (share - mass / 2) / share[-1], values)
    return out


def kish(mass: Array) -> float:
    """Kish's effective number of unequal weights: (sum w)^2 / sum w^2; 0 for none."""
    square = float(mass @ mass)
    return float(mass.sum()) ** 2 / square if square > 0 else 0.0


def normal_quantiles(levels: Sequence[float]) -> Array:
    """Quantiles of the standard normal distribution."""
    return np.array([NormalDist().inv_cdf(level) for level in levels])


def shape(residuals: Array, mass: Array, trusted: Array, backoff: float, levels: Sequence[float] = QUANTILES) -> Array:
    """Quantiles of the standardised residual that a case may expect, in standard deviations.

    The residuals (sorted) bear the likeness weights, scaled to their effective number, plus `backoff` effective
    precedents spread over the whole record; a share `NORMAL_SHARE` of the result is the normal curve. Because the
    residuals are left-out ones, this is what calibrates the range: where the model is too sure of itself, they are
    wide.
    """
    total = mass.sum()
    pooled = trusted * (backoff / trusted.sum())
    if total > 0:
        pooled = pooled + mass * (kish(mass) / total)
    return (1 - NORMAL_SHARE) * weighted_quantiles(residuals, pooled, levels) + NORMAL_SHARE * normal_quantiles(levels)


@dataclass(frozen=True)
class Prediction:
    """What the model says of one case, in log10 US dollars.

    `centre` and `centre_variance`: the level and how well it is known. `spread`: standard deviation of a decision
    around the centre, uncertainty of the centre included. `mass`: likeness weight of each precedent of the range.
    """

    centre: float
    centre_variance: float
    spread: float
    mass: Array
    quantiles: Array


class RangeModel:
    """The model fitted to the sums of one target. Deterministic in the order of `sums`, which the index sorts."""

    def __init__(self, target: Target, sums: Sequence[Sum], params: Params, *, with_proceeding: bool) -> None:
        self.sums = tuple(sums)
        self.params = params
        self.ids = tuple(one.precedent.id for one in sums)
        self.profiles = tuple(profile(one.precedent) for one in sums)
        self.trusted = np.array([trust(one.precedent) for one in sums])
        self.design = Design(components_of(target, with_proceeding=with_proceeding), self.profiles)
        self.variances = params.variance_array(self.design.components)
        self.likeness = Likeness(self.profiles)
        self.log_factors = params.log_factors()
        noise = np.array([params.noise_of(one) for one in self.profiles])
        self.typical_noise = float(noise.mean())
        self.regression = Regression.fit(self.design.scaled(self.variances), logs(sums), noise / self.trusted)
        centre, total = self.regression.left_out()
        self.residuals: Array = (self.regression.y - centre) / np.sqrt(total)
        self._level_counts: dict[str, Counter[str | None]] = {}
        self._order: NDArray[np.intp] = np.argsort(self.residuals, kind="stable")

    def mass_for(self, case: Profile) -> Array:
        """Likeness weight of every precedent of the range, trust included."""
        out: Array = weights(self.likeness.distances(case), self.log_factors) * self.trusted
        return out

    def move(self, case: Profile, other: Profile, parts: frozenset[str]) -> float:
        """By how much the centre would move, log10, were the case the other one; they differ in these parts alone."""
        return self._effect(other, parts) - self._effect(case, parts)

    def _effect(self, case: Profile, parts: frozenset[str]) -> float:
        """What the components that touch the parts add to the centre."""
        total = 0.0
        for number, component in enumerate(self.design.components):
            if parts.isdisjoint(component.parts):
                continue
            scale = float(np.sqrt(self.variances[number]))
            for level, value in terms(component.parts, case) or ():
                column = self.design.columns.get((number, level))
                if column is not None:
                    total += float(self.regression.effects[column]) * value * scale
        return total

    def predict(self, case: Profile) -> Prediction:
        """The range for a case that is not among the precedents."""
        row, unseen = self.design.row(case, self.variances)
        centre, variance = self.regression.predict(row)
        mass = self.mass_for(case)
        order = self._order
        found = shape(self.residuals[order], mass[order], self.trusted[order], self.params.backoff)
        return self._prediction(case, centre, variance + unseen, mass, found)

    def predict_left_out(
        self, i: int, shared: Array, levels: Sequence[float] = QUANTILES, backoffs: Sequence[float] = ()
    ) -> list[Prediction]:
        """The range for the i-th precedent by the model that never saw it; `shared` is `regression.shared()`.

        One prediction for each back-off, or a single one with the model's own.
        """
        centre, variance, centres, totals = self.regression.without(i, shared)
        residuals = (self.regression.y - centres) / np.sqrt(totals)
        mass = self.mass_for(self.profiles[i])
        order = np.argsort(residuals, kind="stable")
        order = order[order != i]
        mass[i] = 0.0
        return [
            self._prediction(
                self.profiles[i],
                centre,
                variance,
                mass,
                shape(residuals[order], mass[order], self.trusted[order], backoff, levels),
            )
            for backoff in backoffs or (self.params.backoff,)
        ]

    def shape_for(self, case: Profile, levels: Sequence[float]) -> Array:
        """The shape at other levels than the five, for the calibration plot."""
        mass = self.mass_for(case)
        order = self._order
        return shape(self.residuals[order], mass[order], self.trusted[order], self.params.backoff, levels)

    def levels(self, fact: str, at_least: int) -> tuple[str | None, ...]:
        """The levels of a fact that at least so many sums bear, in alphabetical order, none first."""
        if fact not in self._level_counts:
            bearing: list[str | None] = []
            for one in self.profiles:
                bearing += one.defects if fact == "defects" else [getattr(one, fact)]
            self._level_counts[fact] = Counter(bearing)
        counts = self._level_counts[fact]
        kept = [level for level, count in counts.items() if count >= at_least]
        if fact != "vulnerable":
            kept = [level for level in kept if level is not None]
        return tuple(sorted(kept, key=lambda level: (level is not None, level or "")))

    def effective_size(self, prediction: Prediction) -> float:
        """How many decisions on the very same facts would fix the centre as well: scatter / variance of the centre."""
        return self.typical_noise / prediction.centre_variance

    def _prediction(self, case: Profile, centre: float, variance: float, mass: Array, found: Array) -> Prediction:
        widening = 1 + WIDENING / len(self.sums)
        spread = float(np.sqrt(variance + self.params.noise_of(case))) * widening
        return Prediction(centre, variance, spread, mass, centre + spread * found)
