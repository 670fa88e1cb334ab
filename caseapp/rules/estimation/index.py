"""Everything that estimates share, worked out once from a set of precedents and used for many cases."""

from collections.abc import Iterable
from functools import cached_property

from caseapp.rules.estimation.facts import FactError, PrecedentFacts
from caseapp.rules.estimation.method import MINIMUM_SUMS, Weights, frozen_weights, variant_of
from caseapp.rules.estimation.model import Prepared, RangeModel
from caseapp.rules.estimation.money import RateTable
from caseapp.rules.estimation.odds import OddsSample
from caseapp.rules.estimation.sample import Sum, Target, data_version, informs_range, sums


class Index:
    """Precedents, rates and weights made ready. Build it once for a version of the data and keep it; it never changes.

    The order of the precedents does not matter. Refuses two precedents with the same id. What a target needs is
    worked out at its first use.
    """

    def __init__(self, precedents: Iterable[PrecedentFacts], rates: RateTable, weights: Weights | None = None) -> None:
        self.precedents = tuple(sorted(precedents, key=lambda one: one.id))
        self.rates = rates
        self.weights = weights or frozen_weights()
        for one, other in zip(self.precedents, self.precedents[1:], strict=False):
            if one.id == other.id:
                raise FactError(f"{one.id}: two precedents have this id")
        self._models: dict[str, RangeModel | None] = {}
        self._odds: dict[str, OddsSample] = {}
        self._sums: dict[str, list[Sum]] = {}

    @cached_property
    def data_version(self) -> str:
        """Hash of the precedents' facts and of the rates used on them."""
        return data_version(self.precedents, self.rates)

    @property
    def method_version(self) -> str:
        """The method's version with the hash of its learned numbers."""
        return self.weights.version

    def range_sums(self, target: Target) -> list[Sum]:
        """The sums that inform the range."""
        if target not in self._sums:
            found = sums(self.precedents, target, self.rates)
            self._sums[target] = [one for one in found if informs_range(one.precedent, target)]
        return self._sums[target]

    def model(self, target: Target, *, with_proceeding: bool) -> RangeModel | None:
        """The fitted model of sums; None where there are fewer than `MINIMUM_SUMS` of them."""
        name = variant_of(target, with_proceeding=with_proceeding)
        if name not in self._models:
            of = self.range_sums(target)
            self._models[name] = (
                RangeModel(Prepared(target, of, with_proceeding=with_proceeding), self.weights.variants[name])
                if len(of) >= MINIMUM_SUMS
                else None
            )
        return self._models[name]

    def odds(self, target: Target) -> OddsSample:
        """The matters that tell whether money came of them."""
        if target not in self._odds:
            self._odds[target] = OddsSample(self.precedents, target)
        return self._odds[target]

    def prepare(self) -> "Index":
        """Work everything out now, so that the first person asking does not wait; returns itself."""
        for target in ("compensation", "fine"):
            self.odds(target)
            for known in (True, False):
                self.model(target, with_proceeding=known)
        _ = self.data_version
        return self
