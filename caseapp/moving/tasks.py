"""Makes archives of matters, and forgets them when their time is over."""

from caseapp.core.queue import task
from caseapp.moving import services


@task("moving.make_archive")
def make_archive(departure_id: str) -> None:
    """Write one archive."""
    services.make(departure_id=departure_id)


@task("moving.expire_archives")
def expire_archives() -> None:
    """Delete archives that are too old; begun every hour by the schedule."""
    services.expire()
