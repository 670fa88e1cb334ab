"""Upkeep of the outbox itself."""

from datetime import timedelta

from django.utils import timezone

from caseapp.core.enums import MessageState
from caseapp.core.models import OutboxMessage
from caseapp.core.queue import task

KEEP_DONE = timedelta(days=30)


@task("core.sweep_outbox")
def sweep_outbox() -> None:
    """Forget messages that were done long ago; what is due again is found by the dispatcher itself."""
    OutboxMessage.objects.filter(state=MessageState.DONE, finished_at__lt=timezone.now() - KEEP_DONE).delete()
