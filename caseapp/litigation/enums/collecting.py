"""The words of offers, appeals and the money that is collected."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SuitSide(TextChoices):
    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("The other side")


class OfferState(TextChoices):
    OPEN = "open", pgettext_lazy("offer", "Open")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    REFUSED = "refused", pgettext_lazy("offer", "Refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("offer", "Taken back")
    LAPSED = "lapsed", pgettext_lazy("offer", "Lapsed")


class AppealOutcome(TextChoices):
    UPHELD = "upheld", _("The judgment stands")
    CHANGED = "changed", _("The judgment was changed")
    SET_ASIDE = "set_aside", _("The judgment was set aside")
    WITHDRAWN = "withdrawn", _("The appeal was withdrawn")


class CollectionKind(TextChoices):
    AWARDED = "awarded", pgettext_lazy("ledger", "Awarded")
    COSTS = "costs", _("Costs")
    ADJUSTMENT = "adjustment", _("Adjusted after an appeal")
    INTEREST = "interest", _("Interest")
    RECEIVED = "received", pgettext_lazy("ledger", "Received")
    WAIVED = "waived", _("Waived")


class FeeBasis(TextChoices):
    PERCENT = "percent", _("A percentage of what came in, less costs")
    SUM = "sum", _("A fixed sum")


class DocketKind(TextChoices):
    FILING = "filing", _("Filing")
    SERVICE = "service", _("Service")
    ORDER = "order", _("Order of the court")
    OTHER = "other", _("Other")


class DocketSide(TextChoices):
    OURS = "ours", _("Our side")
    THEIRS = "theirs", _("The other side")
    COURT = "court", _("The court")
