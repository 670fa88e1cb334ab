"""The arithmetic of the model, worked by hand on small numbers, and its leave-one-out against refitting."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.estimation.__main__ import RECORDS, read_records  # before NumPy: it then keeps to one thread

# isort: split
import numpy as np

from caseapp.rules.estimation.facts import PartialDate, PrecedentFacts
from caseapp.rules.estimation.features import Profile, persons_band, profile
from caseapp.rules.estimation.likeness import FACTORS, Likeness, trust, weights
from caseapp.rules.estimation.method import METHOD, QUANTILES, Weights, frozen_weights
from caseapp.rules.estimation.model import LeftOut, Prepared, RangeModel, kish, shape, weighted_quantiles
from caseapp.rules.estimation.money import published_rates
from caseapp.rules.estimation.odds import OddsSample
from caseapp.rules.estimation.regression import Regression
from caseapp.rules.estimation.sample import Sum, informs_range, sums
from caseapp.rules.estimation.tuning import pinball

PLAIN = Profile(
    country="DE",
    subdivision="DE",
    frameworks=("EU-GDPR",),
    proceeding=None,
    use="identification",
    modality="face",
    sector="retail",
    actor="private",
    vulnerable=None,
    minors=False,
    defects=frozenset({"no_consent"}),
    persons=1,
    year=2024,
)
MATTER = PrecedentFacts(
    id="a",
    kind="court_award",
    country="DE",
    status="final",
    sector="retail",
    modality="face",
    use="identification",
    forum="court",
    frameworks=("EU-GDPR",),
    decided_on=PartialDate(2024),
    persons=1,
    consent_defect=frozenset({"no_consent"}),
)


@pytest.fixture(scope="module")
def compensation() -> list[Sum]:
    found = sums(sorted(read_records(RECORDS), key=lambda one: one.id), "compensation", published_rates())
    return [one for one in found if informs_range(one.precedent, "compensation")]


def test_weighted_quantiles_by_hand() -> None:
    """Shares 1/4, 1/4, 1/2 have their midpoints at 1/8, 3/8 and 3/4; between them it is linear."""
    found = weighted_quantiles(np.array([1.0, 2.0, 3.0]), np.array([1.0, 1.0, 2.0]), (0.1, 0.375, 0.5, 0.9))
    assert found.tolist() == pytest.approx([1.0, 2.0, 2 + 1 / 3, 3.0])


def test_effective_number_by_hand() -> None:
    assert kish(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
    assert kish(np.array([3.0, 3.0])) == pytest.approx(2.0)
    assert kish(np.zeros(2)) == 0.0


def test_pinball_by_hand() -> None:
    """Missing the 10 % quantile by 1 from above costs 0.1, from below 0.9."""
    assert pinball(np.array([1.0]), np.array([[0.0]]), (0.1,)) == pytest.approx(0.1)
    assert pinball(np.array([0.0]), np.array([[1.0]]), (0.1,)) == pytest.approx(0.9)


def test_shrinkage_by_hand() -> None:
    """One observation of 2 with noise 1 against a prior N(0, 1) leaves 1, known to a variance of 1/2."""
    found = Regression.fit(np.array([[1.0]]), np.array([2.0]), np.array([1.0]))
    assert found.predict(np.array([1.0])) == pytest.approx((1.0, 0.5))


def test_left_out_by_hand() -> None:
    """Of two observations of one effect, each is predicted by half of the other."""
    found = Regression.fit(np.ones((2, 1)), np.array([2.0, 0.0]), np.ones(2))
    centre, total = found.left_out()
    assert centre.tolist() == pytest.approx([0.0, 1.0])
    assert total.tolist() == pytest.approx([1.5, 1.5])


@given(seed=st.integers(0, 1_000), i=st.integers(0, 7))
def test_leaving_out_is_the_same_as_never_having_seen(seed: int, i: int) -> None:
    rng = np.random.default_rng(seed)
    x, y, noise = rng.normal(size=(8, 3)), rng.normal(size=8), rng.uniform(0.2, 2, 8)
    whole = Regression.fit(x, y, noise)
    others = np.delete(np.arange(8), i)
    refitted = Regression.fit(x[others], y[others], noise[others])
    centre, variance, centres, totals = whole.without(i, whole.shared())
    assert (centre, variance) == pytest.approx(refitted.predict(x[i]))
    expected_centres, expected_totals = refitted.left_out()
    assert np.delete(centres, i) == pytest.approx(expected_centres)
    assert np.delete(totals, i) == pytest.approx(expected_totals)


@pytest.mark.parametrize("i", [0, 57, 123, 200])
def test_the_back_test_predicts_as_the_index_would_without_the_precedent(compensation: list[Sum], i: int) -> None:
    params = frozen_weights().variants["compensation"]
    whole = Prepared("compensation", compensation, with_proceeding=True)
    left_out = LeftOut(whole, params, np.arange(len(compensation))).predict(i)[0]
    others = Prepared(
        "compensation", [one for number, one in enumerate(compensation) if number != i], with_proceeding=True
    )
    fresh = RangeModel(others, params).predict(whole.profiles[i])
    assert left_out.centre == pytest.approx(fresh.centre)
    assert left_out.centre_variance == pytest.approx(fresh.centre_variance)
    assert left_out.spread == pytest.approx(fresh.spread)
    assert left_out.quantiles == pytest.approx(fresh.quantiles)


def test_a_like_residual_pulls_the_shape_and_the_back_off_holds_it() -> None:
    residuals, trusted = np.array([-1.0, 0.0, 1.0, 2.0]), np.ones(4)
    alike = np.array([0.0, 0.0, 0.0, 1.0])
    near = shape(residuals, alike, trusted, backoff=0.01)
    far = shape(residuals, alike, trusted, backoff=1_000.0)
    plain = shape(residuals, np.zeros(4), trusted, backoff=1.0)
    assert near[2] == pytest.approx(0.5 * 2.0, abs=0.05)
    assert far == pytest.approx(plain, abs=0.01)


class TestLikeness:
    def distance(self, factor: str, theirs: Profile, case: Profile = PLAIN) -> float:
        return float(Likeness([theirs]).distances(case)[FACTORS.index(factor), 0])

    def test_the_same_matter_weighs_one(self) -> None:
        # The kind of proceeding is unknown on both sides, which takes the root of its factor.
        log_factors = np.log(np.full(len(FACTORS), 0.5))
        found = weights(Likeness([PLAIN]).distances(PLAIN), log_factors)
        assert found.tolist() == pytest.approx([0.5**0.5])

    def test_each_difference_multiplies_by_its_factor(self) -> None:
        log_factors = np.log(np.full(len(FACTORS), 0.5))
        same = weights(Likeness([PLAIN]).distances(PLAIN), log_factors)[0]
        other = weights(Likeness([replace(PLAIN, use="attendance")]).distances(PLAIN), log_factors)[0]
        assert other / same == pytest.approx(0.5)

    def test_a_picture_in_advertising_is_not_recognition(self) -> None:
        assert self.distance("picture", replace(PLAIN, use="other")) == 1.0
        assert self.distance("picture", replace(PLAIN, use="other", modality="general_personal_data")) == 0.0

    def test_one_shared_law_is_enough(self) -> None:
        assert self.distance("framework", replace(PLAIN, frameworks=("EU-GDPR", "X"))) == 0.0
        assert self.distance("framework", replace(PLAIN, frameworks=("X",))) == 1.0
        assert self.distance("framework", replace(PLAIN, frameworks=())) == 0.5

    def test_defects_are_as_far_apart_as_they_are_not_shared(self) -> None:
        two = replace(PLAIN, defects=frozenset({"no_consent", "no_notice"}))
        assert self.distance("defects", two) == pytest.approx(0.5)

    def test_years_and_people_are_counted_to_a_limit(self) -> None:
        assert self.distance("age", replace(PLAIN, year=2019)) == pytest.approx(0.5)
        assert self.distance("age", replace(PLAIN, year=1999)) == 1.0
        assert self.distance("persons", replace(PLAIN, persons=100)) == pytest.approx(0.5)
        assert self.distance("persons", replace(PLAIN, persons=10**9)) == 1.0

    @pytest.mark.parametrize(
        "field", ["country", "use", "modality", "sector", "actor", "proceeding", "year", "persons"]
    )
    def test_an_unknown_fact_is_half_a_difference(self, field: str) -> None:
        factor = "age" if field == "year" else field
        assert self.distance(factor, replace(PLAIN, **{field: None})) == 0.5
        assert self.distance(factor, PLAIN, replace(PLAIN, **{field: None})) == 0.5

    def test_forecasts_and_appeals_count_less(self) -> None:
        assert trust(MATTER) == 1.0
        assert trust(replace(MATTER, per_person_basis="reported_estimate")) == 0.7
        assert trust(replace(MATTER, per_person_basis="computed", status="under_appeal")) == pytest.approx(0.48)


class TestOdds:
    def test_by_hand(self) -> None:
        """Weights 1, 1 and 1/2, outcomes yes, no, yes: k = 6.25 / 2.25, s = 0.6; two precedents of s0 = 2/3."""
        matters = [
            MATTER,
            replace(MATTER, id="b", kind="dismissed"),
            replace(MATTER, id="c", country="AT"),
        ]
        factors = np.zeros(len(FACTORS))
        factors[FACTORS.index("country")] = np.log(0.5)
        found = OddsSample(matters, "compensation").odds(PLAIN, factors, 2.0)
        assert found is not None
        k = 6.25 / 2.25
        assert found.weighted == pytest.approx(0.6)
        assert found.effective == pytest.approx(k)
        assert found.share == pytest.approx((k * 0.6 + 2 * 2 / 3) / (k + 2))

    def test_nobody_knows_how_a_dismissed_matter_would_have_ended(self) -> None:
        sample = OddsSample([MATTER, replace(MATTER, id="b", kind="dismissed")], "compensation")
        factors = np.log(np.full(len(FACTORS), 0.3))
        asked = [sample.odds(replace(PLAIN, proceeding=kind), factors, 1.0) for kind in (None, "court_award")]
        assert asked[0] is not None
        assert asked[1] is not None
        assert asked[0].share == asked[1].share

    def test_there_are_none_without_matters(self) -> None:
        assert OddsSample([], "fine").odds(PLAIN, np.zeros(len(FACTORS)), 1.0) is None


@pytest.mark.parametrize(
    ("persons", "band"), [(None, "unknown"), (1, "one"), (20, "few"), (21, "many"), (3_001, "crowd"), (10**6, "mass")]
)
def test_people_are_counted_in_bands(persons: int | None, band: str) -> None:
    assert persons_band(persons) == band


def test_a_country_never_seen_is_borrowed_for_and_widens_the_range(compensation: list[Sum]) -> None:
    prepared = Prepared("compensation", compensation, with_proceeding=True)
    model = RangeModel(prepared, frozen_weights().variants["compensation"])
    known = profile(next(one.precedent for one in compensation if one.precedent.country == "DE"))
    new = replace(known, country="PT", subdivision="PT")
    assert model.predict(new).centre_variance > model.predict(known).centre_variance
    assert model.predict(new).effective_size(0.2) < model.predict(known).effective_size(0.2)


@given(levels=st.lists(st.floats(0.01, 0.99), min_size=2, max_size=6, unique=True), seed=st.integers(0, 100))
def test_the_shape_is_monotone(levels: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    residuals = np.sort(rng.normal(size=20))
    found = shape(residuals, rng.uniform(size=20), rng.uniform(0.5, 1, 20), 5.0, sorted(levels))
    assert (np.diff(found) >= 0).all()


def test_weights_of_other_formulae_are_refused() -> None:
    with pytest.raises(ValueError, match="tune again"):
        Weights.from_json({"method": "0.0.1", "variants": {}})
    assert json.loads(json.dumps(frozen_weights().about))["method"] == METHOD


def test_there_are_five_quantiles_about_the_median() -> None:
    assert QUANTILES[2] == 0.5
    assert [round(1 - level, 2) for level in QUANTILES] == list(reversed(QUANTILES))
