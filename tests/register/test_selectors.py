"""Public numbers: right, never pointing at a person, and cheap."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from caseapp.core.errors import InvalidInput, NotFound
from caseapp.enforcement.models import Appeal
from caseapp.register.selectors import (
    FineQuery,
    complaints_about,
    fine_records,
    history,
    public_figures,
    public_fine,
    public_fines,
    public_numbers,
    statistics,
)
from caseapp.register.selectors.figures import without_small
from tests.factories.accounts import AuthorityFactory, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import enter, fine
from tests.factories.precedents import record, stored
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


def published(**fields):
    return fine(published_at=timezone.now(), **fields)


@pytest.mark.parametrize(
    ("counts", "told", "rest"),
    [
        ({"a": 9, "b": 6}, {"a": 9, "b": 6}, None),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9}, 5),
        ({"a": 9, "b": 6, "c": 4}, {"a": 9}, 10),
        ({"a": 9, "b": 1}, {}, 10),
        ({"a": 3}, {}, None),
        ({"a": 4, "b": 1}, {}, 5),
        ({}, {}, None),
        ({"a": 5, "b": 0}, {"a": 5}, None),
    ],
)
def test_small_numbers_cannot_be_worked_out(counts, told, rest):
    assert without_small(counts) == (told, rest)


@pytest.mark.parametrize("counts", [{"a": 7, "b": 5, "c": 1}, {"a": 100, "b": 4}, {str(n): n for n in range(12)}])
def test_the_rest_is_never_a_small_number(counts):
    told, rest = without_small(counts)
    assert all(count >= 5 for count in told.values())
    hidden = sum(counts.values()) - sum(told.values())
    assert rest is None or rest >= 5
    assert hidden == 0 or hidden >= 5 or not told


def test_complaints_are_counted_from_five_and_drafts_never():
    respondent = RespondentFactory()
    for _number in range(4):
        ComplaintFactory(respondent=respondent)
    ComplaintFactory(respondent=respondent, state="draft")
    assert complaints_about(respondent.pk) is None
    assert public_numbers()["complaints"] is None
    ComplaintFactory(respondent=respondent)
    cache.clear()
    assert complaints_about(respondent.pk) == 5
    assert public_numbers()["complaints"] == 5


def test_fines_are_summed_by_currency_and_only_those_that_stand():
    published(amount="1000", currency="EUR")
    reduced = published(amount="500", currency="EUR", state="reduced")
    enter(reduced, "adjustment", "-200")
    published(amount="70", currency="GBP")
    published(amount="9000", currency="EUR", state="annulled")
    fine(amount="5000", currency="EUR")
    found = {money.currency: (money.count, money.total) for money in public_numbers()["fines"]}
    assert found == {"EUR": (2, 1300), "GBP": (1, 70)}


def test_the_first_page_costs_three_statements_and_then_none(tmp_path, django_assert_num_queries):
    stored(tmp_path, record(country="FR"), record(country="DE"), record(country="DE"))
    published()
    with django_assert_num_queries(3):
        figures = public_figures()
    assert {figure["label"]: figure["count"] for figure in figures} == {
        "fines in the register": 1,
        "decided cases with sources": 3,
        "countries they come from": 2,
    }
    assert figures[0]["note"] == "CNY 250,000"
    with django_assert_num_queries(0):
        public_figures()


def test_an_empty_installation_has_no_figures():
    assert public_figures() == []


def test_statistics_put_small_numbers_together():
    for _number in range(6):
        ComplaintFactory(sector="retail", use="identification")
    for sector in ("health", "transport"):
        ComplaintFactory(sector=sector, use="identification", jurisdiction=place("US-IL"))
    tables = {table.key: table for table in statistics()}
    rows = {row.value: row.count for row in tables["complaints_by_sector"].rows}
    assert rows == {"": 8}
    assert tables["complaints_by_sector"].suppressed
    assert {row.label: row.count for row in tables["complaints_by_country"].rows} == {"All others together": 8}
    assert [(row.value, row.count) for row in tables["complaints_by_use"].rows] == [("identification", 8)]


def test_fines_by_country_name_the_country_of_the_authority():
    published(authority=AuthorityFactory(jurisdiction=place("US-IL")))
    tables = {table.key: table for table in statistics()}
    assert [(row.value, row.label, row.count) for row in tables["fines_by_country"].rows] == [
        ("US", "United States", 1)
    ]


class TestFines:
    def test_only_published_ones_are_shown(self):
        shown, hidden = published(), fine()
        assert [one.pk for one in public_fines()] == [shown.pk]
        assert public_fine(shown.reference) == shown
        with pytest.raises(NotFound):
            public_fine(hidden.reference)

    def test_each_choice_narrows(self):
        one = published(authority=AuthorityFactory(jurisdiction=place("US-IL")), state="paid", paid="250000")
        one.respondent.name_local = "宁波港湾"
        one.respondent.sector = "retail"
        one.respondent.save()
        published()
        for query in (
            {"country": "US"},
            {"state": "paid"},
            {"sector": "retail"},
            {"q": "港湾"},
            {"q": one.respondent.name},
        ):
            assert [found.pk for found in public_fines(FineQuery(**query))] == [one.pk], query

    def test_an_address_is_read_with_care(self):
        assert FineQuery.from_mapping({"q": " x ", "country": "us", "other": "y"}).given() == {
            "q": "x",
            "country": "US",
        }
        with pytest.raises(InvalidInput) as refused:
            FineQuery.from_mapping({"state": "imposed", "sector": "moon", "country": "USA"})
        assert set(refused.value.errors) == {"state", "sector", "country"}

    def test_its_history_names_nobody(self):
        one = published(state="reduced", amount="1000", paid="400")
        enter(one, "adjustment", "-300")
        one.ledger.model.objects.create(
            fine=one, kind="payment", amount="-100", currency=one.currency, on=one.imposed_on, note="Li Example phoned"
        )
        told = history(one)
        assert [str(event.what) for event in told][:1] == ["Fine imposed"]
        assert {str(event.what) for event in told} >= {
            "Paid",
            "Sum changed",
            "Appeal lodged",
            "Appeal decided: the fine is reduced",
            "Published in this register",
        }
        assert [event.on for event in told] == sorted(event.on for event in told)
        assert not any("Li Example" in str(event) for event in told)

    def test_an_open_appeal_has_no_outcome_yet(self):
        one = published(state="under_appeal")
        assert Appeal.objects.filter(fine=one, decided_on=None).exists()
        assert [str(event.what) for event in history(one) if "Appeal" in str(event.what)] == ["Appeal lodged"]

    def test_its_record_holds_money_as_sum_and_currency_and_no_ids(self):
        one = published(amount="1000", paid="400", currency="EUR")
        (found,) = fine_records(FineQuery())
        assert found["amount"] == {"amount": "1000.00", "currency": "EUR"}
        assert found["balance"] == {"amount": "600.00", "currency": "EUR"}
        assert found["reference"] == one.reference
        assert "id" not in found

    def test_statements_do_not_grow_with_the_rows(self, django_assert_num_queries):
        published()
        with django_assert_num_queries(1):
            list(fine_records(FineQuery()))
        published()
        published()
        with django_assert_num_queries(1):
            assert len(list(fine_records(FineQuery()))) == 3
