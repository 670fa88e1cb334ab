"""Repeat filers: pointed out to the authority that has their complaints, never for anonymous ones, never scored."""

import pytest
from django.urls import reverse

from caseapp.casework.selectors.same_person import by_the_same_person
from caseapp.complaints.models import Contact, Identity
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def me(authority):
    return actor_of(officer(authority))


def with_contact(email, **fields):
    complaint = ComplaintFactory(owner=None, **fields)
    Identity.of(complaint, Contact(email=email)).save()
    return complaint


def found(me, complaint):
    return list(by_the_same_person(me, complaint))


def test_the_same_account_is_the_same_person(me, authority):
    person = UserFactory()
    first, second = (ComplaintFactory(authority=authority, owner=person) for _ in range(2))
    ComplaintFactory(authority=authority)
    ComplaintFactory(authority=AuthorityFactory(), owner=person)
    assert found(me, first) == [second]


def test_the_same_address_is_the_same_person_however_it_is_written(me, authority):
    first = with_contact("mei@example.org", authority=authority)
    second = with_contact("MEI@example.org ", authority=authority)
    with_contact("other@example.org", authority=authority)
    assert found(me, first) == [second]


def test_nothing_is_looked_for_of_whoever_filed_anonymously(me, authority):
    named = with_contact("mei@example.org", authority=authority)
    hidden = with_contact("mei@example.org", authority=authority, anonymous=True)
    nameless = [ComplaintFactory(authority=authority, owner=None, anonymous=True) for _ in range(2)]
    assert found(me, named) == []
    assert found(me, hidden) == []
    assert found(me, nameless[0]) == []


def test_only_officers_of_the_authority_see_it():
    people = cast()
    ComplaintFactory(authority=people.authority, owner=people.complaint.owner)
    seen = {role for role in ROLES if found(people.actors[role], people.complaint)}
    assert seen == {"intake_officer", "investigator", "supervisor"}


def test_the_page_counts_without_naming_anybody(client, authority):
    person = UserFactory(display_name="Lin Mei", email="mei@example.org")
    first, second = (ComplaintFactory(authority=authority, owner=person, priority=7) for _ in range(2))
    client.force_login(officer(authority))
    path = reverse("casework:same_person", args=[first.reference])
    assert path in client.get(reverse("workspace:complaint", args=[first.reference])).content.decode()
    page = client.get(path).content.decode()
    assert second.reference in page
    assert "Lin Mei" not in page
    assert "mei@example.org" not in page
    rows = client.get(f"/api/v1/complaints/{first.reference}/same-person/").json()["results"]
    assert [row["reference"] for row in rows] == [second.reference]
