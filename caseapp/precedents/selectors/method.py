"""What the method page tells: the data as they are, the numbers learned from them, and how well they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from caseapp.precedents.models import Precedent, Source
from caseapp.precedents.selectors.estimates import estimation_index
from caseapp.precedents.selectors.outcomes import Coverage, coverage
from caseapp.rules.estimation.facts import PrecedentFacts
from caseapp.rules.estimation.method import MINIMUM_SIZE, MINIMUM_SUMS, frozen_weights
from caseapp.rules.estimation.sample import TARGETS, informs_range

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# The likeness table's rows in words; a test holds the keys to those of the method.
FACTORS: "dict[str, _StrOrPromise]" = {
    "country": _("Another country"),
    "legal_family": _("Law of another family"),
    "framework": _("Other law"),
    "proceeding": _("Another kind of proceeding"),
    "use": _("The system did something else"),
    "picture": _("A picture shown instead of a person recognised"),
    "biometric": _("Personal data in general instead of a part of the body"),
    "modality": _("Another part of the body"),
    "sector": _("Another kind of place"),
    "actor": _("A public body instead of a private one"),
    "defects": _("Consent failed in other ways"),
    "minors": _("Children in only one of the two"),
    "vulnerable": _("Dependence in only one of the two"),
    "persons": _("Ten thousand times as many people"),
    "age": _("Ten years apart"),
}

_MODELS: "dict[str, _StrOrPromise]" = {
    "model": _("Our method"),
    "model_without_proceeding": _("Our method, the way not known"),
    "framework": _("Plain spread of cases under the same law"),
    "global": _("Plain spread of all cases"),
}


@dataclass(frozen=True)
class FactorRow:
    """What a full difference multiplies the weight by, for compensation and for fines."""

    words: str
    compensation: float | None
    fine: float | None


@dataclass(frozen=True)
class ScoreRow:
    """How one way of estimating did: mean loss (log10), coverage in per cent, median error as a factor."""

    words: str
    loss: float
    coverage50: int
    coverage80: int
    error_factor: float


@dataclass(frozen=True)
class Backtest:
    """The scores of one target, and how much of the better baseline's loss was saved, in per cent."""

    target: str
    cases: int
    refused: int
    rows: list[ScoreRow]
    improvement: int
    calibration: list[dict[str, float]]


@dataclass(frozen=True)
class MethodFacts:
    """The whole page. `scored_on` is the data version of the back-test; it may lag behind `data_version`."""

    precedents: int
    bearing: dict[str, int]
    factors: list[FactorRow]
    backtests: list[Backtest]
    minimum_size: float
    minimum_sums: int
    method_version: str
    data_version: str
    scored_on: str
    command: str
    outcomes: Coverage

    @property
    def scores_are_current(self) -> bool:
        """Whether the back-test on the page was made with the data that estimates are made from now."""
        return self.scored_on == self.data_version


@dataclass(frozen=True)
class CollectionFacts:
    """How much the collection holds, and how much of it is not known."""

    precedents: int
    countries: int
    sources: int
    undated: int
    finality_unknown: int
    one_source: int


def method_facts() -> MethodFacts:
    """Data counts, the learned table, the back-test of the frozen weights, and how people's estimates did."""
    index, weights = estimation_index(), frozen_weights()
    about, learned = weights.about, weights.variants
    return MethodFacts(
        precedents=len(index.precedents),
        bearing={target: _bearing(index.precedents, target) for target in TARGETS},
        factors=[
            FactorRow(str(words), _factor(learned, "compensation", key), _factor(learned, "fine", key))
            for key, words in FACTORS.items()
        ],
        backtests=[
            _backtest(target, about["scores"][target]) for target in TARGETS if target in about.get("scores", {})
        ],
        minimum_size=MINIMUM_SIZE,
        minimum_sums=MINIMUM_SUMS,
        method_version=weights.version,
        data_version=index.data_version,
        scored_on=str(about.get("data_version", "")),
        command="python manage.py evaluate_estimator",
        outcomes=coverage(),
    )


def collection_facts() -> CollectionFacts:
    """Counts for the page on sources. Two statements."""
    found = Precedent.objects.aggregate(
        precedents=Count("pk"),
        countries=Count("country", distinct=True),
        undated=Count("pk", filter=Q(decided_on=None)),
        finality_unknown=Count("pk", filter=Q(status="unknown")),
        one_source=Count("pk", filter=Q(confidence="one_source")),
    )
    return CollectionFacts(sources=Source.objects.count(), **found)


def _bearing(precedents: tuple[PrecedentFacts, ...], target: Any) -> int:
    return sum(informs_range(one, target) for one in precedents)


def _factor(variants: Mapping[str, Any], name: str, key: str) -> float | None:
    value = variants[name].factors.get(key) if name in variants else None
    return None if value is None else round(value, 2)


def _backtest(target: str, scores: Mapping[str, Any]) -> Backtest:
    return Backtest(
        target=target,
        cases=scores["n"],
        refused=scores.get("refused", 0),
        rows=[
            ScoreRow(
                str(words),
                scores[name]["pinball"],
                round(scores[name]["coverage50"] * 100),
                round(scores[name]["coverage80"] * 100),
                round(10 ** scores[name]["median_abs_log10_error"], 1),
            )
            for name, words in _MODELS.items()
            if name in scores
        ],
        improvement=round(scores.get("improvement", 0) * 100),
        calibration=list(scores.get("calibration", [])),
    )
