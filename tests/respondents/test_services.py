"""Organisations are described by anybody, and added, corrected and verified by officers."""

import pytest

from caseapp.audit.selectors import entries_about
from caseapp.core.actors import VISITOR
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.respondents.models import Alias, Respondent
from caseapp.respondents.services import (
    add_respondent,
    add_site,
    change_respondent,
    describe_respondent,
    verify_respondent,
)
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer, place
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return actor_of(officer(AuthorityFactory(jurisdiction=place("CN"))))


def described(**changes):
    place("CN")
    given = {"name": "宁波海风酒店", "country": "CN", "sector": "hospitality", "kind": "private", "address": ""}
    return describe_respondent(actor=VISITOR, **{**given, **changes})


def test_a_visitor_describes_an_organisation_that_is_not_verified():
    hotel = described(address="  中山路\n1号 ")
    assert (hotel.name, hotel.country_id, hotel.sector, hotel.verified) == ("宁波海风酒店", "CN", "hospitality", False)
    assert hotel.address == "中山路 1号"
    assert hotel.reference.startswith("ORG-")
    entry = entries_about(hotel).get()
    assert entry.action == "respondents.describe"
    assert "海风" not in entry.payload


def test_the_same_name_in_the_same_country_is_the_same_organisation():
    first = described(name="Seaview Hotel")
    assert described(name="  SEAVIEW   hotel ") == first
    assert described(name="Ｓｅａｖｉｅｗ Hotel") == first
    assert described(name="Seaview Hotels") != first


def test_a_verified_one_is_preferred_and_found_by_local_name_or_alias():
    known = RespondentFactory(name="Sea Breeze Hotel", name_local="宁波海风酒店", country=place("CN"))
    Alias.objects.create(respondent=known, name="海风")
    assert described() == known
    assert described(name="海风") == known
    assert Respondent.objects.count() == 1


def test_the_same_name_elsewhere_is_another_organisation():
    place("GB")
    assert described(name="Seaview") != described(name="Seaview", country="GB")


def test_a_province_counts_as_its_country():
    illinois = place("US-IL")
    illinois.parent = place("US")
    illinois.save()
    assert described(name="Lake Gym", country="US-IL").country_id == "US"


def test_everything_wrong_is_said_at_once():
    with pytest.raises(InvalidInput) as refused:
        described(name=" ", country="XX", sector="moon", kind="alien", address="x" * 301)
    assert set(refused.value.errors) == {"name", "country", "sector", "kind", "address"}
    with pytest.raises(InvalidInput):
        described(name="n" * 201)


def test_officers_add_and_nobody_else(clerk):
    made = add_respondent(
        actor=clerk, name="Harbour Mall", country=place("CN"), sector="retail", aliases=["港湾商场", "Harbour Mall"]
    )
    assert made.verified
    assert [alias.name for alias in made.aliases.all()] == ["港湾商场"]
    with pytest.raises(InvalidInput) as refused:
        add_respondent(actor=clerk, name="harbour mall", country=place("CN"))
    assert "name" in refused.value.errors
    for stranger in (VISITOR, actor_of(UserFactory()), actor_of(lawyer(FirmFactory()))):
        with pytest.raises(NotAllowed):
            add_respondent(actor=stranger, name="Other Mall", country=place("CN"))


def test_a_change_writes_the_fields_but_not_the_values(clerk):
    mall = RespondentFactory(name="Harbour Mall", country=place("CN"))
    changed = change_respondent(
        actor=clerk, respondent=mall, changes={"name_local": "港湾商场", "sector": "retail"}, aliases=["HM"]
    )
    mall.refresh_from_db()
    assert (changed.name_local, mall.name_local, mall.sector) == ("港湾商场", "港湾商场", "retail")
    entry = entries_about(mall).get()
    assert '"fields":["name_local","sector","aliases"]' in entry.payload
    assert "港湾" not in entry.payload


def test_a_change_that_changes_nothing_leaves_no_trace(clerk):
    mall = RespondentFactory(name="Harbour Mall")
    change_respondent(actor=clerk, respondent=mall, changes={"name": "Harbour Mall"}, aliases=[])
    assert not entries_about(mall).exists()


def test_a_change_is_refused_to_strangers_for_twins_and_for_circles(clerk):
    group = RespondentFactory(name="Group")
    shop = RespondentFactory(name="Shop", parent=group)
    with pytest.raises(NotAllowed):
        change_respondent(actor=VISITOR, respondent=shop, changes={"name": "Mine"})
    with pytest.raises(InvalidInput):
        change_respondent(actor=clerk, respondent=shop, changes={"name": "group"})
    with pytest.raises(InvalidInput) as refused:
        change_respondent(actor=clerk, respondent=group, changes={"parent": shop})
    assert "parent" in refused.value.errors


def test_an_officer_verifies_once(clerk):
    hotel = described()
    with pytest.raises(NotAllowed):
        verify_respondent(actor=VISITOR, respondent=hotel)
    verify_respondent(actor=clerk, respondent=hotel)
    assert verify_respondent(actor=clerk, respondent=hotel).verified
    assert entries_about(hotel).filter(action="respondents.verify").count() == 1


def test_a_place_is_noted_once(clerk):
    mall = RespondentFactory()
    site = add_site(actor=clerk, respondent=mall, name="Sales office, west gate", address="1 Long Road")
    assert add_site(actor=clerk, respondent=mall, name="Sales office, west gate") == site
    with pytest.raises(InvalidInput):
        add_site(actor=clerk, respondent=mall, name=" ")
