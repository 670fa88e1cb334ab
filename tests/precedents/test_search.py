"""Precedents are found in English and Chinese, narrowed by facets with honest counts, and paged by key."""

import pytest

from caseapp.core.actors import VISITOR
from caseapp.core.errors import InvalidInput
from caseapp.core.paging import keyset_page
from caseapp.core.words import bigrams
from caseapp.precedents.selectors import (
    PrecedentQuery,
    count,
    facets,
    keyset,
    overview,
    precedents,
    spelled_alike,
)
from tests.factories.precedents import record, stored

pytestmark = pytest.mark.django_db


def found(**query):
    return [one.slug for one in precedents(VISITOR, PrecedentQuery(**query))]


@pytest.fixture
def collection(tmp_path):
    records = [
        record(
            id="cn-ningbo",
            title="Buyer v. Harbour Estate (show flat cameras)",
            country="CN",
            respondent="宁波港湾房地产开发有限公司",
            sector="property_management",
            summary="Cameras in a show flat recognised visitors who had come before.",
            amount=250_000,
            currency="CNY",
            kind="regulator_fine",
            decided_on="2021-06",
            legal_basis=["CN-CRPL"],
        ),
        record(
            id="gb-shop",
            title="Shopper v. Grocer",
            country="GB",
            sector="retail",
            summary="A shop took a shopper for a thief; the watch-list was wrong.",
            consent_defect=["wrong_match", "no_notice"],
            minors=True,
            currency="GBP",
            decided_on="2024-02-01",
        ),
        record(
            id="de-school",
            title="Pupil v. School board",
            sector="education",
            kind="dismissed",
            amount=None,
            per_person=0,
            currency="EUR",
            use="attendance",
            minors=False,
            decided_on=None,
            summary="Nothing was proved.",
        ),
    ]
    translations = {"gb-shop": {"title": "顾客诉杂货店", "summary": "商店把顾客误认为小偷。"}}
    stored(tmp_path, *records, translations=translations)


def test_pairs_of_neighbours_and_the_last_character():
    assert bigrams("宁波市 shop 上海") == "宁波 波市 市 上海 海"
    assert bigrams("shop") == ""


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("camera", ["cn-ningbo"]),
        ("CAMERAS recognising", ["cn-ningbo"]),
        ('"watch-list was wrong"', ["gb-shop"]),
        ("shopper -thief", []),
        ("pupil or grocer", ["gb-shop", "de-school"]),
        ("宁波", ["cn-ningbo"]),
        ("房地产开发", ["cn-ningbo"]),
        ("宁波 cameras", ["cn-ningbo"]),
        ("顾客", ["gb-shop"]),
        ("误认为小偷", ["gb-shop"]),
        ("客诉杂", ["gb-shop"]),
        ("港", ["cn-ningbo"]),
        ("司", ["cn-ningbo"]),
        ("宁海", []),
        ("波湾", []),
        ("中国", ["cn-ningbo"]),
        ("Germany", ["de-school"]),
        ("CN-CRPL", ["cn-ningbo"]),
        ("the", []),
        ("' & ! | ( :*", []),
        ("zzzz", []),
    ],
)
def test_words_are_found_in_both_languages(collection, typed, slugs):
    assert sorted(found(q=typed)) == sorted(slugs)


def test_a_title_ranks_above_a_summary(tmp_path):
    stored(
        tmp_path,
        record(id="in-summary", title="Guest v. Inn", summary="It was about a turnstile."),
        record(id="in-title", title="The turnstile case", summary="It was about a gate."),
    )
    assert found(q="turnstile") == ["in-title", "in-summary"]
    assert found(q="turnstile", sort="title") == ["in-summary", "in-title"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"country": "GB"}, ["gb-shop"]),
        ({"kind": "regulator_fine"}, ["cn-ningbo"]),
        ({"use": "attendance"}, ["de-school"]),
        ({"sector": "retail"}, ["gb-shop"]),
        ({"defect": "wrong_match"}, ["gb-shop"]),
        ({"minors": "yes"}, ["gb-shop"]),
        ({"minors": "no"}, ["de-school"]),
        ({"minors": "unknown"}, ["cn-ningbo"]),
        ({"basis": "CN-CRPL"}, ["cn-ningbo"]),
        ({"sum": "none"}, ["de-school"]),
        ({"sum": "under_100k"}, ["cn-ningbo"]),
        ({"sum": "under_10k"}, ["gb-shop"]),
        ({"decided_after": "2022"}, ["gb-shop"]),
        ({"decided_before": "2021"}, ["cn-ningbo"]),
        ({"decided_after": "2021-06-01", "decided_before": "2024-01-31"}, ["cn-ningbo"]),
        ({"country": "GB", "kind": "dismissed"}, []),
    ],
)
def test_each_choice_narrows(collection, query, slugs):
    assert found(**query) == slugs


