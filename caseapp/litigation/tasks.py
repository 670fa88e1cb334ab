"""What a firm's desk does by the clock, and after somebody was added."""

from django.db import transaction

from caseapp.accounts.models import Firm
from caseapp.complaints.tasks import when_contact_changed
from caseapp.core import queue
from caseapp.litigation.services import collective, conflicts, limitation_warnings
from caseapp.respondents.tasks import when_changed

when_changed(conflicts.organisation_changed)
when_contact_changed(conflicts.client_renamed)


@queue.task("litigation.recheck_conflicts")
def recheck_conflicts(firm_id: int) -> None:
    """Look again at a firm's engagements after it came to know somebody."""
    conflicts.recheck_firm(firm_id)


@queue.task("litigation.recheck_every_firm")
def recheck_every_firm() -> None:
    """Look again at every firm's engagements, in case anything was learned by a way that tells nobody; begun every
    night by the schedule.
    """
    with transaction.atomic():
        for firm_id in Firm.objects.filter(engagements__isnull=False).distinct().values_list("pk", flat=True):
            queue.enqueue("litigation.recheck_conflicts", firm_id=firm_id)


@queue.task("litigation.tell_invited")
def tell_invited(action_id: int) -> None:
    """Tell everybody who was invited to a collective action and does not know yet."""
    collective.tell_invited(action_id)


@queue.task("litigation.warn_of_limitation")
def warn_of_limitation() -> None:
    """Warn teams of limitation dates, and partners of warnings that nobody read; begun every hour by the schedule."""
    limitation_warnings.warn_of_limitation()
    limitation_warnings.escalate_unread()
