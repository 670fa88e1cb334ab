"""A pytest plugin, loaded before Django is: one throw-away PostgreSQL for the whole run.

Settings read DATABASE_URL when they are imported, so the cluster must stand by then; workers of pytest-xdist find
the addresses in their environment and share it.
"""

import os
from contextlib import ExitStack

from caseapp.core.launcher.throwaway import throwaway_cluster

_stack = ExitStack()

if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = _stack.enter_context(throwaway_cluster()).migrator_url
os.environ["DJANGO_SETTINGS_MODULE"] = "caseapp.settings.test"


def pytest_unconfigure() -> None:
    _stack.close()
