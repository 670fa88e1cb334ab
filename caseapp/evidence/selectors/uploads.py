"""Uploads that are still arriving, as their holders see them."""

from uuid import UUID

from django.utils import timezone

from caseapp.core.errors import NotFound
from caseapp.evidence.models import Upload
from caseapp.evidence.refusals import Expired


def upload(holder: str, upload_id: UUID) -> Upload:
    """One upload with its vault and complaint. Raises NotFound for everybody but its holder, Expired after its time."""
    found: Upload | None = (
        Upload.objects.held_by(holder).select_related("vault__complaint").filter(pk=upload_id).first()
    )
    if found is None:
        raise NotFound()
    if found.finished_at is None and found.expires_at <= timezone.now():
        raise Expired()
    return found
