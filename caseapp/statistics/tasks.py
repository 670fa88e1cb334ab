"""Keeps the rollups up to date in the background."""

from caseapp.core.queue import task
from caseapp.statistics import services


@task("statistics.count_touched")
def count_touched() -> None:
    """Count the days anew that changes touched; run every minute by the schedule."""
    services.count_touched()
