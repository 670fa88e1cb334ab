"""What enforcement does by the clock, and after a decision."""

from caseapp.core import queue
from caseapp.enforcement import services
from caseapp.enforcement.models import Decision
from caseapp.enforcement.services.decision_letters import write_decision as write_decision_letter


@queue.task("enforcement.mark_overdue_fines")
def mark_overdue_fines() -> None:
    """Mark fines whose day to pay has passed; run every hour by the schedule."""
    services.mark_overdue_fines()


@queue.task("enforcement.mark_orders")
def mark_orders() -> None:
    """Mark orders not proven in time, and those to be checked again; run every hour by the schedule."""
    services.mark_orders_by_clock()


@queue.task("enforcement.send_reminders")
def send_reminders() -> None:
    """Remind respondents of fines to pay; run every hour by the schedule."""
    services.send_due_reminders()


@queue.task("enforcement.mark_missed_days")
def mark_missed_days() -> None:
    """Write down days to answer that respondents let pass; run every hour by the schedule."""
    services.mark_missed_days()


@queue.task("enforcement.write_decision")
def write_decision(decision_id: int) -> None:
    """Write an approved decision to its respondent."""
    decision = Decision.objects.select_related(
        "investigation__authority__jurisdiction", "investigation__respondent", "legal_basis"
    ).get(pk=decision_id)
    write_decision_letter(decision=decision)
