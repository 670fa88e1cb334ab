"""Every address is classified by who may enter, and every role tries every door.

An address that stands in no class fails `test_every_address_is_classified`: whoever adds one must say who may enter,
in the module of `doors` that its part of the site has.
"""

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories.roles import ROLES, Cast

from .doors import CLASSES, PARTS
from .doors.stage import Stage, set_up
from .doors.who import EVERYBODY

UNTRIED = {"allauth", "draft", "post"}
"""Classes whose doors have tests of their own (allauth's, the filing's) or open to POST alone."""


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The full name of every URL pattern of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace or ""]))
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join(filter(None, [namespace, entry.name or f"unnamed {entry.pattern}"]))


def test_every_address_is_classified():
    found = set(addresses())
    assert found - set(CLASSES) == set(), "say in CLASSES who may enter"
    assert set(CLASSES) - found == set(), "these addresses are gone"


def test_no_address_is_classified_twice():
    twice = [name for name, count in Counter(name for part in PARTS for name in part.DOORS).items() if count > 1]
    assert twice == []


@pytest.fixture
def stage() -> Stage:
    return set_up()


def browser(people: Cast, role: str) -> Client:
    client = Client(raise_request_exception=False)
    actor = people.actors[role]
    if actor.is_signed_in:
        from caseapp.accounts.models import User

        client.force_login(User.objects.get(pk=actor.user_id), backend="caseapp.accounts.backends.Backend")
    elif actor.is_receipt_holder:
        session = client.session
        session["receipt"] = {"complaint": actor.complaint_id, "seen": 2_000_000_000}
        session.save()
    return client


def refused(response: Any) -> bool:
    """Not let in: no such page, not allowed, or sent to sign in or to the door of a code."""
    if response.status_code in {301, 302}:
        return "/account/login/" in response["Location"] or response["Location"].endswith(("/follow/", "/respond/"))
    return response.status_code in {401, 403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_role_tries_every_door(stage, role):
    client = browser(stage.people, role)
    wrong: list[str] = []
    for name, (may, what) in CLASSES.items():
        if what in UNTRIED:
            continue
        kwargs = dict(stage.kwargs[what])
        if name == "api:framework":
            kwargs = {"code": "none"}
        # A receipt opens the pages of its complaint; the API takes it in a header, so its session counts for nothing.
        door = may - {"receipt_of_another"} if name.startswith("api:") and may != EVERYBODY else may
        response = client.get(reverse(name, kwargs=kwargs))
        if response.status_code >= 500:
            wrong.append(f"{name}: {response.status_code}")
        elif (role in door) == refused(response):
            wrong.append(f"{name}: {response.status_code} {'but may' if role in door else 'but may not'} enter")
    assert wrong == []


@pytest.mark.django_db
def test_what_may_not_be_seen_looks_like_what_does_not_exist(stage):
    client = browser(stage.people, "other_citizen")
    for name, missing in (
        ("workspace:complaint", {"reference": "CN-2026-0000-0000"}),
        ("evidence:item", {"item_id": uuid.uuid4()}),
        ("litigation:suit", {"reference": "SUIT-2026-0000-0000"}),
    ):
        _may, what = CLASSES[name]
        hidden = client.get(reverse(name, kwargs=stage.kwargs[what]))
        absent = client.get(reverse(name, kwargs=missing))
        assert hidden.status_code == absent.status_code == 404
        path, other = reverse(name, kwargs=stage.kwargs[what]), reverse(name, kwargs=missing)
        assert plain(hidden, path) == plain(absent, other)


def plain(response: Any, path: str) -> str:
    """A page without its own address and without the token that differs each time."""
    text = response.content.decode().replace(path, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
