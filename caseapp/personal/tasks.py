"""Makes archives, and forgets them when their time is over."""

from caseapp.core.queue import task
from caseapp.personal import services


@task("personal.make_take_out")
def make_take_out(take_out_id: str) -> None:
    """Write one archive."""
    services.make_take_out(take_out_id=take_out_id)


@task("personal.expire_take_outs")
def expire_take_outs() -> None:
    """Delete archives that were taken or are too old; begun every hour by the schedule."""
    services.expire_take_outs()


@task("personal.run_disposal")
def run_disposal(disposal_id: int) -> None:
    """Dispose of a portion of what was approved."""
    services.run_disposal(disposal_id)
