"""What the estimate accepts as facts, and what it refuses by name."""

import ast
import datetime as dt
import sys
from decimal import Decimal
from typing import Any

import pytest

from caseapp.rules.estimation.__main__ import RECORDS, read_records
from caseapp.rules.estimation.facts import CaseFacts, FactError, PartialDate, PrecedentFacts, actor_of, forum_of
from caseapp.rules.estimation.features import profile
from caseapp.rules.estimation.method import WEIGHTS_FILE
from caseapp.rules.estimation.sample import ended_with_money, informs_range, is_scored, relevant_sum

METHOD_FOLDER = WEIGHTS_FILE.parent
RECORD: dict[str, Any] = {
    "id": "xx-court-2024-shop",
    "title": "Shopper v. shop",
    "kind": "court_award",
    "authority": "District Court",
    "country": "DE",
    "subdivision": None,
    "legal_basis": ["EU-GDPR", "DE-BGB-823"],
    "sector": "retail",
    "decided_on": "2024-03",
    "status": "final",
    "amount": 1500,
    "currency": "EUR",
    "persons": 1,
    "persons_basis": "plaintiffs",
    "per_person": 1500.0,
    "per_person_basis": "award",
    "modality": "face",
    "use": "identification",
    "consent_defect": ["no_notice", "no_consent"],
    "minors": None,
    "vulnerable": None,
    "remedies": ["delete_data"],
    "confidence": "one_source",
}


def record(**changes: Any) -> PrecedentFacts:
    return PrecedentFacts.from_record({**RECORD, **changes})


def test_a_record_becomes_facts() -> None:
    facts = record()
    assert facts.frameworks == ("DE-BGB-823", "EU-GDPR")
    assert facts.per_person == Decimal("1500.0")
    assert facts.decided_on == PartialDate(2024, 3)
    assert facts.consent_defect == {"no_consent", "no_notice"}
    assert (facts.actor, facts.forum) == ("private", "court")


def test_the_same_matter_has_one_canonical_form_whatever_wrote_it() -> None:
    from_database = record(amount=Decimal("1500.00"), per_person="1500.00", subdivision="", vulnerable="")
    assert from_database.canonical() == record().canonical()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "verdict", "kind is 'verdict'; allowed are"),
        ("kind", None, "kind is missing"),
        ("status", "settled", "status is 'settled'"),
        ("sector", "shop", "sector is 'shop'"),
        ("modality", "ear", "modality is 'ear'"),
        ("use", "spying", "use is 'spying'"),
        ("country", "Germany", "country must be"),
        ("country", None, "country must be"),
        ("consent_defect", ["no_cookie"], "consent_defect is 'no_cookie'"),
        ("remedies", ["party"], "remedies is 'party'"),
        ("confidence", "rumour", "confidence is 'rumour'"),
        ("persons_basis", "guests", "persons_basis is 'guests'"),
        ("per_person_basis", "guess", "per_person_basis is 'guess'"),
        ("vulnerable", "driver", "vulnerable is 'driver'"),
        ("minors", "yes", "minors must be"),
        ("decided_on", "03/2024", "decided_on: Not a date"),
        ("decided_on", "2024-13", "decided_on: Not a date"),
        ("decided_on", "2023-02-29", "decided_on: Not a date"),
        ("amount", "many", "amount is not a number"),
        ("amount", -5, "amount must be a sum of zero or more"),
        ("per_person", float("nan"), "per_person must be"),
        ("persons", 2.5, "persons must be a whole number"),
        ("currency", "euro", "currency must be"),
        ("currency", None, "a sum needs its currency"),
    ],
)
def test_a_bad_record_is_refused_by_name(field: str, value: Any, said: str) -> None:
    with pytest.raises(FactError) as refused:
        record(**{field: value})
    assert str(refused.value).startswith("xx-court-2024-shop: ")
    assert said in str(refused.value)


def test_a_record_without_an_id_is_refused() -> None:
    with pytest.raises(FactError, match="id is missing"):
        record(id="")


@pytest.mark.parametrize(
    ("text", "precision", "iso"),
    [("2021-07-09", "day", "2021-07-09"), ("2021-07", "month", "2021-07"), ("2021", "year", "2021")],
)
def test_a_date_keeps_its_precision(text: str, precision: str, iso: str) -> None:
    assert (PartialDate.parse(text).precision, PartialDate.parse(text).iso()) == (precision, iso)


