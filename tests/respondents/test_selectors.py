"""The registry finds the organisation that a person means, in both scripts and in spite of typing errors."""

from itertools import pairwise

import pytest

from caseapp.core.actors import VISITOR
from caseapp.core.errors import NotFound
from caseapp.respondents.models import Alias
from caseapp.respondents.selectors import respondent_by_reference, respondents, similar
from tests.factories.accounts import AuthorityFactory, actor_of, officer, place
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry():
    names = [
        ("Ningbo Bright Harbour Property Management Co., Ltd", "宁波明港物业管理有限公司", "CN"),
        ("Ningbo Famous City Real Estate Co., Ltd", "宁波名城房地产开发有限公司", "CN"),
        ("Tianjin Heron Residential Services", "天津白鹭物业", "CN"),
        ("Heron Leisure Clubs", "", "GB"),
        ("Castell Supermercats SA", "", "ES"),
        ("محلات النخيل", "", "FR"),
    ]
    made = {
        name: RespondentFactory(name=name, name_local=local, country=place(country)) for name, local, country in names
    }
    Alias.objects.create(respondent=made["Castell Supermercats SA"], name="卡斯特尔超市")
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ningbo Bright Harbour Property Management", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("ningbo brigth harbor propety", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("Bright Harbour", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("宁波明港物业管理有限公司", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("宁波名港物业管理有限公司", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("宁波明港物业", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("明港", "Ningbo Bright Harbour Property Management Co., Ltd"),
        ("天津白露物业", "Tianjin Heron Residential Services"),
        ("Castel Supermercat", "Castell Supermercats SA"),
        ("卡斯特超市", "Castell Supermercats SA"),
        ("ＨＥＲＯＮ　ＬＥＩＳＵＲＥ", "Heron Leisure Clubs"),
        ("محلات النخي", "محلات النخيل"),
    ],
)
def test_the_likest_comes_first(registry, typed, meant):
    found = similar(typed)
    assert found[0] == registry[meant]
    assert all(first.likeness >= second.likeness for first, second in pairwise(found))


def test_the_country_decides_between_equals_but_shuts_nobody_out(registry):
    assert similar("Heron", "CN")[0].country_id == "CN"
    assert similar("Heron", "GB")[0].country_id == "GB"
    assert {found.country_id for found in similar("Heron", "GB")} == {"GB", "CN"}


def test_a_province_stands_for_its_country(registry):
    assert similar("Heron", "CN-TJ")[0].country_id == "CN"


@pytest.mark.parametrize("typed", ["", " ", "x", "%%", "(((", "\\", "'; drop table", "zzzzqqqq"])
def test_nothing_is_found_for_noise(registry, typed):
    assert similar(typed) == []


def test_a_description_that_nobody_verified_is_shown_to_officers_alone(registry):
    private = RespondentFactory(name="Li Example, landlord of flat 3", verified=False)
    clerk = actor_of(officer(AuthorityFactory()))
    assert private not in similar("Li Example, landlord")
    assert private in similar("Li Example, landlord", actor=clerk)
    with pytest.raises(NotFound):
        respondent_by_reference(private.reference)
    assert respondent_by_reference(private.reference, actor=clerk) == private
    assert private not in respondents(VISITOR)
    assert private in respondents(clerk)


def test_the_search_takes_the_same_few_statements_however_many_are_found(registry, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        similar("Castell")
    for number in range(3):
        RespondentFactory(name=f"Castell {number}", country=place("ES"))
    with django_assert_max_num_queries(6):
        assert len(similar("Castell")) == 4


def test_the_limit_holds(registry):
    for number in range(12):
        RespondentFactory(name=f"Lindenhof Markt {number}")
    assert len(similar("Lindenhof Markt")) == 8
    assert len(similar("Lindenhof Markt", limit=3)) == 3


def test_the_list_finds_parts_of_names_and_narrows(registry):
    assert {found.name for found in respondents(VISITOR, q="heron")} == {
        "Tianjin Heron Residential Services",
        "Heron Leisure Clubs",
    }
    assert [found.name for found in respondents(VISITOR, q="超市")] == ["Castell Supermercats SA"]
    assert [found.name for found in respondents(VISITOR, q="heron", country="GB")] == ["Heron Leisure Clubs"]
    assert not respondents(VISITOR, sector="police").exists()


def test_an_unknown_reference_is_not_found(db):
    with pytest.raises(NotFound):
        respondent_by_reference("ORG-2026-0000-0000")
