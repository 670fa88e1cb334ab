"""The words of engagements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FeeKind(TextChoices):
    """How a client pays their lawyer."""

    HOURLY = "hourly", _("By the hour")
    FIXED = "fixed", _("A fixed fee")
    CONTINGENT = "contingent", _("A share of what is recovered")
    PRO_BONO = "pro_bono", _("Without a fee")


class EngagementState(TextChoices):
    REQUESTED = "requested", _("Requested")
    CONFLICT_CHECK = "conflict_check", _("Conflict check")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", pgettext_lazy("engagement", "Accepted")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")
