"""What several tests of suits and collective actions begin with."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories.accounts import place


@pytest.fixture
def procedures():
    for code in ("EU", "GB", "US", "CN"):
        place(code)
    illinois = place("US-IL")
    illinois.parent = place("US")
    illinois.save()
    call_command("load_procedures", stdout=StringIO())
