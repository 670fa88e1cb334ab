"""Keeps the rollups up to date in the background."""

from caseapp.core.queue import task
from caseapp.statistics import services


@task("statistics.count_touched")
def count_touched() -> None:
    """Count the days anew that changes touched; run every minute by the schedule. Where another worker is at it, that
    one takes what is left as well.
    """
    services.count_touched(wait=False)


@task("statistics.count_rising")
def count_rising() -> None:
    """Count anew which clusters grow; run every hour by the schedule."""
    services.rising_now()
