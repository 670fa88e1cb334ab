"""The words of a firm's money: what it holds for clients, what its work takes, what it bills."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrustKind(TextChoices):
    """What a line of a trust ledger is."""

    RECEIPT = "receipt", _("Received for the client")
    PAYMENT = "payment", _("Paid out for the client")
    TRANSFER = "transfer", _("Transferred to the firm for an invoice")
    REVERSAL = "reversal", _("Correction of an earlier line")


class TrustPaymentState(TextChoices):
    """The life of a payment out of trust money."""

    PROPOSED = "proposed", _("Waits for a second person")
    PAID = "paid", pgettext_lazy("trust payment", "Paid out")
    REFUSED = "refused", pgettext_lazy("trust payment", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("trust payment", "Withdrawn")


class RoundingWay(TextChoices):
    """Which way worked minutes are rounded to a step."""

    UP = "up", _("Always up")
    NEAREST = "nearest", _("To the nearest step")


class InvoiceState(TextChoices):
    """The life of an invoice."""

    DRAFT = "draft", pgettext_lazy("invoice", "Draft")
    ISSUED = "issued", pgettext_lazy("invoice", "Issued")
    PART_PAID = "part_paid", pgettext_lazy("invoice", "Partly paid")
    PAID = "paid", pgettext_lazy("invoice", "Paid")
    WRITTEN_OFF = "written_off", _("Written off")
    VOID = "void", pgettext_lazy("invoice", "Cancelled by credit note")
    DISCARDED = "discarded", pgettext_lazy("invoice", "Draft discarded")


class InvoiceLine(TextChoices):
    """What a line of an invoice's ledger is."""

    ISSUED = "issued", _("Invoice issued")
    PAYMENT = "payment", _("Payment received")
    TRUST = "trust", _("Paid from trust money")
    CREDIT = "credit", _("Credit note")
    WRITE_OFF = "write_off", _("Written off")
