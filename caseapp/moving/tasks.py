"""Makes archives of matters and forgets them when their time is over; checks those that come, and brings them in."""

from caseapp.core.queue import task
from caseapp.moving import services


@task("moving.make_archive")
def make_archive(departure_id: str) -> None:
    """Write one archive."""
    services.make(departure_id=departure_id)


@task("moving.check_archive")
def check_archive(arrival_id: str) -> None:
    """Check and try an archive that came."""
    services.check(arrival_id=arrival_id)


@task("moving.bring_in")
def bring_in(arrival_id: str) -> None:
    """Make the case file of a checked archive."""
    services.make_matter(arrival_id=arrival_id)


@task("moving.expire_archives")
def expire_archives() -> None:
    """Delete archives that are too old; begun every hour by the schedule."""
    services.expire()
