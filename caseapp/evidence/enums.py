"""The words of evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EvidenceState(TextChoices):
    """What we know of a file after looking at it. Nothing is called clean that was not scanned."""

    RECEIVED = "received", _("Received")
    READY = "ready", _("Not scanned for malware")
    REJECTED = "rejected", _("Kept, but not shown")


class Custody(TextChoices):
    """Acts upon an exhibit, each an entry of its custody chain."""

    RECEIVED = "evidence.received", _("Received")
    SUBMITTED = "evidence.submitted", _("Submitted with the complaint")
    OPENED = "evidence.opened", pgettext_lazy("evidence", "Opened")
    PREVIEWED = "evidence.previewed", _("Preview shown")
    DOWNLOADED = "evidence.downloaded", _("Downloaded")
    REDACTED = "evidence.redacted", _("Redacted copy made")
    EXPORTED = "evidence.exported", _("Copied into an export")
    HANDED_OVER = "evidence.handed_over", _("Export handed over")
    REMOVED = "evidence.removed", _("Removed before submission")
