"""All three hundred hostile and broken files, of which the suite tries the first thirty."""

import pytest

from tests.evidence.test_malformed import tried

pytestmark = [pytest.mark.endurance, pytest.mark.django_db]


def test_three_hundred_files_break_nothing():
    found = tried(300)
    print(dict(found))
    assert sum(found.values()) == 300
    assert found["shown"] > 30
