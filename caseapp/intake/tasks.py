"""What happens to drafts by the clock."""

from uuid import UUID

from caseapp.core.queue import task
from caseapp.intake import services


@task("intake.expire_drafts")
def expire_drafts() -> None:
    """Delete drafts whose time is over, with their files; run by the schedule."""
    services.expire_drafts()


@task("intake.forget_receipt_code")
def forget_receipt_code(draft_id: str) -> None:
    """Erase a receipt code ten minutes after its complaint was filed."""
    services.forget_code(draft_id=UUID(draft_id))
