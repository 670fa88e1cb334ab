"""Makes exports, and forgets them when their time is over."""

from caseapp.core.queue import task
from caseapp.exports import services


@task("exports.build", lease_seconds=60, time_limit=570)
def build(export_id: str, notice: str = "exports.ready") -> None:
    """Write one export."""
    services.build_export(export_id=export_id, notice=notice)


@task("exports.expire")
def expire() -> None:
    """Forget exports that are too old; begun every hour by the schedule."""
    services.expire_exports()


@task("exports.make_due_reports")
def make_due_reports() -> None:
    """Ask for the reports whose day has come; begun hourly, so that a night without us loses none."""
    services.make_due_reports()
