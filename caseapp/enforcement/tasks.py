"""What enforcement does by the clock."""

from caseapp.core import queue
from caseapp.enforcement import services


@queue.task("enforcement.mark_overdue_fines")
def mark_overdue_fines() -> None:
    """Mark fines whose day to pay has passed; run every hour by the schedule."""
    services.mark_overdue_fines()
