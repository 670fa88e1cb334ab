"""The receipt code between the moment it is made and the moment its owner has it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from caseapp.intake.models import Draft


def shown_code(draft: Draft) -> str | None:
    """The code of the complaint this draft became, for the browser that holds the draft, during its ten minutes.

    None afterwards, once the page was left, and for a complaint that has no code.
    """
    if not draft.sealed_receipt or draft.receipt_until is None or draft.receipt_until <= timezone.now():
        return None
    return draft.kept_receipt()


@transaction.atomic
def forget_code(*, draft_id: UUID) -> None:
    """Erase the sealed code: its owner has it, or the time is over. Doing it twice changes nothing."""
    Draft.objects.filter(pk=draft_id).update(sealed_receipt=None, receipt_until=None)
