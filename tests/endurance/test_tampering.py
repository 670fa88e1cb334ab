"""A thousand single changes to sealed files, rows, entries and their order, of which the suite tries forty."""

import pytest

from tests.evidence.store_changes import not_found

pytestmark = [pytest.mark.endurance, pytest.mark.django_db]


def test_a_thousand_changes_are_found():
    assert not_found(1000, seed=20261127) == []
