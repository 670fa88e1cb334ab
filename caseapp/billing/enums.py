"""The words of a firm's money: what clients gave it to hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrustKind(TextChoices):
    """What a line of a trust ledger is."""

    RECEIPT = "receipt", _("Received for the client")
    PAYMENT = "payment", _("Paid out for the client")
    REVERSAL = "reversal", _("Correction of an earlier line")


class TrustPaymentState(TextChoices):
    """The life of a payment out of trust money."""

    PROPOSED = "proposed", _("Waits for a second person")
    PAID = "paid", pgettext_lazy("trust payment", "Paid out")
    REFUSED = "refused", pgettext_lazy("trust payment", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("trust payment", "Withdrawn")