def test_an_unknown_date_stays_unknown() -> None:
    assert PartialDate.parse(None).precision == "unknown"
    assert PartialDate.parse("").iso() is None
    assert PartialDate.parse(dt.date(2020, 2, 29)).iso() == "2020-02-29"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sector": "shop"}, "sector"),
        ({"proceeding": "dismissed"}, "proceeding"),
        ({"country": "de"}, "country"),
        ({"consent_defect": frozenset({"x"})}, "consent_defect"),
        ({"persons": 0}, "persons"),
    ],
)
def test_bad_facts_of_a_case_are_refused_by_field(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(FactError, match=said):
        CaseFacts(**changes)


def test_the_order_of_frameworks_does_not_matter() -> None:
    assert CaseFacts(frameworks=("B", "A", "B")) == CaseFacts(frameworks=("A", "B"))


@pytest.mark.parametrize(
    ("sector", "actor"), [("police", "public"), ("government", "public"), ("retail", "private"), ("health", None)]
)
def test_the_actor_is_said_only_where_the_sector_tells(sector: str, actor: str | None) -> None:
    assert actor_of(sector) == actor


@pytest.mark.parametrize(
    ("kind", "authority", "forum"),
    [
        ("dismissed", "High Court of Kenya", "court"),
        ("order_only", "CNIL (French data protection authority)", "regulator"),
        ("order_only", "Hamburg Commissioner; Administrative Court", "regulator"),
        ("dismissed", "Council of State", "court"),
        ("regulator_fine", "A court of auditors", "regulator"),
    ],
)
def test_who_decided_is_read_from_the_kind_or_the_first_name(kind: str, authority: str, forum: str) -> None:
    assert forum_of(kind, authority) == forum


class TestWhatCounts:
    def test_a_class_sum_is_never_divided(self) -> None:
        settlement = record(kind="class_settlement", amount=5_000_000, persons=10_000, per_person=None)
        assert relevant_sum(settlement, "compensation") is None
        assert ended_with_money(settlement, "compensation") is True

    def test_a_fine_is_not_compensation_unless_a_person_was_paid_with_it(self) -> None:
        fine = record(kind="regulator_fine", per_person=None, per_person_basis=None)
        assert relevant_sum(fine, "fine") == 1500
        assert relevant_sum(fine, "compensation") is None
        assert ended_with_money(fine, "compensation") is None
        assert ended_with_money(record(kind="regulator_fine"), "compensation") is True

    @pytest.mark.parametrize("status", ["overturned", "reduced"])
    def test_overturned_and_reduced_sums_inform_the_odds_alone(self, status: str) -> None:
        one = record(status=status)
        assert not informs_range(one, "compensation")
        assert ended_with_money(one, "compensation") is (status == "reduced")

    def test_a_dismissal_with_a_zero_informs_the_odds_alone(self) -> None:
        one = record(kind="dismissed", per_person=0, amount=0)
        assert not informs_range(one, "compensation")
        assert not is_scored(one, "compensation")
        assert ended_with_money(one, "compensation") is False
        assert ended_with_money(one, "fine") is None

    def test_scored_are_awards_that_stand_and_every_fine(self) -> None:
        assert is_scored(record(status="reduced"), "compensation")
        assert not is_scored(record(status="overturned"), "compensation")
        assert is_scored(record(kind="regulator_fine", status="overturned"), "fine")

    def test_a_settlement_with_a_state_says_nothing_of_a_person(self) -> None:
        assert ended_with_money(record(kind="state_settlement", per_person=None), "compensation") is None


class TestTheShippedFile:
    def test_every_record_is_accepted_and_ids_are_unique(self) -> None:
        records = read_records(RECORDS)
        assert len(records) == 425
        assert len({one.id for one in records}) == 425

    def test_a_case_states_all_that_the_model_sees_of_a_precedent(self) -> None:
        """So that the back-test asks with what a caller could have said, and with nothing more."""
        for one in read_records(RECORDS):
            assert profile(CaseFacts.of_precedent(one)) == profile(one)

    def test_a_bad_line_is_named(self, tmp_path: Any) -> None:
        path = tmp_path / "records.jsonl"
        path.write_text('{"id": "a"\n', encoding="utf-8")
        with pytest.raises(FactError, match=r"records\.jsonl, line 1: not JSON"):
            read_records(path)
        path.write_text("[1]\n", encoding="utf-8")
        with pytest.raises(FactError, match="not a JSON object"):
            read_records(path)


def test_the_engine_imports_nothing_but_itself_numpy_and_the_rates() -> None:
    """So that it runs in a notebook: standard library, NumPy, CurrencyConverter and its own modules."""
    allowed = sys.stdlib_module_names | {"numpy", "currency_converter"}
    for path in METHOD_FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                own = name.startswith("caseapp.rules.estimation")
                assert own or name.split(".")[0] in allowed, f"{path.name} imports {name}"
