"""An authority, an investigator of it, and their browser."""

import pytest

from tests.factories.accounts import AuthorityFactory, actor_of, officer


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def user(authority):
    return officer(authority, "investigator", display_name="Wang Hao")


@pytest.fixture
def me(user):
    return actor_of(user)


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client
