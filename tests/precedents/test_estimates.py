"""Estimates from the real record: a range with its reasons, the law beside it, refusal, and what is kept."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from caseapp.audit.models import Entry
from caseapp.core.actors import VISITOR, Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.law.models import Framework
from caseapp.precedents.models import Estimate, Precedent
from caseapp.precedents.selectors import (
    case_facts,
    currency_of,
    difference,
    estimates_of,
    estimation_index,
    precedent_by_slug,
    presented,
    question_of,
)
from caseapp.precedents.selectors.detail import facts_of
from caseapp.precedents.selectors.explaining import ALIKE, CONFIDENCE, REASONS, REFUSALS, change_words, odds_in_ten
from caseapp.precedents.selectors.method import FACTORS
from caseapp.precedents.services import make_estimate
from caseapp.rules.estimation.explanation import ENGLISH
from caseapp.rules.estimation.likeness import FACTORS as LIKENESS
from caseapp.rules.estimation.result import CONFIDENCE as LEVELS
from caseapp.rules.estimation.result import REFUSALS as REFUSAL_CODES
from tests.factories.accounts import UserFactory, actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]

TENANT = {
    "country": "CN",
    "subdivision": "CN-TJ",
    "actor": "private",
    "sector": "property_management",
    "use": "verification",
    "modality": "face",
    "consent_defect": ["no_alternative"],
    "vulnerable": "tenant",
    "persons": 1,
}
CLERK = {
    "country": "US",
    "subdivision": "US-IL",
    "actor": "private",
    "sector": "employer",
    "use": "attendance",
    "modality": "fingerprint",
    "consent_defect": ["no_consent", "no_notice"],
}
STRANGE = {"country": "KG", "actor": "private", "sector": "other", "use": "analytics", "modality": "iris"}


def asked(facts, target="compensation", currency="USD", actor=VISITOR, **more):
    return make_estimate(actor=actor, target=target, facts=case_facts(facts), currency=currency, **more)


def test_the_answer_has_the_shape_of_the_contract():
    answer = asked(CLERK)
    assert answer["refused"] is None
    quantiles = [Decimal(answer["quantiles"][name]) for name in ("p10", "p25", "p50", "p75", "p90")]
    assert quantiles == sorted(quantiles)
    assert quantiles[0] > 0
    assert 0 < answer["odds"]["share"] < 1
    assert answer["currency"] == "USD"
    assert len(answer["comparables"]) == 10
    assert all(set(one) >= {"precedent", "weight", "reasons"} for one in answer["comparables"])
    assert {line["framework"] for line in answer["statute"]} == {"US-IL-BIPA"}
    assert answer["method_version"]
    assert answer["data_version"]
    assert json.loads(json.dumps(answer)) == answer


def test_the_same_question_gives_the_same_answer_in_any_language_and_for_anyone():
    one = asked(TENANT, currency="CNY")
    with translation.override("zh-hans"):
        other = asked(TENANT, currency="CNY", actor=actor_of(UserFactory()))
    assert one == other


def test_without_named_laws_those_that_decisions_of_the_place_cite_are_compared():
    assert asked(CLERK)["facts"]["frameworks"] == ["US-IL-BIPA"]
    assert asked({**CLERK, "frameworks": ["US-IL-BIPA", "US-FTC-ACT"]})["facts"]["frameworks"] == [
        "US-FTC-ACT",
        "US-IL-BIPA",
    ]
    assert "CN-CIVIL-CODE" in asked(TENANT)["facts"]["frameworks"]
    assert asked({**TENANT, "country": "FR", "subdivision": None})["facts"]["frameworks"] == ["EU-GDPR"]


def test_a_general_law_is_not_shown_beside_its_national_version():
    answer = asked({**TENANT, "country": "FR", "subdivision": None}, currency="EUR")
    assert "EU-GDPR" not in {line["framework"] for line in answer["statute"]}
    assert "EU-GDPR-FR" in {line["framework"] for line in answer["statute"]}


def test_a_cap_of_the_law_cuts_the_range_and_says_so():
    facts = {**TENANT, "country": "AU", "subdivision": None, "sector": "health", "use": "other", "vulnerable": None}
    answer = asked(facts, currency="AUD")
    cap = next(line for line in answer["statute"] if line["clips"] == "cap")
    assert Decimal(answer["quantiles"]["p90"]) <= Decimal(cap["max"])


def test_a_fine_is_estimated_from_fines_and_shows_the_highest_fine_of_the_law():
    facts = {**TENANT, "use": "identification", "vulnerable": None, "persons": None}
    answer = asked(facts, target="fine", currency="CNY")
    assert answer["refused"] is None
    slugs = [one["precedent"] for one in answer["comparables"]]
    assert set(Precedent.objects.filter(slug__in=slugs).values_list("kind", flat=True)) == {"regulator_fine"}
    assert {line["kind"] for line in answer["statute"]} == {"max_fine"}
    assert "CN-PIPL" in {line["framework"] for line in answer["statute"]}


def test_too_little_alike_is_refused_with_the_nearest_cases_and_no_figure():
    answer = asked(STRANGE, currency="KGS")
    assert answer["refused"] == "too_few_alike"
    assert answer["quantiles"] is None
    assert answer["odds"] is None
    assert len(answer["comparables"]) == 10
    shown = presented(VISITOR, answer)
    assert shown.refused == str(REFUSALS["too_few_alike"])
    assert shown.p50 is None
    assert shown.changes == []
    assert all(one.adjusted is None for one in shown.comparables)


def test_an_empty_collection_refuses():
    Precedent.objects.all().delete()
    answer = asked(TENANT)
    assert answer["refused"] == "too_few_sums"
    assert answer["comparables"] == []
    assert answer["statute"]
    assert presented(VISITOR, answer).refused


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sector": "moon"}, "sector"),
        ({"use": "fun"}, "use"),
        ({"country": "China"}, "country"),
        ({"persons": 0}, "persons"),
        ({"consent_defect": ["no_luck"]}, "consent_defect"),
        ({"proceeding": "dismissed"}, "proceeding"),
    ],
)
def test_facts_out_of_their_lists_are_refused_by_field(change, field):
    with pytest.raises(InvalidInput) as refused:
        case_facts({**TENANT, **change})
    assert set(refused.value.errors) == ({field} if change.get("persons") != 0 else {"persons"})


@pytest.mark.parametrize("value", [{"consent_defect": 3}, {"on": 2021}, {"persons": "many"}])
def test_facts_of_the_wrong_shape_are_refused(value):
    with pytest.raises(InvalidInput):
        case_facts({**TENANT, **value})


def test_an_unknown_target_or_currency_is_refused():
    with pytest.raises(InvalidInput) as refused:
        asked(TENANT, target="happiness")
    assert set(refused.value.errors) == {"target"}
    with pytest.raises(InvalidInput) as refused:
        asked(TENANT, currency="yuan")
    assert set(refused.value.errors) == {"currency"}


def test_a_currency_without_a_rate_is_answered_in_dollars():
    assert asked(CLERK, currency="KPW")["currency"] == "USD"


def test_what_is_kept_is_kept_once_and_written_down():
    person = actor_of(UserFactory())
    asked(CLERK, actor=person, complaint_reference="US-IL-2026-AAAA-BBBB", keep=True)
    asked(CLERK, actor=person, complaint_reference="US-IL-2026-AAAA-BBBB", keep=True)
    kept = Estimate.objects.get()
    assert (kept.subject, kept.made_by_id, kept.target) == ("US-IL-2026-AAAA-BBBB", person.user_id, "compensation")
    assert kept.result["quantiles"]
    entry = Entry.objects.get(action="estimates.keep")
    assert entry.subject_id == str(kept.pk)


def test_kept_estimates_are_for_their_maker_alone():
    complainant, lawyer = actor_of(UserFactory()), actor_of(UserFactory())
    holder = Actor(kind="receipt", complaint_id=1)
    for actor in (complainant, lawyer, holder):
        asked(CLERK, actor=actor, complaint_reference="US-IL-2026-AAAA-BBBB", keep=True)
    for actor in (complainant, lawyer, holder):
        assert [one.made_by_id for one in estimates_of(actor, "US-IL-2026-AAAA-BBBB")] == [actor.user_id]
    assert not estimates_of(VISITOR, "US-IL-2026-AAAA-BBBB").exists()
    assert not estimates_of(complainant, "").exists()


def test_visitors_keep_nothing_and_nothing_is_kept_without_a_complaint():
    with pytest.raises(NotAllowed):
        asked(CLERK, complaint_reference="US-IL-2026-AAAA-BBBB", keep=True)
    with pytest.raises(InvalidInput):
        asked(CLERK, actor=actor_of(UserFactory()), keep=True)
    assert not Estimate.objects.exists()


def test_a_later_estimate_says_what_changed():
    person = actor_of(UserFactory())
    reference = "US-IL-2026-AAAA-BBBB"
    asked(CLERK, actor=person, complaint_reference=reference, keep=True)
    Precedent.objects.filter(slug="us-il-facebook-bipa-2021").delete()
    asked({**CLERK, "modality": "face"}, actor=person, complaint_reference=reference, keep=True)
    later, earlier = estimates_of(person, reference)
    found = difference(earlier, later)
    assert found.facts == ("modality",)
    assert found.data
    assert not found.method
    assert found.before != found.after


def test_the_index_is_built_once_and_again_when_a_precedent_changes(django_assert_num_queries):
    first = estimation_index()
    with django_assert_num_queries(1):
        assert estimation_index() is first
    Precedent.objects.filter(slug="us-il-facebook-bipa-2021").delete()
    second = estimation_index()
    assert second is not first
    assert second.data_version != first.data_version


def test_statements_stay_few(django_assert_max_num_queries):
    estimation_index()
    with django_assert_max_num_queries(9):
        presented(VISITOR, asked(CLERK))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("facts", [TENANT, CLERK, STRANGE])
@pytest.mark.parametrize("target", ["compensation", "fine"])
def test_every_answer_can_be_said_in_both_languages(facts, target, language):
    with translation.override(language):
        shown = presented(VISITOR, asked(facts, target=target, currency="EUR"))
        words = [*shown.laws, shown.confidence, *(change.words for change in shown.changes)]
        for one in (*shown.comparables, *shown.without_money):
            words += [*one.alike, *one.apart]
            assert one.alike or one.apart
        assert all(word and "%(" not in word for word in words)


def test_notes_of_the_law_come_in_the_reader_s_language_each_with_its_own_rule():
    rules = list(Framework.objects.current().get(code="US-IL-BIPA").damagesrules.all())
    with translation.override("zh-hans"):
        notes = [row.note for row in presented(VISITOR, asked(CLERK)).statute]
    assert notes == [rule.note_zh for rule in rules]
    assert len(set(notes)) == len(notes)


def test_no_code_of_the_method_is_without_words():
    assert set(REASONS) == set(ENGLISH)
    assert set(ALIKE) < set(REASONS)
    assert set(REFUSALS) == set(REFUSAL_CODES)
    assert set(CONFIDENCE) == set(LEVELS)
    assert set(FACTORS) == set(LIKENESS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fact": "persons", "instead": "1000"}, "1,000 people"),
        ({"fact": "persons", "instead": "1"}, "One person"),
        ({"fact": "consent_defect", "instead": "with retention"}, "And besides: Kept too long"),
        ({"fact": "consent_defect", "instead": "without retention"}, "Without this: Kept too long"),
        ({"fact": "vulnerable", "instead": "none"}, "Whether the person depended on the organisation: not dependent"),
        ({"fact": "actor", "instead": "public"}, "Who used the system: Police or another public body"),
    ],
)
def test_changes_read_as_labels(change, words):
    assert change_words(change) == words


@pytest.mark.parametrize(("share", "tenths"), [(0.0, 0), (0.04, 0), (0.06, 1), (0.5, 5), (0.94, 9), (0.97, 10)])
def test_odds_in_ten(share, tenths):
    assert odds_in_ten(share) == tenths


@pytest.mark.parametrize(
    ("country", "currency"), [("CN", "CNY"), ("US", "USD"), ("KG", "KGS"), (None, "USD"), ("XX", "USD")]
)
def test_the_currency_of_a_place(country, currency):
    assert currency_of(country) == currency


def test_a_precedent_asks_its_own_question():
    facts = facts_of(precedent_by_slug(VISITOR, "us-il-facebook-bipa-2021"))
    assert question_of(facts) == {
        "target": "compensation",
        "place": "US-IL",
        "actor": "private",
        "sector": "social_media",
        "use": "template_extraction",
        "modality": "face",
        "consent_defect": sorted(facts.consent_defect),
    }


def test_the_evaluation_needs_precedents_and_a_readable_file(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("evaluate_estimator", holdout=tmp_path / "absent.jsonl")
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x", "kind": "fairy_tale"}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="x: kind"):
        call_command("evaluate_estimator", holdout=bad)
    few = Precedent.objects.filter(per_person__gt=0).values_list("pk", flat=True)[:5]
    Precedent.objects.exclude(pk__in=list(few)).delete()
    with pytest.raises(CommandError, match="sums to learn from"):
        call_command("evaluate_estimator")
    Precedent.objects.all().delete()
    with pytest.raises(CommandError, match="load_precedents"):
        call_command("evaluate_estimator")


def test_tuning_needs_a_good_file_and_leaves_the_weights_alone(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x", "kind": "fairy_tale"}\n', encoding="utf-8")
    with pytest.raises(CommandError, match="not tuned"):
        call_command("tune_estimator", file=bad, out=tmp_path / "weights.json")
    assert not (tmp_path / "weights.json").exists()
