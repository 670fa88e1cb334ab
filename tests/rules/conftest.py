"""The real law as values, for the tests of the rules."""

from collections.abc import Mapping
from typing import Any

import pytest

from caseapp.rules.screening import FrameworkRule
from tests.factories.law import real_rules


@pytest.fixture(scope="session")
def law(django_db_setup: None, django_db_blocker: Any) -> Mapping[str, FrameworkRule]:
    """Every framework of the data files by its code; nothing stays in the database."""
    with django_db_blocker.unblock():
        return {rule.code: rule for rule in real_rules()}
