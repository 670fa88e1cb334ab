"""The one door to an estimate: facts and an index in, an explained and reproducible answer out."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from caseapp.rules.estimation.canonical import digest
from caseapp.rules.estimation.explanation import reasons
from caseapp.rules.estimation.facts import CaseFacts, FactError
from caseapp.rules.estimation.features import Array, Profile, profile
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.likeness import weights
from caseapp.rules.estimation.method import MINIMUM_SIZE, Params, variant_of
from caseapp.rules.estimation.model import Prediction, RangeModel
from caseapp.rules.estimation.money import Rate, RateTable
from caseapp.rules.estimation.odds import Odds, OddsSample
from caseapp.rules.estimation.prices import MONEY_YEAR
from caseapp.rules.estimation.result import (
    Change,
    Comparable,
    Estimate,
    OddsAnswer,
    Range,
    StatuteLine,
    WithoutMoney,
    three_figures,
)
from caseapp.rules.estimation.sample import TARGETS, Target
from caseapp.rules.estimation.statute import Bounds, DamagesRule, FineCap, Rule, bounds

COMPARABLES: Final = 10
WITHOUT_MONEY: Final = 5
CHANGES: Final = 8
# A level of a fact is offered as an alternative where at least so many sums bear it.
_OFFERED_FROM: Final = 3
_MANY_PERSONS: Final = 1_000
# Which parts of the regression a fact is, where they do not bear its own name.
_TOUCHED: Final[Mapping[str, frozenset[str]]] = {
    "modality": frozenset({"modality", "biometric"}),
    "consent_defect": frozenset({"defects"}),
    "persons": frozenset({"persons_band", "persons_log"}),
}
# Effective sample size from which an estimate is called fair and firm, and the widest firm range (P90 / P10).
_FAIR: Final = 0.8
_FIRM: Final = 3.0
_FIRM_WIDTH: Final = 30.0


def estimate(
    target: Target,
    facts: CaseFacts,
    index: Index,
    *,
    currency: str,
    as_of: dt.date,
    statute: Sequence[Rule] = (),
) -> Estimate:
    """What a case like this brings one person (`compensation`), or what fine it draws (`fine`).

    The range is in `currency` at the rate of `as_of` (US dollars where the currency has no rate), in money of
    `MONEY_YEAR`; the case's own date, where it has none, is the year of `as_of`. `statute` is laid beside the range
    and clips it only where a rule says that the law does. Refuses an unknown target with `FactError`; gives no figure,
    with a code, where too little of the record is alike. Pure: the same arguments give the same answer, byte for byte.
    """
    if target not in TARGETS:
        raise FactError(f"target is {target!r}; allowed are {', '.join(TARGETS)}")
    case = profile(facts, year=as_of.year)
    if target == "fine":
        case = replace(case, proceeding="regulator_fine")
    known = case.proceeding is not None
    model = index.model(target, with_proceeding=known)
    params = index.weights.variants[variant_of(target, with_proceeding=known)]
    rate = index.rates.latest(currency, as_of)
    shown = currency if rate is not None else "USD"
    limits = bounds(statute, index.rates, as_of)
    prediction = model.predict(case) if model is not None else None
    size = prediction.effective_size(model.typical_noise) if model is not None and prediction is not None else 0.0
    refused = "too_few_sums" if model is None else "too_few_alike" if size < MINIMUM_SIZE else None
    dollars = None if refused or prediction is None else tuple(10.0**q for q in prediction.quantiles.tolist())
    clipped = None if dollars is None else tuple(limits.clip(value) for value in dollars)
    told = index.odds(target)
    odds = told.odds(case, params.log_factors(), params.odds_backoff)
    per_dollar = 1.0 if rate is None else 1.0 / rate.usd
    return Estimate(
        target=target,
        as_of=as_of,
        currency=shown,
        rate=rate,
        money_year=MONEY_YEAR,
        refused=refused,
        odds=None if refused or odds is None else _odds_answer(odds, told),
        quantiles=None if clipped is None else _range(shown, clipped, per_dollar),
        quantiles_usd=None if clipped is None else _range("USD", clipped, 1.0),
        clipped=clipped != dollars,
        comparables=()
        if model is None or prediction is None
        else _comparables(model, case, prediction, None if refused else per_dollar, limits),
        without_money=() if odds is None else _without_money(told, case, odds, params),
        statute=_statute_lines(statute, index.rates, as_of, rate, dollars, clipped),
        sensitivity=() if refused or model is None else tuple(_sensitivity(model, case, target)),
        effective_sample_size=size,
        precedents=0 if model is None else len(model.sums),
        confidence="none" if dollars is None else _confidence(size, dollars),
        proceeding_known=facts.proceeding is not None,
        method_version=index.method_version,
        data_version=index.data_version,
        inputs_hash=digest(
            {
                "target": target,
                "facts": facts.canonical(),
                "currency": currency,
                "as_of": as_of.isoformat(),
                "statute": [rule.canonical() for rule in statute],
            }
        ),
    )


def _range(currency: str, dollars: Sequence[float], per_dollar: float) -> Range:
    return Range(currency, *(three_figures(value * per_dollar) for value in dollars))


def _confidence(size: float, dollars: Sequence[float]) -> str:
    if size >= _FIRM and dollars[-1] <= _FIRM_WIDTH * dollars[0]:
        return "firm"
    return "fair" if size >= _FAIR else "weak"


def _odds_answer(odds: Odds, told: OddsSample) -> OddsAnswer:
    return OddsAnswer(odds.share, odds.base, odds.effective, len(told.precedents))


def _nearest(mass: Array, ids: Sequence[str], count: int) -> list[int]:
    """The heaviest, by weight and then by id, so that ties fall the same way everywhere."""
    count = min(count, len(mass))
    if not count:
        return []
    least = np.partition(mass, len(mass) - count)[len(mass) - count]
    candidates = np.flatnonzero(mass >= least * (1 - 1e-9)).tolist()
    return sorted(candidates, key=lambda i: (-float(f"{mass[i]:.9g}"), ids[i]))[:count]


def _comparables(
    model: RangeModel, case: Profile, prediction: Prediction, per_dollar: float | None, limits: Bounds
) -> tuple[Comparable, ...]:
    """The nearest; without adjusted sums (`per_dollar` None) where no figure is to be given."""
    total = float(prediction.mass.sum())
    chosen = _nearest(prediction.mass, model.ids, COMPARABLES)
    if not chosen:
        return ()
    distances = model.likeness.distances(case)
    found = []
    for i in chosen:
        one = model.sums[i]
        moved = 10.0 ** (prediction.centre + prediction.spread * float(model.residuals[i]))
        found.append(
            Comparable(
                precedent=one.precedent.id,
                weight=float(prediction.mass[i]) / total if total > 0 else 0.0,
                likeness=float(prediction.mass[i]),
                conversion=one.conversion,
                adjusted=None if per_dollar is None else three_figures(limits.clip(moved) * per_dollar),
                reasons=reasons(case, model.profiles[i], one.precedent, distances[:, i], model.log_factors),
            )
        )
    return tuple(found)


def _without_money(told: OddsSample, case: Profile, odds: Odds, params: Params) -> tuple[WithoutMoney, ...]:
    mass = np.where(told.outcomes > 0, 0.0, odds.mass)
    log_factors = params.log_factors()
    found = []
    for i in _nearest(mass, told.ids, WITHOUT_MONEY):
        if mass[i] <= 0:
            continue
        distances = told.distances_to(case, i)
        found.append(
            WithoutMoney(
                told.ids[i],
                float(weights(distances[:, None], log_factors)[0]),
                reasons(case, told.profiles[i], told.precedents[i], distances, log_factors),
            )
        )
    return tuple(found)


def _statute_lines(
    rules: Sequence[Rule],
    rates: RateTable,
    as_of: dt.date,
    rate: Rate | None,
    before: Sequence[float] | None,
    after: Sequence[float] | None,
) -> tuple[StatuteLine, ...]:
    """Each rule with its sums in the caller's currency; `applied` where it alone would clip the range."""
    found = []
    for rule in rules:
        low = rule.minimum if isinstance(rule, DamagesRule) else None
        high = rule.amount if isinstance(rule, FineCap) else rule.maximum
        theirs = rates.latest(rule.currency, as_of) if rule.currency is not None else None
        factor = None if theirs is None else theirs.usd / (rate.usd if rate is not None else 1.0)
        alone = bounds([rule], rates, as_of)
        found.append(
            StatuteLine(
                rule=rule.canonical(),
                minimum=_times(low, factor),
                maximum=_times(high, factor),
                applied=before is not None and before != after and any(alone.clip(v) != v for v in before),
            )
        )
    return tuple(found)


