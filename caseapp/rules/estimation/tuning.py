"""Learning the method's numbers from decided matters; pure and deterministic, so that anyone can repeat it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from caseapp.rules.estimation.facts import FactError, PrecedentFacts
from caseapp.rules.estimation.features import INTERCEPT_SD, Array, Component, Design
from caseapp.rules.estimation.likeness import FACTORS
from caseapp.rules.estimation.method import (
    METHOD,
    MINIMUM_SUMS,
    QUANTILES,
    Params,
    Weights,
    noise_parts_of,
    variant_of,
)
from caseapp.rules.estimation.model import LeftOut, Prepared
from caseapp.rules.estimation.money import RateTable
from caseapp.rules.estimation.odds import OddsSample
from caseapp.rules.estimation.sample import Target, informs_range, sums

# What is believed before the data speak. A group's variance is log-normal: around exp(-3.25) = 0.039 for compensation
# (a standard deviation of 0.2, a factor of 1.6) and held close, because 200 sums cannot tell more; around
# exp(-2) = 0.135 for fines, whose sums differ more, and held loosely. Factors of the likeness table are log-normal
# around one half. All of it was chosen by nested cross-validation, see docs/estimation.md.
_VARIANCE_PRIOR: Final[Mapping[Target, tuple[float, float]]] = {"compensation": (-3.25, 0.5), "fine": (-2.0, 1.0)}
_NOISE_TERM_SD: Final = 0.4
_FACTOR_PRIOR: Final = (float(np.log(0.5)), 0.7)
_FACTOR_BOUNDS: Final = (float(np.log(0.02)), 0.0)
_HUBER: Final = 0.3
_FACTOR_ERROR_SD: Final = 0.35
_BACKOFFS: Final = (5.0, 10.0, 20.0, 40.0)
_ODDS_BACKOFFS: Final = (1.0, 2.0, 4.0, 8.0)
_STEPS: Final = 80

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Variant:
    """One problem to tune for."""

    target: Target
    with_proceeding: bool

    @property
    def name(self) -> str:
        """Its key in the weights."""
        return variant_of(self.target, with_proceeding=self.with_proceeding)


VARIANTS: Final = (Variant("compensation", True), Variant("compensation", False), Variant("fine", True))


class Climber:
    """Adam's rule for climbing a smooth function: fixed steps, no randomness."""

    def __init__(self, start: Array, rate: float) -> None:
        self.at = start.copy()
        self._rate = rate
        self._mean = np.zeros_like(start)
        self._square = np.zeros_like(start)
        self._count = 0

    def step(self, gradient: Array) -> None:
        """Move one step up the gradient."""
        self._count += 1
        self._mean = 0.9 * self._mean + 0.1 * gradient
        self._square = 0.98 * self._square + 0.02 * gradient * gradient
        mean, square = self._mean / (1 - 0.9**self._count), self._square / (1 - 0.98**self._count)
        self.at = self.at + self._rate * mean / (np.sqrt(square) + 1e-8)


def fit_variances(variant: Variant, prepared: Prepared, rows: Rows) -> tuple[dict[str, float], float, dict[str, float]]:
    """Variances of the groups, the noise and its terms: the maximum of the marginal likelihood times the priors.

    With K = sum v_g G_g + 100 + diag(noise) and y the log10 sums, log p(y) = -(y' K^-1 y + log det K) / 2.
    """
    groups = prepared.design.groups
    gram = prepared.design.gram()[:, rows][:, :, rows].reshape(len(groups), -1)
    parts = noise_parts_of(variant.target, with_proceeding=variant.with_proceeding)
    noise_design = Design((Component((part,), part) for part in parts), [prepared.profiles[row] for row in rows])
    levels = noise_design.matrix
    untrusted = -np.log(prepared.trusted[rows])
    y, n, m = prepared.y[rows], len(rows), len(groups)
    diagonal = np.diag_indices(n)
    centre, sd = _VARIANCE_PRIOR[variant.target]
    climber = Climber(np.concatenate([np.full(m, centre), [-1.5], np.zeros(levels.shape[1])]), 0.12)
    for _ in range(_STEPS):
        at = climber.at
        noise = np.exp(at[m] + levels @ at[m + 1 :] + untrusted)
        kernel = (np.exp(at[:m]) @ gram).reshape(n, n) + INTERCEPT_SD**2
        kernel[diagonal] += noise
        inverse = np.linalg.inv(kernel)
        solved = inverse @ y
        pull = np.outer(solved, solved) - inverse
        on_noise = 0.5 * pull[diagonal] * noise
        climber.step(
            np.concatenate(
                [
                    0.5 * np.exp(at[:m]) * (gram @ pull.ravel()) - (at[:m] - centre) / sd**2,
                    [on_noise.sum()],
                    levels.T @ on_noise - at[m + 1 :] / _NOISE_TERM_SD**2,
                ]
            )
        )
    at = climber.at
    variances = {group: float(np.exp(value)) for group, value in zip(groups, at[:m], strict=True)}
    names = [f"{parts[number]}={level}" for number, level in noise_design.columns]
    return variances, float(np.exp(at[m])), dict(zip(names, map(float, at[m + 1 :]), strict=True))


