"""The daily copy of the register."""

from caseapp.core.queue import task
from caseapp.register import services


@task("register.make_snapshot")
def make_snapshot() -> None:
    """Write today's copy and forget old ones; run every night by the schedule."""
    services.make_snapshot()
    services.prune_snapshots()
