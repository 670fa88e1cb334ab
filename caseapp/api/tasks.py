"""Forgets what only served repeated calls."""

from datetime import timedelta

from django.utils import timezone

from caseapp.api.models import IdempotentAnswer
from caseapp.core.queue import task

KEEP = timedelta(days=1)


@task("api.forget_answers")
def forget_answers() -> None:
    """Delete answers kept for `Idempotency-Key` that are older than a day."""
    IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - KEEP).delete()
