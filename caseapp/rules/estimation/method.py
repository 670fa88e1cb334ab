"""The numbers that the method runs on: what is fixed by us, and what was learned and frozen in `weights.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from caseapp.rules.estimation.canonical import digest
from caseapp.rules.estimation.features import (
    COMPENSATION_COMPONENTS,
    FINE_COMPONENTS,
    NOISE_PARTS,
    Array,
    Component,
    Profile,
    terms,
)
from caseapp.rules.estimation.likeness import (
    BASIS_FACTOR,
    FACTORS,
    FULL_AGE,
    FULL_PERSONS,
    STANDING_FACTOR,
)
from caseapp.rules.estimation.sample import Target

# Raised by hand with every change of the formulae; the numbers add their own hash to it.
METHOD: Final = "1.0.0"
WEIGHTS_FILE: Final = Path(__file__).with_name("weights.json")

QUANTILES: Final = (0.10, 0.25, 0.50, 0.75, 0.90)
QUANTILE_NAMES: Final = ("p10", "p25", "p50", "p75", "p90")
# A part of the range's shape is the normal curve: few residuals make ragged tails.
NORMAL_SHARE: Final = 0.5
# Residuals of few precedents look smaller than the next one will be: the spread grows by 1 + WIDENING / n.
WIDENING: Final = 12.0
# Below this effective sample size no figure is given.
MINIMUM_SIZE: Final = 0.3
# And never from fewer sums than this, whatever they are.
MINIMUM_SUMS: Final = 20


def fixed_numbers() -> dict[str, Any]:
    """What is stated rather than learned, as plain values for the version's hash."""
    return {
        "quantiles": list(QUANTILES),
        "normal_share": NORMAL_SHARE,
        "widening": WIDENING,
        "minimum_size": MINIMUM_SIZE,
        "minimum_sums": MINIMUM_SUMS,
        "basis": {str(key): value for key, value in BASIS_FACTOR.items()},
        "standing": dict(STANDING_FACTOR),
        "full_age": FULL_AGE,
        "full_persons": FULL_PERSONS,
        "components": {
            name: [[one.name, one.group, one.scale] for one in components]
            for name, components in (("compensation", COMPENSATION_COMPONENTS), ("fine", FINE_COMPONENTS))
        },
    }


@dataclass(frozen=True)
class Params:
    """What was learned for one target and one set of facts.

    `variances`: prior variance of the effects of each group of components, log10 squared. `noise`: scatter of
    decisions on the same facts, a variance in log10 squared, multiplied by exp of the `noise_terms` that apply.
    `factors`: the likeness table. `backoff` and `odds_backoff`: how many effective precedents' worth of the whole
    record are mixed into the comparables' range and odds.
    """

    variances: Mapping[str, float]
    noise: float
    noise_terms: Mapping[str, float]
    factors: Mapping[str, float]
    backoff: float
    odds_backoff: float

    def variance_array(self, components: tuple[Component, ...]) -> Array:
        """The variance of each component's effects, in the order given."""
        return np.array([self.variances[one.group] * one.scale for one in components])

    def log_factors(self) -> Array:
        """Logarithms of the likeness table in the order of `FACTORS`."""
        return np.log([self.factors[factor] for factor in FACTORS])

    def noise_of(self, one: Profile) -> float:
        """The scatter to expect of decisions on these facts, log10 squared."""
        total = 0.0
        for part in NOISE_PARTS:
            for level, value in terms((part,), one) or ():
                total += self.noise_terms.get(f"{part}={level}", 0.0) * value
        return float(self.noise * np.exp(total))


@dataclass(frozen=True)
class Weights:
    """The frozen numbers of every variant, with where they came from. `variant` keys: see `variant_of`."""

    variants: Mapping[str, Params]
    about: Mapping[str, Any]

    @property
    def version(self) -> str:
        """The method's version and the first digits of the hash of its numbers, learned and fixed."""
        return f"{METHOD}+{digest({'learned': self.numbers(), 'fixed': fixed_numbers()})[:12]}"

    def numbers(self) -> dict[str, Any]:
        """The learned numbers alone, as plain values."""
        return {
            name: {
                "variances": dict(params.variances),
                "noise": params.noise,
                "noise_terms": dict(params.noise_terms),
                "factors": dict(params.factors),
                "backoff": params.backoff,
                "odds_backoff": params.odds_backoff,
            }
            for name, params in sorted(self.variants.items())
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Weights":
        """Read a weights document. Refuses one made for other formulae, so that stale numbers are never used."""
        if document.get("method") != METHOD:
            raise ValueError(f"weights were tuned for method {document.get('method')}, this is {METHOD}: tune again")
        variants = {name: Params(**numbers) for name, numbers in document["variants"].items()}
        return cls(variants, {key: value for key, value in document.items() if key != "variants"})


def variant_of(target: Target, *, with_proceeding: bool) -> str:
    """Which set of numbers serves a target. Fines have one kind of proceeding, so one set."""
    if target == "fine":
        return "fine"
    return "compensation" if with_proceeding else "compensation_any_proceeding"


def components_of(target: Target, *, with_proceeding: bool) -> tuple[Component, ...]:
    """The regression's components; an unknown proceeding drops its own."""
    if target == "fine":
        return FINE_COMPONENTS
    if with_proceeding:
        return COMPENSATION_COMPONENTS
    return tuple(one for one in COMPENSATION_COMPONENTS if "proceeding" not in one.parts)


def noise_parts_of(target: Target, *, with_proceeding: bool) -> tuple[str, ...]:
    """The facts on which the scatter may depend; fines are too few to tell."""
    if target == "fine":
        return ()
    return NOISE_PARTS if with_proceeding else tuple(part for part in NOISE_PARTS if part != "proceeding")


@lru_cache(maxsize=1)
def frozen_weights() -> Weights:
    """The weights that ship with this version."""
    return Weights.from_json(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))
