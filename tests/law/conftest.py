"""The law as loaded, for the tests of this app."""

import pytest

from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law


@pytest.fixture
def loaded_law(db: None) -> None:
    """All data files in the database, for one test."""
    load_law(actor=SYSTEM)
