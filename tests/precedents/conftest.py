"""The law and the precedents as loaded, for tests that need the real record."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law
from caseapp.precedents.services import load_precedents


@pytest.fixture(scope="module")
def real_record(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All data files in the database for the tests of one module, each of which is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_law(actor=SYSTEM)
        load_precedents(actor=SYSTEM)
        yield
        transaction.set_rollback(True)
