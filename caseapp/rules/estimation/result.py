"""The answer: plain frozen values that pages, API and documents show, with one canonical form."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from caseapp.rules.estimation.canonical import canonical_json
from caseapp.rules.estimation.explanation import Reason
from caseapp.rules.estimation.method import QUANTILE_NAMES
from caseapp.rules.estimation.money import Conversion, Rate

# Why no figure is given.
REFUSALS: Final = {
    "too_few_sums": "The record holds too few sums of this kind to say anything.",
    "too_few_alike": "Too few decided matters are like this one to put a figure on it.",
}
# How sure the estimate is, from the effective sample size and the width of the range.
CONFIDENCE: Final = {
    "firm": "Several decisions on much the same facts stand behind this range.",
    "fair": "A few like decisions stand behind this range; yours may well fall outside its middle half.",
    "weak": "Hardly any like decision stands behind this range: it leans on other countries and other kinds of case.",
    "none": "There is not enough to go by.",
}


def three_figures(value: float) -> Decimal:
    """A sum to three significant figures: the record does not support more, and no machine's last digit shows."""
    if value == 0:
        return Decimal(0)
    exact = Decimal(repr(value))
    step = Decimal(1).scaleb(exact.adjusted() - 2)
    short = (
        exact.quantize(step, rounding=ROUND_HALF_EVEN)
        if step < 1
        else (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step
    )
    return Decimal(format(short.normalize(), "f"))


@dataclass(frozen=True)
class Range:
    """Five quantiles in one currency, to three significant figures."""

    currency: str
    p10: Decimal
    p25: Decimal
    p50: Decimal
    p75: Decimal
    p90: Decimal

    def values(self) -> tuple[Decimal, ...]:
        """From P10 to P90."""
        return (self.p10, self.p25, self.p50, self.p75, self.p90)

    def to_dict(self) -> dict[str, str]:
        """The quantiles by name, as decimal text."""
        return {name: format(value, "f") for name, value in zip(QUANTILE_NAMES, self.values(), strict=True)}


@dataclass(frozen=True)
class Comparable:
    """One of the nearest decided matters that bear a sum.

    `weight` is its share of the likeness weights of all of them. `conversion` shows its own sum made comparable;
    `adjusted` is what the model makes of it for this case: the same standing among like decisions, moved to the
    case's level and scatter, in the caller's currency.
    """

    precedent: str
    weight: float
    likeness: float
    conversion: Conversion
    adjusted: Decimal | None
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "precedent": self.precedent,
            "weight": round(self.weight, 4),
            "likeness": round(self.likeness, 4),
            "sum": self.conversion.to_dict(),
            "adjusted": None if self.adjusted is None else format(self.adjusted, "f"),
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


@dataclass(frozen=True)
class WithoutMoney:
    """One of the nearest matters that ended without money, with its likeness and the reasons."""

    precedent: str
    likeness: float
    reasons: tuple[Reason, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "precedent": self.precedent,
            "likeness": round(self.likeness, 4),
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


@dataclass(frozen=True)
class OddsAnswer:
    """The share of like matters that ended with money. Published matters are not all matters: more of them were won.

    `share` after shrinking towards `base`, the share of the whole record; `effective` the effective number behind it.
    """

    share: float
    base: float
    effective: float
    matters: int

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "share": round(self.share, 3),
            "base": round(self.base, 3),
            "effective": round(self.effective, 1),
            "matters": self.matters,
        }


@dataclass(frozen=True)
class Change:
    """What the median would be multiplied by if one fact were another, all else as given."""

    fact: str
    given: str | None
    instead: str
    factor: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {"fact": self.fact, "given": self.given, "instead": self.instead, "factor": round(self.factor, 2)}


@dataclass(frozen=True)
class StatuteLine:
    """A rule of the law beside the range: its own words and sums, and its sums in the caller's currency."""

    rule: dict[str, Any]
    minimum: Decimal | None
    maximum: Decimal | None
    applied: bool

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            **self.rule,
            "min_in_currency": None if self.minimum is None else format(self.minimum, "f"),
            "max_in_currency": None if self.maximum is None else format(self.maximum, "f"),
            "applied": self.applied,
        }


@dataclass(frozen=True)
class Estimate:
    """The whole answer. Quantiles, odds and sensitivity are absent where `refused` holds a code of `REFUSALS`."""

    target: str
    as_of: dt.date
    currency: str
    rate: Rate | None
    money_year: int
    refused: str | None
    odds: OddsAnswer | None
    quantiles: Range | None
    quantiles_usd: Range | None
    clipped: bool
    comparables: tuple[Comparable, ...]
    without_money: tuple[WithoutMoney, ...]
    statute: tuple[StatuteLine, ...]
    sensitivity: tuple[Change, ...]
    effective_sample_size: float
    precedents: int
    confidence: str
    proceeding_known: bool
    method_version: str
    data_version: str
    inputs_hash: str

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values; the same inputs, data and method give the same."""
        return {
            "target": self.target,
            "as_of": self.as_of.isoformat(),
            "currency": self.currency,
            "rate": None
            if self.rate is None
            else {
                "usd_per_unit": float(f"{self.rate.usd:.8g}"),
                "on": self.rate.on,
                "basis": self.rate.basis,
                "source": self.rate.source,
            },
            "money_year": self.money_year,
            "refused": self.refused,
            "odds": None if self.odds is None else self.odds.to_dict(),
            "quantiles": None if self.quantiles is None else self.quantiles.to_dict(),
            "quantiles_usd": None if self.quantiles_usd is None else self.quantiles_usd.to_dict(),
            "clipped": self.clipped,
            "comparables": [one.to_dict() for one in self.comparables],
            "without_money": [one.to_dict() for one in self.without_money],
            "statute": [one.to_dict() for one in self.statute],
            "sensitivity": [one.to_dict() for one in self.sensitivity],
            "effective_sample_size": round(self.effective_sample_size, 2),
            "precedents": self.precedents,
            "confidence": self.confidence,
            "proceeding_known": self.proceeding_known,
            "method_version": self.method_version,
            "data_version": self.data_version,
            "inputs_hash": self.inputs_hash,
        }

    def to_json(self) -> str:
        """The canonical JSON of `to_dict`: the same answer is the same bytes."""
        return canonical_json(self.to_dict())
