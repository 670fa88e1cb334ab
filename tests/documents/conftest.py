"""Law and letter texts as loaded, for the tests of this app."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from caseapp.core.actors import SYSTEM
from caseapp.documents.services import load_templates
from caseapp.law.services import load_law


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All data files in the database for the tests of one module, each of which is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_law(actor=SYSTEM)
        load_templates(actor=SYSTEM)
        yield
        transaction.set_rollback(True)
