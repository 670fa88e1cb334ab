"""What tests of the respondent share."""

import pytest

from tests.enforcement.respondent import Case


@pytest.fixture
def case() -> Case:
    return Case()
