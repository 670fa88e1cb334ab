"""Scoring the method against two baselines, so that no precedent is scored by numbers that saw it."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from caseapp.rules.estimation.facts import CaseFacts, PrecedentFacts
from caseapp.rules.estimation.features import Array, profile
from caseapp.rules.estimation.method import MINIMUM_SIZE, QUANTILES, Params
from caseapp.rules.estimation.model import LeftOut, Prediction, Prepared, RangeModel
from caseapp.rules.estimation.money import RateTable
from caseapp.rules.estimation.odds import OddsSample, shrunk
from caseapp.rules.estimation.sample import Sum, Target, data_version, is_scored, logs, sums
from caseapp.rules.estimation.tuning import VARIANTS, Variant, fit_params, pinball, prepare, tune

# The numbers are tuned once for each group, on the other groups; each precedent is then predicted from all others
# with the numbers of its own group's turn, which never saw it.
GROUPS: Final = 15
CALIBRATION_LEVELS: Final = tuple(round(0.05 * step, 2) for step in range(1, 20))
_FRAMEWORK_MINIMUM: Final = 5


def group_of(identifier: str) -> int:
    """A precedent's group in the nested tuning: from the hash of its id, so that order and additions do not move it."""
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:4], "big") % GROUPS


def baseline_quantiles(case: PrecedentFacts, pool: Sequence[Sum]) -> tuple[Array, Array]:
    """The two baselines for one matter: quantiles of the whole pool, and of those in it that share a framework.

    Where fewer than five share one, the second is the first. The pool must not hold the matter itself.
    """
    everything = np.quantile(logs(pool), QUANTILES)
    shared = [one for one in pool if set(one.precedent.frameworks) & set(case.frameworks)]
    return everything, np.quantile(logs(shared), QUANTILES) if len(shared) >= _FRAMEWORK_MINIMUM else everything


def scores(y: Array, quantiles: Array) -> dict[str, float]:
    """Pinball loss, coverage of the 50 % and 80 % intervals and median absolute error of the median; log10 units."""
    return {
        "pinball": round(pinball(y, quantiles), 4),
        "coverage50": round(float(np.mean((y >= quantiles[:, 1]) & (y <= quantiles[:, 3]))), 4),
        "coverage80": round(float(np.mean((y >= quantiles[:, 0]) & (y <= quantiles[:, 4]))), 4),
        "median_abs_log10_error": round(float(np.median(np.abs(y - quantiles[:, 2]))), 4),
    }


