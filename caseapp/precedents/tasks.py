"""Background work on precedents: matching saved searches and writing their mails."""

from caseapp.core import queue
from caseapp.precedents.services import alerts

AGAIN_AFTER_SECONDS = 300


@queue.task("precedents.find_matches")
def find_matches() -> None:
    """Look for new matches of saved searches after precedents changed."""
    alerts.find_matches()


@queue.task("precedents.ask_to_confirm")
def ask_to_confirm(alert_id: str) -> None:
    """Ask an address whether it wants a saved search."""
    if not alerts.ask_to_confirm(alert_id=alert_id):
        raise queue.Retry(AGAIN_AFTER_SECONDS)


@queue.task("precedents.write_alert")
def write_alert(alert_id: str) -> None:
    """Write what was found for one saved search."""
    if not alerts.write_alert(alert_id=alert_id):
        raise queue.Retry(AGAIN_AFTER_SECONDS)


@queue.task("precedents.write_digests")
def write_digests() -> None:
    """Have the weekly mails written that are due."""
    alerts.enqueue_digests()
