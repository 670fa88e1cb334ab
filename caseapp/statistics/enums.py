"""What is counted, and by what."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """`open` is counted under the day a complaint was received, the others under the day the thing happened."""

    RECEIVED = "received", _("Received")
    OPEN = "open", _("Still open")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ENDED = "ended", _("Ended")
    DECIDED = "decided", _("Decided")


class Dimension(TextChoices):
    ALL = "all", _("All")
    JURISDICTION = "jurisdiction", _("Country or region")
    SECTOR = "sector", _("Sector")
    USE = "use", _("What the system did")
    RESPONDENT = "respondent", _("Respondent")
    OUTCOME = "outcome", _("Outcome")
    DAYS = "days", _("Days")