def _times(value: Decimal | None, factor: float | None) -> Decimal | None:
    return None if value is None or factor is None else three_figures(float(value) * factor)


def _sensitivity(model: RangeModel, case: Profile, target: Target) -> list[Change]:
    """For each fact, the alternative that moves the median most; the facts in the order of that."""
    best: dict[str, tuple[float, Change]] = {}
    for fact, given, instead, other in _alternatives(model, case, target):
        move = round(model.move(case, other, _TOUCHED.get(fact, frozenset({fact}))), 9)
        if fact not in best or abs(move) > abs(best[fact][0]):
            best[fact] = (move, Change(fact, given, instead, 10.0**move))
    ordered = sorted(best.values(), key=lambda one: (-abs(one[0]), one[1].fact))
    return [change for _, change in ordered[:CHANGES]]


def _alternatives(model: RangeModel, case: Profile, target: Target) -> Iterator[tuple[str, str | None, str, Profile]]:
    """One-at-a-time changes of what a case may differ in, among levels that the sums bear often enough."""
    facts = ["use", "modality", "sector", "actor", "vulnerable"]
    if target == "compensation" and case.proceeding is not None:
        facts.append("proceeding")
    for fact in facts:
        given = getattr(case, fact)
        for level in model.levels(fact, _OFFERED_FROM):
            if level != given:
                changed: dict[str, Any] = {fact: level}
                yield fact, given, level or "none", replace(case, **changed)
    yield "minors", str(case.minors).lower(), str(not case.minors).lower(), replace(case, minors=not case.minors)
    for defect in model.levels("defects", _OFFERED_FROM):
        if defect is not None:
            has = defect in case.defects
            yield (
                "consent_defect",
                None,
                f"without {defect}" if has else f"with {defect}",
                replace(case, defects=case.defects ^ {defect}),
            )
    instead = _MANY_PERSONS if (case.persons or 1) < _MANY_PERSONS / 10 else 1
    given = None if case.persons is None else str(case.persons)
    yield "persons", given, str(instead), replace(case, persons=instead)
