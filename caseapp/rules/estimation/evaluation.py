"""Scoring the method against two baselines, so that no precedent is scored by numbers that saw it."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from caseapp.rules.estimation.facts import CaseFacts, PrecedentFacts
from caseapp.rules.estimation.features import Array, profile
from caseapp.rules.estimation.method import MINIMUM_SIZE, QUANTILES, Params
from caseapp.rules.estimation.model import RangeModel
from caseapp.rules.estimation.money import RateTable
from caseapp.rules.estimation.odds import OddsSample
from caseapp.rules.estimation.sample import Sum, Target, data_version, informs_range, is_scored, logs, sums
from caseapp.rules.estimation.tuning import VARIANTS, Variant, fit_params, pinball, tune

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

    def predict(self, model: RangeModel, wanted: Sequence[Sum]) -> None:
        """Predict each wanted matter by the model without it, whether or not the model was fitted with it."""
        place = {one.precedent.id: number for number, one in enumerate(model.sums)}
        shared = model.regression.shared() if any(one.precedent.id in place for one in wanted) else None
        for one in wanted:
            number = place.get(one.precedent.id)
            if number is not None and shared is not None:
                prediction = model.predict_left_out(number, shared, self._levels)[0]
                found = prediction.quantiles
            else:
                case = CaseFacts.of_precedent(one.precedent, with_proceeding=self.variant.with_proceeding)
                seen = profile(case)
                prediction = model.predict(seen)
                found = prediction.centre + prediction.spread * model.shape_for(seen, self._levels)
            five = len(QUANTILES)
            size = model.effective_size(prediction)
            self._found[one.precedent.id] = (one.log, found[:five], found[five:], size)

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
        turns = _turns(ordered, variant, rates, nested=holdout is None)
        backtest, odds_rows = Backtest(variant), []
        for turn, (params, model) in turns.items():
            mine = [one for one in wanted if turn is None or group_of(one.precedent.id) == turn]
            backtest.predict(model, mine)
            if variant.with_proceeding:
                odds_rows += _odds_rows(ordered, judged, variant.target, params, turn)
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


def _turns(
    ordered: Sequence[PrecedentFacts], variant: Variant, rates: RateTable, *, nested: bool
) -> dict[int | None, tuple[Params, RangeModel]]:
    """For each group (or once, for a hold-out): numbers tuned without it, and the model fitted to all with them."""
    of = [one for one in sums(ordered, variant.target, rates) if informs_range(one.precedent, variant.target)]
    found: dict[int | None, tuple[Params, RangeModel]] = {}
    for turn in range(GROUPS) if nested else (None,):
        seen = [one for one in ordered if turn is None or group_of(one.id) != turn]
        ids = {one.id for one in seen}
        params = fit_params(variant, [one for one in of if one.precedent.id in ids], OddsSample(seen, variant.target))
        found[turn] = (params, RangeModel(variant.target, of, params, with_proceeding=variant.with_proceeding))
    return found


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


def _odds_rows(
    ordered: Sequence[PrecedentFacts],
    judged: Sequence[PrecedentFacts],
    target: Target,
    params: Params,
    turn: int | None,
) -> list[tuple[float, float, float]]:
    """Outcome, the model's share and the plain share, for each judged matter of the turn that tells an outcome."""
    known, rows = OddsSample(ordered, target), []
    if turn is None:
        asked = OddsSample(judged, target)
        for one, outcome in zip(asked.profiles, asked.outcomes, strict=True):
            odds = known.odds(one, params.log_factors(), params.odds_backoff)
            if odds is not None:
                rows.append((float(outcome), odds.share, odds.base))
        return rows
    for number, precedent in enumerate(known.precedents):
        if group_of(precedent.id) == turn:
            odds = known.odds(known.profiles[number], params.log_factors(), params.odds_backoff, number)
            if odds is not None:
                rows.append((float(known.outcomes[number]), odds.share, odds.base))
    return rows


def _odds_scores(rows: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    if not rows:
        return {"n": 0}
    outcome, share, base = np.array(rows).T
    return {
        "n": len(rows),
        "brier": round(float(np.mean((outcome - share) ** 2)), 4),
        "brier_of_plain_share": round(float(np.mean((outcome - base) ** 2)), 4),
    }