def test_the_orders_put_what_has_no_date_or_sum_last(collection):
    assert found() == ["gb-shop", "cn-ningbo", "de-school"]
    assert found(sort="-sum") == ["cn-ningbo", "gb-shop", "de-school"]
    assert found(sort="sum") == ["gb-shop", "cn-ningbo", "de-school"]


def test_a_count_says_what_choosing_it_would_give(collection):
    query = PrecedentQuery(country="GB")
    counted = facets(VISITOR, query)
    assert {one.value: one.count for one in counted["country"]} == {"CN": 1, "GB": 1, "DE": 1}
    assert {one.value: one.count for one in counted["kind"]} == {"court_award": 1}
    assert {one.value: one.count for one in counted["defect"]} == {"wrong_match": 1, "no_notice": 1}
    for facet, values in facets(VISITOR, PrecedentQuery()).items():
        for one in values:
            assert count(VISITOR, PrecedentQuery(**{facet: one.value})) == one.count, (facet, one)


@pytest.mark.parametrize(
    "query", [{}, {"q": "shop"}, {"country": "GB"}, {"kind": "dismissed", "minors": "no"}, {"q": "x"}]
)
def test_the_total_is_the_number_of_matches(collection, query):
    asked = PrecedentQuery(**query)
    assert overview(VISITOR, asked).total == count(VISITOR, asked) == len(found(**query))


def test_facets_take_one_statement(collection, django_assert_num_queries):
    with django_assert_num_queries(1):
        facets(VISITOR, PrecedentQuery(q="shop"))


@pytest.mark.parametrize("sort", ["-relevance", "-decided", "decided", "-sum", "sum", "title"])
def test_pages_lose_and_repeat_nothing_in_any_order(tmp_path, sort):
    stored(
        tmp_path,
        *(
            record(
                title=f"Guest v. Hotel {number % 3}",
                amount=None if number % 4 == 0 else 100 * (number % 5 + 1),
                per_person=None,
                per_person_basis=None,
                decided_on=[None, "2020", "2021-05", "2021-05-01"][number % 4],
            )
            for number in range(23)
        ),
    )
    query = PrecedentQuery(q="guest", sort=sort)
    seen, token = [], None
    while True:
        page = keyset_page(precedents(VISITOR, query), {"after": token} if token else {}, order=keyset(query), size=5)
        seen.extend(row.slug for row in page)
        token = page.next
        if token is None:
            break
    assert seen == found(q="guest", sort=sort)
    assert len(set(seen)) == 23


def test_an_address_is_read_with_care():
    query = PrecedentQuery.from_mapping({"q": " face ", "country": "cn", "sort": "-sum", "page": "7", "after": "x"})
    assert query.given() == {"q": "face", "country": "CN", "sort": "-sum"}
    with pytest.raises(InvalidInput) as refused:
        PrecedentQuery.from_mapping(
            {"kind": "x", "sort": "password", "country": "China", "decided_after": "soon", "q": "x" * 201}
        )
    assert set(refused.value.errors) == {"kind", "sort", "country", "decided_after", "q"}


def test_best_match_needs_words():
    assert PrecedentQuery(sort="-relevance").order == "-decided"
    assert PrecedentQuery(q="face").order == "-relevance"


def test_a_misspelled_title_is_offered(collection):
    assert [one.slug for one in spelled_alike(VISITOR, "groccer")] == ["gb-shop"]
    assert spelled_alike(VISITOR, "x") == []
