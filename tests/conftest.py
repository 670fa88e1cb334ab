"""What every test may lean on."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest

FILLED_BY_MIGRATING = {"django_content_type", "auth_permission"}
"""What stands in them before the first test stands in them after each."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker begins with the browser tests, which last as long as half of the others, and has a core for them.

    The other takes module by module what needs no database, while the first makes the template, then what else lasts
    long; in the end they share what is left. First of all hooks, for xdist reads the groups in its own.
    """
    items.sort(key=lambda item: (not _in_browser(item), _needs_database(item), not item.get_closest_marker("slow")))
    for item in items:
        item.add_marker(pytest.mark.xdist_group("browser" if _in_browser(item) else item.nodeid.partition("::")[0]))


def pytest_collection_finish() -> None:
    """What was collected lives to the end: to look through it again and again for rubbish took a sixth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def _needs_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"}
    return item.get_closest_marker("django_db") is not None or bool(fixtures & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool, django_db_blocker: Any
) -> None:
    """Databases of the tests are copies of a template."""
    from tests.template import use_template

    if not django_db_keepdb:
        with django_db_blocker.unblock():
            use_template()


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    """Throttles and other counters of one test, and the language of its last page, must not reach the next."""
    from django.core.cache import cache
    from django.utils import translation

    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _truncate_for_flush() -> None:
    """Tests with real transactions end by truncating the tables they filled, which append-only tables refuse.

    As the owner of the tables the suite sets those triggers aside for that moment, and only there.
    """
    from django.db import connection
    from django.test import TransactionTestCase

    def set_triggers(cursor: Any, state: str) -> None:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_no_truncate%'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} {state} TRIGGER "{trigger}"')

    def flush(self: TransactionTestCase) -> None:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = set(tables) - FILLED_BY_MIGRATING
        filled = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in tables)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(filled)
            names = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
            if names:
                set_triggers(cursor, "DISABLE")
                # CASCADE, since knox keeps a table of its own although our token model replaces it.
                cursor.execute(f"TRUNCATE {names} CASCADE")
                set_triggers(cursor, "ENABLE")

    TransactionTestCase._fixture_teardown = flush
