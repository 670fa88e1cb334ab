"""Accounts, firms and authorities for tests."""

import factory
from factory.django import DjangoModelFactory

from caseapp.accounts.models import Authority, Firm, Membership, User
from caseapp.accounts.selectors import actor_for
from caseapp.core.actors import Actor
from caseapp.law.models import Jurisdiction


def place(code: str = "CN") -> Jurisdiction:
    """A jurisdiction by code, made when missing."""
    found, _ = Jurisdiction.objects.get_or_create(
        code=code, defaults={"kind": "country" if "-" not in code else "subdivision", "name_en": code}
    )
    return found


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    display_name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password("a long pass phrase")


class FirmFactory(DjangoModelFactory):
    class Meta:
        model = Firm

    slug = factory.Sequence(lambda number: f"firm-{number}")
    name = factory.Sequence(lambda number: f"Firm {number} LLP")


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = Authority

    code = factory.Sequence(lambda number: f"authority-{number}")
    name = factory.Sequence(lambda number: f"Authority {number}")
    jurisdiction = factory.LazyFunction(place)


def officer(authority: Authority, role: str = "intake_officer", **fields: object) -> User:
    """An account with a role in an authority."""
    user = UserFactory(**fields)
    Membership.objects.create(user=user, authority=authority, role=role)
    return user


def lawyer(firm: Firm, role: str = "associate", **fields: object) -> User:
    """An account with a role in a firm."""
    user = UserFactory(**fields)
    Membership.objects.create(user=user, firm=firm, role=role)
    return user


def actor_of(user: User) -> Actor:
    """The actor that an account stands for."""
    return actor_for(user)