class Backtest:
    """One variant's predictions for the scored matters, gathered until they are scored."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self._found: dict[str, tuple[float, Array, Array, float]] = {}
        self._levels = QUANTILES + CALIBRATION_LEVELS

    def leave_out(self, prepared: Prepared, params: Params, wanted: Sequence[Sum]) -> None:
        """Predict each wanted matter by the model fitted to all others, with numbers that saw none of the wanted."""
        place = {identifier: row for row, identifier in enumerate(prepared.ids)}
        left_out = LeftOut(prepared, params, np.arange(len(prepared.ids)))
        # Sums that inform the odds alone are in no fit, so there is nothing to leave out.
        apart = [one for one in wanted if one.precedent.id not in place]
        for one in wanted:
            if one.precedent.id in place:
                found = left_out.predict(place[one.precedent.id], self._levels)[0]
                self._keep(one, found, float(prepared.noise(params).mean()))
        if apart:
            self.predict(RangeModel(prepared, params), apart)

    def predict(self, model: RangeModel, wanted: Sequence[Sum]) -> None:
        """Predict each wanted matter by a model that was not fitted to any of them."""
        for one in wanted:
            case = CaseFacts.of_precedent(one.precedent, with_proceeding=self.variant.with_proceeding)
            self._keep(one, model.predict(profile(case), self._levels), model.typical_noise)

    def _keep(self, one: Sum, found: Prediction, typical_noise: float) -> None:
        five = len(QUANTILES)
        size = found.effective_size(typical_noise)
        self._found[one.precedent.id] = (one.log, found.quantiles[:five], found.quantiles[five:], size)

    def result(self) -> tuple[dict[str, float], dict[str, Any]]:
        """Scores, and beside them the calibration table and how many would have been refused."""
        rows = [self._found[key] for key in sorted(self._found)]
        y = np.array([row[0] for row in rows])
        below = np.array([row[2] for row in rows]) >= y[:, None]
        return scores(y, np.array([row[1] for row in rows])), {
            "calibration": [
                {"nominal": level, "observed": round(float(share), 4)}
                for level, share in zip(CALIBRATION_LEVELS, below.mean(axis=0), strict=True)
            ],
            "refused": sum(row[3] < MINIMUM_SIZE for row in rows),
        }


def evaluate(
    records: Sequence[PrecedentFacts],
    rates: RateTable,
    holdout: Sequence[PrecedentFacts] | None = None,
) -> dict[str, Any]:
    """Score model and baselines for both targets; see `docs/estimation.md` for the keys.

    Without `holdout`: leave-one-out with nested tuning. With it: tuned and fitted on the records, scored on the
    hold-out, which is never learned from (a record that stands in both is taken out of the training).
    """
    kept = {one.id for one in holdout or ()}
    ordered = sorted((one for one in records if one.id not in kept), key=lambda one: one.id)
    judged = sorted(holdout, key=lambda one: one.id) if holdout is not None else ordered
    out: dict[str, Any] = {
        "mode": "holdout" if holdout is not None else "leave_one_out",
        "method_version": tune(ordered, rates).version,
        "data_version": data_version(ordered, rates),
    }
    for variant in VARIANTS:
        wanted = [one for one in sums(judged, variant.target, rates) if is_scored(one.precedent, variant.target)]
        if not wanted:
            out.setdefault(variant.target, {"n": 0})
            continue
        backtest, odds_rows = _predictions(ordered, judged, variant, rates, wanted, nested=holdout is None)
        found, more = backtest.result()
        if not variant.with_proceeding:
            out[variant.target]["model_without_proceeding"] = found
            continue
        out[variant.target] = {
            "n": len(wanted),
            "model": found,
            **_baselines(wanted, ordered, variant.target, rates, leave_one_out=holdout is None),
            **more,
            "odds": _odds_scores(odds_rows),
        }
        better = min(out[variant.target][name]["pinball"] for name in ("global", "framework"))
        out[variant.target]["improvement"] = round(1 - found["pinball"] / better, 4)
    return out


OddsRows = list[tuple[float, float, float]]


def _predictions(
    ordered: Sequence[PrecedentFacts],
    judged: Sequence[PrecedentFacts],
    variant: Variant,
    rates: RateTable,
    wanted: Sequence[Sum],
    *,
    nested: bool,
) -> tuple[Backtest, OddsRows]:
    """Every wanted matter predicted, and for the odds: outcome, the model's share and the plain share of each."""
    prepared, odds = prepare(ordered, variant, rates), OddsSample(ordered, variant.target)
    backtest = Backtest(variant)
    everything, all_odds = np.arange(len(prepared.ids)), np.arange(len(odds.ids))
    if not nested:
        params = fit_params(variant, prepared, everything, odds, all_odds)
        backtest.predict(RangeModel(prepared, params), wanted)
        asked = OddsSample(judged, variant.target)
        found = [odds.odds(one, params.log_factors(), params.odds_backoff) for one in asked.profiles]
        told = zip(asked.outcomes.tolist(), found, strict=True)
        return backtest, [(outcome, one.share, one.base) for outcome, one in told if one is not None]
    group, odds_group = _groups(prepared.ids), _groups(odds.ids)
    rows: OddsRows = []
    for turn in range(GROUPS):
        params = fit_params(variant, prepared, everything[group != turn], odds, all_odds[odds_group != turn])
        backtest.leave_out(prepared, params, [one for one in wanted if group_of(one.precedent.id) == turn])
        weighted, effective, base = odds.left_out(params.log_factors(), all_odds)
        share = shrunk(weighted, effective, base, params.odds_backoff)
        mine = odds_group == turn
        rows += zip(odds.outcomes[mine].tolist(), share[mine].tolist(), base[mine].tolist(), strict=True)
    return backtest, rows


def _groups(ids: Sequence[str]) -> NDArray[np.intp]:
    return np.array([group_of(identifier) for identifier in ids], dtype=np.intp)


def _baselines(
    wanted: Sequence[Sum],
    ordered: Sequence[PrecedentFacts],
    target: Target,
    rates: RateTable,
    *,
    leave_one_out: bool,
) -> dict[str, dict[str, float]]:
    pool = [one for one in sums(ordered, target, rates) if is_scored(one.precedent, target)]
    rows = []
    for case in wanted:
        others = [one for one in pool if one.precedent.id != case.precedent.id] if leave_one_out else pool
        rows.append(baseline_quantiles(case.precedent, others))
    y = logs(wanted)
    return {
        name: scores(y, np.array([row[number] for row in rows])) for number, name in enumerate(("global", "framework"))
    }


def _odds_scores(rows: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    if not rows:
        return {"n": 0}
    outcome, share, base = np.array(rows).T
    return {
        "n": len(rows),
        "brier": round(float(np.mean((outcome - share) ** 2)), 4),
        "brier_of_plain_share": round(float(np.mean((outcome - base) ** 2)), 4),
    }
