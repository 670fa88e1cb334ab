"""What every test may lean on."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Throttles and other counters of one test must not reach the next."""
    from django.core.cache import cache

    yield
    cache.clear()
