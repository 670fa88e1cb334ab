"""What an estimate promises: reproducible, monotone, explained, and silent where the record is silent."""

import datetime as dt
import json
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.rules.estimation import facts as words  # before NumPy: it then keeps to one thread

# isort: split
import numpy as np

from caseapp.rules.estimation.__main__ import RECORDS, read_records
from caseapp.rules.estimation.engine import COMPARABLES, estimate
from caseapp.rules.estimation.explanation import ENGLISH
from caseapp.rules.estimation.facts import CaseFacts, FactError, PartialDate, PrecedentFacts
from caseapp.rules.estimation.features import profile
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.method import MINIMUM_SIZE
from caseapp.rules.estimation.money import FixedRates, RateTable, published_rates
from caseapp.rules.estimation.result import CONFIDENCE, REFUSALS, Estimate
from caseapp.rules.estimation.statute import DamagesRule, FineCap, bounds

AS_OF = dt.date(2026, 11, 22)
TENANT = CaseFacts(
    country="CN",
    subdivision="CN-TJ",
    frameworks=("CN-SPC-FRT-2021", "CN-CIVIL-CODE"),
    actor="private",
    sector="property_management",
    use="verification",
    modality="face",
    consent_defect=frozenset({"no_consent", "no_alternative"}),
    vulnerable="tenant",
    persons=1,
    proceeding="court_award",
)
BUILDER = CaseFacts(
    country="CN",
    subdivision="CN-ZJ",
    frameworks=("CN-CRPL",),
    actor="private",
    sector="property_management",
    use="identification",
    modality="face",
    consent_defect=frozenset({"no_consent"}),
)

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def records() -> list[PrecedentFacts]:
    return read_records(RECORDS)


@pytest.fixture(scope="module")
def rates() -> RateTable:
    return published_rates()


@pytest.fixture(scope="module")
def index(records: list[PrecedentFacts], rates: RateTable) -> Index:
    return Index(records, rates).prepare()


Ask = Callable[..., Estimate]


@pytest.fixture(scope="module")
def ask(index: Index) -> Ask:
    def asked(facts: CaseFacts, target: Any = "compensation", currency: str = "USD", **more: Any) -> Estimate:
        return estimate(target, facts, more.pop("index", index), currency=currency, as_of=AS_OF, **more)

    return asked


def one_of(values: frozenset[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *sorted(values)])


cases = st.builds(
    CaseFacts,
    country=st.sampled_from([None, "CN", "US", "DE", "GB", "KE", "BR", "ZA", "PT"]),
    subdivision=st.sampled_from([None, "US-IL", "CN-ZJ"]),
    frameworks=st.lists(st.sampled_from(["EU-GDPR", "US-IL-BIPA", "CN-CRPL", "NO-SUCH-LAW"]), max_size=3).map(tuple),
    actor=one_of(words.ACTORS),
    sector=one_of(words.SECTORS),
    use=one_of(words.USES),
    modality=one_of(words.MODALITIES),
    consent_defect=st.frozensets(st.sampled_from(sorted(words.CONSENT_DEFECTS)), max_size=4),
    minors=st.sampled_from([None, True, False]),
    vulnerable=one_of(words.VULNERABILITIES),
    persons=st.one_of(st.none(), st.integers(1, 10**8)),
    proceeding=one_of(words.PROCEEDINGS),
    on=st.sampled_from([PartialDate(), PartialDate(2019), PartialDate(2024, 5), PartialDate(2030, 1, 2)]),
)
targets = st.sampled_from(["compensation", "fine"])


@quick
@given(facts=cases, target=targets)
def test_any_facts_get_an_answer_that_keeps_its_promises(ask: Ask, facts: CaseFacts, target: str) -> None:
    answer = ask(facts, target)
    assert answer.confidence in CONFIDENCE
    assert (answer.quantiles is None) == (answer.refused is not None)
    if answer.refused:
        assert answer.refused in REFUSALS
        assert answer.effective_sample_size < MINIMUM_SIZE
        assert answer.odds is None
        assert answer.sensitivity == ()
        assert all(one.adjusted is None for one in answer.comparables)
    else:
        assert answer.quantiles is not None
        values = answer.quantiles.values()
        assert list(values) == sorted(values)
        assert values[0] > 0
        assert answer.odds is not None
        assert 0 < answer.odds.share < 1
    weights = [round(one.weight, 9) for one in answer.comparables]
    assert len(weights) == COMPARABLES
    assert weights == sorted(weights, reverse=True)
    assert 0 <= sum(weights) <= 1 + 1e-6
    assert all(reason.code in ENGLISH for one in answer.comparables for reason in one.reasons)
    assert all(reason.text for one in answer.comparables for reason in one.reasons)


