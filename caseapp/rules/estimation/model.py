"""The model of sums: a shrunken centre, a scatter of its own, and a shape from the residuals of like precedents."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
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

    def effective_size(self, typical_noise: float) -> float:
        """How many decisions on the very same facts would fix the centre as well: scatter / variance of the centre."""
        return typical_noise / self.centre_variance


class Prepared:
    """The sums of one problem as arrays: made once, and shared by every fit to all or to a part of them."""

    def __init__(self, target: Target, sums: Sequence[Sum], *, with_proceeding: bool) -> None:
        self.sums = tuple(sums)
        self.ids = tuple(one.precedent.id for one in sums)
        self.profiles = tuple(profile(one.precedent) for one in sums)
        self.trusted = np.array([trust(one.precedent) for one in sums])
        self.y = logs(sums)
        self.design = Design(components_of(target, with_proceeding=with_proceeding), self.profiles)
        self.likeness = Likeness(self.profiles)

    @cached_property
    def distances(self) -> Array:
        """Factors x n x n: how far each is from each. Only tuning and back-tests ask for it."""
        return np.stack([self.likeness.distances(one) for one in self.profiles], axis=1)

    def noise(self, params: Params) -> Array:
        """The scatter to expect about each, its trust apart."""
        return np.array([params.noise_of(one) for one in self.profiles])

    def fit(self, params: Params, rows: NDArray[np.intp] | None = None) -> Regression:
        """The regression on all sums or on some."""
        x, noise = self.design.scaled(params.variance_array(self.design.components)), self.noise(params) / self.trusted
        if rows is None:
            return Regression.fit(x, self.y, noise)
        return Regression.fit(x[rows], self.y[rows], noise[rows])


def spread_of(variance: float, noise: float, sums: int) -> float:
    """Standard deviation of a decision about the centre: the centre's uncertainty, scatter, small-sample widening."""
    return float(np.sqrt(variance + noise)) * (1 + WIDENING / sums)


class LeftOut:
    """Predictions for each of some sums by the model fitted to the rest of them: closed form, no refitting."""

    def __init__(self, prepared: Prepared, params: Params, rows: NDArray[np.intp]) -> None:
        self._prepared = prepared
        self._params = params
        self._rows = rows
        self._place = {int(row): place for place, row in enumerate(rows)}
        self._regression = prepared.fit(params, rows)
        self._shared = self._regression.shared()
        self._log_factors = params.log_factors()
        self._noise = prepared.noise(params)

    def predict(
        self, row: int, levels: Sequence[float] = QUANTILES, backoffs: Sequence[float] = ()
    ) -> list[Prediction]:
        """The prediction for one of the rows; one for each back-off, or a single one with the parameters' own."""
        place, prepared = self._place[row], self._prepared
        centre, variance, centres, totals = self._regression.without(place, self._shared)
        residuals = (self._regression.y - centres) / np.sqrt(totals)
        trusted = prepared.trusted[self._rows]
        mass = weights(prepared.distances[:, row, self._rows], self._log_factors) * trusted
        order = np.argsort(residuals, kind="stable")
        order = order[order != place]
        mass[place] = 0.0
        spread = spread_of(variance, float(self._noise[row]), len(self._rows) - 1)
        return [
            Prediction(
                centre,
                variance,
                spread,
                mass,
                centre + spread * shape(residuals[order], mass[order], trusted[order], backoff, levels),
            )
            for backoff in backoffs or (self._params.backoff,)
        ]


class RangeModel:
    """The model fitted to all sums of a problem. Deterministic in their order, which the index sorts."""

    def __init__(self, prepared: Prepared, params: Params) -> None:
        self.sums = prepared.sums
        self.ids = prepared.ids
        self.profiles = prepared.profiles
        self.trusted = prepared.trusted
        self.design = prepared.design
        self.likeness = prepared.likeness
        self.params = params
        self.variances = params.variance_array(self.design.components)
        self.log_factors = params.log_factors()
        self.typical_noise = float(prepared.noise(params).mean())
        self.regression = prepared.fit(params)
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

    def predict(self, case: Profile, levels: Sequence[float] = QUANTILES) -> Prediction:
        """The range for a case that is not among the precedents."""
        row, unseen = self.design.row(case, self.variances)
        centre, variance = self.regression.predict(row)
        variance += unseen
        mass = self.mass_for(case)
        order = self._order
        found = shape(self.residuals[order], mass[order], self.trusted[order], self.params.backoff, levels)
        spread = spread_of(variance, self.params.noise_of(case), len(self.sums))
        return Prediction(centre, variance, spread, mass, centre + spread * found)

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