def fit_factors(prepared: Prepared, rows: Rows) -> dict[str, float]:
    """The likeness table: the factors with which a weighted mean of the others comes closest to each left-out sum.

    Minimises sum huber(m_i - y_i) with m_i = sum w_ij y_j / sum w_ij over j other than i, plus the priors.
    """
    y, n = prepared.y[rows], len(rows)
    flat = prepared.distances[:, rows][:, :, rows].reshape(len(FACTORS), -1)
    trusted = np.log(prepared.trusted[rows])[None, :]
    centre, sd = _FACTOR_PRIOR
    climber = Climber(np.full(len(FACTORS), centre), 0.08)
    for _ in range(_STEPS):
        mass = np.exp((climber.at @ flat).reshape(n, n) + trusted)
        np.fill_diagonal(mass, 0.0)
        total = mass.sum(axis=1)
        mean = mass @ y / total
        slope = np.clip((mean - y) / _HUBER, -1, 1) / _FACTOR_ERROR_SD
        pull = mass * (y[None, :] - mean[:, None]) * (slope / total)[:, None]
        climber.step(-(flat @ pull.ravel()) - (climber.at - centre) / sd**2)
        climber.at = np.clip(climber.at, *_FACTOR_BOUNDS)
    return {factor: float(np.exp(value)) for factor, value in zip(FACTORS, climber.at, strict=True)}


def pinball(y: Array, quantiles: Array, levels: Sequence[float] = QUANTILES) -> float:
    """Mean pinball loss over observations (rows) and quantiles (columns), in the unit of y."""
    error, level = y[:, None] - quantiles, np.asarray(levels)
    return float(np.maximum(level * error, (level - 1) * error).mean())


def fit_params(variant: Variant, prepared: Prepared, rows: Rows, odds: OddsSample, odds_rows: Rows) -> Params:
    """Everything of one variant, from the given rows of the sums and of the outcomes, and from nothing else."""
    variances, noise, noise_terms = fit_variances(variant, prepared, rows)
    factors = fit_factors(prepared, rows)

    def params(backoff: float, odds_backoff: float) -> Params:
        return rounded(Params(variances, noise, noise_terms, factors, backoff, odds_backoff))

    first = params(1.0, 1.0)
    left_out = LeftOut(prepared, first, rows)
    predictions = [left_out.predict(int(row), backoffs=_BACKOFFS) for row in rows]
    losses = [
        pinball(prepared.y[rows], np.array([found[number].quantiles for found in predictions]))
        for number in range(len(_BACKOFFS))
    ]
    log_losses = odds.log_losses(first.log_factors(), _ODDS_BACKOFFS, odds_rows)
    return params(_BACKOFFS[int(np.argmin(losses))], _ODDS_BACKOFFS[int(np.argmin(log_losses))])


def rounded(params: Params) -> Params:
    """The same numbers to four significant digits, as the file keeps them: no machine's last digit matters."""

    def short(values: Mapping[str, float]) -> dict[str, float]:
        return {key: float(f"{value:.4g}") for key, value in sorted(values.items())}

    return Params(
        short(params.variances),
        float(f"{params.noise:.4g}"),
        short(params.noise_terms),
        short(params.factors),
        params.backoff,
        params.odds_backoff,
    )


def prepare(records: Sequence[PrecedentFacts], variant: Variant, rates: RateTable) -> Prepared:
    """The sums of a variant that inform the range, in the order of the records.

    Refuses with `FactError` records that bear fewer than `MINIMUM_SUMS` of them.
    """
    of = [one for one in sums(records, variant.target, rates) if informs_range(one.precedent, variant.target)]
    if len(of) < MINIMUM_SUMS:
        raise FactError(f"{variant.target}: {len(of)} sums to learn from, at least {MINIMUM_SUMS} are needed")
    return Prepared(variant.target, of, with_proceeding=variant.with_proceeding)


def tune(records: Sequence[PrecedentFacts], rates: RateTable) -> Weights:
    """Learn every variant's numbers from the records, whose order does not matter.

    Refuses with `FactError` records that bear fewer than `MINIMUM_SUMS` sums of a target.
    """
    ordered = sorted(records, key=lambda one: one.id)
    found, counts = {}, {}
    for variant in VARIANTS:
        prepared, odds = prepare(ordered, variant, rates), OddsSample(ordered, variant.target)
        found[variant.name] = fit_params(
            variant, prepared, np.arange(len(prepared.sums)), odds, np.arange(len(odds.ids))
        )
        counts[variant.name] = len(prepared.sums)
    return Weights(found, {"method": METHOD, "sums": counts})


def document(weights: Weights, **about: Any) -> dict[str, Any]:
    """The weights as the JSON document that is frozen, with whatever is to be said about them."""
    return {**weights.about, **about, "method": METHOD, "version": weights.version, "variants": weights.numbers()}