@quick
@given(facts=cases, target=targets)
def test_another_currency_changes_the_unit_and_nothing_else(ask: Ask, facts: CaseFacts, target: str) -> None:
    dollars, euros = ask(facts, target), ask(facts, target, "EUR")
    assert [one.precedent for one in euros.comparables] == [one.precedent for one in dollars.comparables]
    assert euros.quantiles_usd == dollars.quantiles_usd == dollars.quantiles
    if euros.quantiles is not None and dollars.quantiles is not None:
        assert euros.rate is not None
        for mine, theirs in zip(euros.quantiles.values(), dollars.quantiles.values(), strict=True):
            assert float(mine) * euros.rate.usd == pytest.approx(float(theirs), rel=0.011)


def test_the_same_question_is_the_same_bytes_whatever_the_order_of_the_record(
    ask: Ask, records: list[PrecedentFacts], rates: RateTable
) -> None:
    shuffled = list(records)
    random.Random(7).shuffle(shuffled)
    again = Index(shuffled, rates)
    for facts, target in ((TENANT, "compensation"), (BUILDER, "fine"), (CaseFacts(country="US"), "compensation")):
        first = ask(facts, target, "CNY")
        assert ask(facts, target, "CNY").to_json() == first.to_json()
        assert ask(facts, target, "CNY", index=again).to_json() == first.to_json()


def test_the_answer_is_plain_json_with_the_keys_of_the_contract(ask: Ask) -> None:
    answer = json.loads(ask(TENANT, currency="CNY").to_json())
    assert set(answer["quantiles"]) == {"p10", "p25", "p50", "p75", "p90"}
    assert {
        "odds",
        "currency",
        "comparables",
        "statute",
        "effective_sample_size",
        "method_version",
        "data_version",
        "inputs_hash",
        "refused",
        "sensitivity",
    } <= set(answer)
    assert {"precedent", "weight", "reasons"} <= set(answer["comparables"][0])


def test_inputs_and_their_hash_go_together(ask: Ask) -> None:
    base = ask(TENANT).inputs_hash
    assert ask(replace(TENANT, frameworks=tuple(reversed(TENANT.frameworks)))).inputs_hash == base
    assert ask(replace(TENANT, persons=2)).inputs_hash != base
    assert ask(TENANT, currency="EUR").inputs_hash != base
    assert ask(TENANT, statute=[DamagesRule("X", "costs")]).inputs_hash != base


class TestTheRecordMoves:
    @pytest.mark.parametrize("number", range(0, 200, 23))
    def test_a_second_decision_alike_draws_the_centre_towards_itself(
        self, number: int, index: Index, records: list[PrecedentFacts], rates: RateTable
    ) -> None:
        twin = index.range_sums("compensation")[number]
        more = Index([*records, replace(twin.precedent, id="zz-the-same-again")], rates)
        case, twins = profile(twin.precedent), {twin.precedent.id, "zz-the-same-again"}
        gaps, shares, sizes = [], [], []
        for record in (index, more):
            model = record.model("compensation", with_proceeding=True)
            assert model is not None
            found = model.predict(case)
            gaps.append(abs(found.centre - twin.log))
            shares.append(found.mass[[one in twins for one in model.ids]].sum() / found.mass.sum())
            sizes.append(found.effective_size(1.0))
        assert gaps[1] <= gaps[0] + 1e-9
        assert shares[1] > shares[0]
        assert sizes[1] > sizes[0]

    @pytest.mark.parametrize(
        "which",
        [
            pytest.param(lambda one: one.kind in {"dismissed", "order_only"}, id="ended without money"),
            pytest.param(lambda one: one.status in {"overturned", "reduced"}, id="overturned or reduced"),
        ],
    )
    def test_sums_that_inform_the_odds_alone_do_not_touch_the_range(
        self, which: Callable[[PrecedentFacts], bool], ask: Ask, records: list[PrecedentFacts], rates: RateTable
    ) -> None:
        changed = [
            replace(one, amount=one.amount and Decimal(10**9), per_person=one.per_person and Decimal(10**9))
            if which(one)
            else one
            for one in records
        ]
        assert changed != records
        again = Index(changed, rates)
        for facts, target in ((TENANT, "compensation"), (BUILDER, "fine")):
            assert ask(facts, target, index=again).quantiles == ask(facts, target).quantiles
            assert ask(facts, target, index=again).odds == ask(facts, target).odds

    def test_the_headline_sum_of_a_class_does_not_touch_compensation(
        self, ask: Ask, records: list[PrecedentFacts], rates: RateTable
    ) -> None:
        changed = [replace(one, amount=Decimal(7)) if one.kind == "class_settlement" else one for one in records]
        case = CaseFacts(country="US", frameworks=("US-IL-BIPA",), proceeding="class_settlement", use="attendance")
        assert ask(case, index=Index(changed, rates)).quantiles == ask(case).quantiles

    def test_dismissals_alike_lower_the_odds_and_nothing_else(
        self, ask: Ask, records: list[PrecedentFacts], rates: RateTable
    ) -> None:
        lost = [
            replace(one, id=f"zz-lost-{number}", kind="dismissed", per_person=None, amount=None)
            for number in range(3)
            for one in records
            if one.id == "cn-tianjin-1st-intermediate-2022-gucheng"
        ]
        before, after = ask(TENANT), ask(TENANT, index=Index([*records, *lost], rates))
        assert before.odds is not None
        assert after.odds is not None
        assert after.odds.share < before.odds.share - 0.1
        assert after.quantiles == before.quantiles
        assert {one.precedent for one in after.without_money} >= {one.id for one in lost}

    def test_a_sum_without_a_rate_is_left_out(self, ask: Ask, records: list[PrecedentFacts]) -> None:
        only_dollars = Index(records, FixedRates({"CNY": 0.14, "EUR": 1.1}))
        assert {one.conversion.currency for one in only_dollars.range_sums("compensation")} == {"USD", "CNY", "EUR"}
        assert ask(TENANT, index=only_dollars).quantiles is not None

    def test_two_precedents_with_one_id_are_refused(self, records: list[PrecedentFacts], rates: RateTable) -> None:
        with pytest.raises(FactError, match="two precedents have this id"):
            Index([*records, records[0]], rates)


class TestRefusal:
    def test_nothing_known_gets_cases_and_statute_but_no_figure(self, ask: Ask) -> None:
        rule = DamagesRule("CN-CRPL", "punitive", Decimal(500), None, "CNY", "person", "55")
        answer = ask(CaseFacts(), currency="CNY", statute=[rule])
        assert answer.refused == "too_few_alike"
        assert answer.quantiles is None
        assert answer.odds is None
        assert len(answer.comparables) == COMPARABLES
        assert answer.statute[0].minimum == Decimal(500)
        assert answer.confidence == "none"

    def test_a_handful_of_sums_is_refused(self, ask: Ask, records: list[PrecedentFacts], rates: RateTable) -> None:
        few = Index([one for one in records if one.country == "JP"], rates)
        answer = ask(TENANT, index=few)
        assert answer.refused == "too_few_sums"
        assert answer.comparables == ()
        assert answer.effective_sample_size == 0

    def test_an_empty_record_is_refused(self, ask: Ask, rates: RateTable) -> None:
        assert ask(TENANT, index=Index([], rates)).refused == "too_few_sums"

    def test_a_currency_without_a_rate_is_answered_in_dollars(self, ask: Ask) -> None:
        answer = ask(TENANT, currency="ARS")
        assert (answer.currency, answer.rate) == ("USD", None)
        assert answer.quantiles == answer.quantiles_usd

    def test_an_unknown_target_is_refused(self, ask: Ask) -> None:
        with pytest.raises(FactError, match="target"):
            ask(TENANT, "prison")


class TestExplanation:
    def test_the_tenant_of_tianjin_is_met_by_the_tenant_of_tianjin(self, ask: Ask) -> None:
        first = ask(TENANT, currency="CNY").comparables[0]
        assert first.precedent == "cn-tianjin-1st-intermediate-2022-gucheng"
        assert {"same_country", "same_framework", "same_use", "same_vulnerable"} <= {r.code for r in first.reasons}
        assert (first.conversion.amount, first.conversion.currency) == (Decimal(6200), "CNY")

    def test_the_builder_of_ningbo_is_met_by_fines_on_builders(self, ask: Ask) -> None:
        answer = ask(BUILDER, "fine", "CNY")
        assert all(one.precedent.startswith("cn-") for one in answer.comparables)
        assert answer.quantiles is not None
        assert Decimal(100_000) < answer.quantiles.p50 < Decimal(500_000)

    def test_the_factors_of_the_reasons_multiply_to_the_likeness(self, ask: Ask) -> None:
        """With every fact known on both sides, the reasons account for the whole weight."""
        for one in ask(TENANT).comparables[:3]:
            product = np.prod([reason.factor for reason in one.reasons])
            assert product == pytest.approx(one.likeness, rel=0.02)

    def test_a_forecast_says_so(self, ask: Ask) -> None:
        case = CaseFacts(
            country="US",
            subdivision="US-IL",
            frameworks=("US-IL-BIPA",),
            use="attendance",
            modality="fingerprint",
            sector="employer",
            vulnerable="employee",
            persons=500,
            proceeding="class_settlement",
        )
        codes = {reason.code for one in ask(case).comparables for reason in one.reasons}
        assert "basis_reported_estimate" in codes

    def test_sensitivity_says_what_the_model_would_say(self, ask: Ask, index: Index) -> None:
        model = index.model("compensation", with_proceeding=True)
        assert model is not None
        for change in ask(TENANT).sensitivity:
            if change.fact in {"use", "sector", "modality", "actor", "proceeding"}:
                case = profile(TENANT, year=AS_OF.year)
                altered: dict[str, Any] = {change.fact: change.instead}
                moved = model.predict(replace(case, **altered)).centre - model.predict(case).centre
                assert change.factor == pytest.approx(10**moved, rel=1e-6)

    def test_sensitivity_is_ordered_and_names_each_fact_once(self, ask: Ask) -> None:
        changes = ask(TENANT).sensitivity
        strength = [abs(np.log(change.factor)) for change in changes]
        assert strength == sorted(strength, reverse=True)
        assert len({change.fact for change in changes}) == len(changes)

    def test_more_like_decisions_make_it_surer(self, ask: Ask) -> None:
        many = CaseFacts(
            country="US",
            subdivision="US-IL",
            frameworks=("US-IL-BIPA",),
            actor="private",
            sector="employer",
            use="attendance",
            modality="fingerprint",
            consent_defect=frozenset({"no_consent", "no_notice"}),
            vulnerable="employee",
            persons=1_000,
            proceeding="class_settlement",
        )
        assert ask(many).confidence == "firm"
        assert ask(replace(many, country="ZA", subdivision=None, frameworks=())).confidence == "weak"


class TestStatute:
    AUSTRALIA = DamagesRule.from_record(
        "AU-PRIVACY-ACT",
        {"kind": "non_material", "min": None, "max": 100, "currency": "AUD", "per": "person", "article": "cl 11"},
    )
    CASE = CaseFacts(country="AU", frameworks=("AU-PRIVACY-ACT",), sector="government", actor="public", persons=1)

    def test_a_cap_of_the_law_clips(self, ask: Ask) -> None:
        free, capped = ask(self.CASE, currency="AUD"), ask(self.CASE, currency="AUD", statute=[self.AUSTRALIA])
        assert free.quantiles is not None
        assert capped.quantiles is not None
        assert free.quantiles.p10 > 100
        assert set(capped.quantiles.values()) == {Decimal(100)}
        assert capped.clipped
        assert capped.statute[0].applied
        assert not free.clipped

    def test_a_discretionary_sum_stands_beside_and_changes_nothing(self, ask: Ask) -> None:
        rule = DamagesRule.from_record(
            "US-IL-BIPA", {"kind": "statutory", "min": None, "max": 1, "currency": "USD", "per": "person"}
        )
        answer = ask(self.CASE, statute=[rule])
        assert answer.quantiles == ask(self.CASE).quantiles
        assert not answer.statute[0].applied

    def test_floor_and_cap_by_hand(self) -> None:
        rules = [
            DamagesRule("A", "statutory", Decimal(10), Decimal(40), "EUR", "person", clips="both"),
            DamagesRule("B", "statutory", Decimal(20), None, "USD", "person", clips="floor"),
        ]
        limits = bounds(rules, FixedRates({"EUR": 1.5}), AS_OF)
        assert (limits.floor, limits.cap) == (20.0, 60.0)
        assert [limits.clip(value) for value in (5.0, 30.0, 90.0)] == [20.0, 30.0, 60.0]

    def test_only_a_sum_for_a_person_can_clip(self) -> None:
        with pytest.raises(FactError, match="only a sum for a person"):
            DamagesRule("A", "statutory", None, Decimal(5), "USD", "violation", clips="cap")
        with pytest.raises(FactError, match="ceiling"):
            FineCap("A", binding=True)
        with pytest.raises(FactError, match="damages kind"):
            DamagesRule("A", "fine")

    def test_a_binding_ceiling_clips_a_fine_and_a_share_of_turnover_does_not(self, ask: Ask) -> None:
        binding = FineCap("X", Decimal(50_000), "CNY", article="1", binding=True)
        open_ended = FineCap("Y", Decimal(50_000), "CNY", Decimal(4), "2")
        clipped = ask(BUILDER, "fine", "CNY", statute=[binding, open_ended])
        assert clipped.quantiles is not None
        assert clipped.quantiles.p90 == Decimal(50_000)
        assert [line.applied for line in clipped.statute] == [True, False]
        assert ask(BUILDER, "fine", "CNY", statute=[open_ended]).quantiles == ask(BUILDER, "fine", "CNY").quantiles
