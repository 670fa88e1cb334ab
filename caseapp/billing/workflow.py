"""The life of a payment out of trust money, and of an invoice."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.billing.enums import InvoiceState as I
from caseapp.billing.enums import TrustPaymentState as T
from caseapp.core.workflow import Workflow, row


def ledger_chain(ledger: Any) -> str:
    return f"trust-ledger:{ledger.pk}"


def invoice_chain(invoice: Any) -> str:
    return f"invoice:{invoice.pk}"


TRUST_PAYMENT = Workflow(
    name="trust_payments",
    initial=T.PROPOSED,
    chain=lambda payment: ledger_chain(payment.ledger),
    transitions=(
        row(
            "approve",
            _("Pay out"),
            T.PROPOSED,
            T.PAID,
            _("%(sum)s was paid out by a second person."),
            needs=("on",),
            main=True,
        ),
        row(
            "refuse",
            _("Refuse"),
            T.PROPOSED,
            T.REFUSED,
            _("The payment was refused."),
            needs=("reason",),
            grave=True,
        ),
        row("withdraw", _("Take the proposal back"), T.PROPOSED, T.WITHDRAWN, _("The proposal was taken back.")),
    ),
)

INVOICE = Workflow(
    name="invoices",
    initial=I.DRAFT,
    chain=invoice_chain,
    transitions=(
        row(
            "issue",
            _("Issue the invoice"),
            I.DRAFT,
            I.ISSUED,
            _("The invoice was issued over %(sum)s."),
            main=True,
        ),
        row("discard", _("Discard the draft"), I.DRAFT, I.DISCARDED, _("The draft was discarded."), grave=True),
        row(
            "record_payment",
            _("Enter a payment"),
            (I.ISSUED, I.PART_PAID),
            I.PART_PAID,
            _("%(sum)s was paid."),
            needs=("amount", "on"),
            may_give=("note",),
            main=True,
        ),
        row("settle", _("Mark as paid"), I.PART_PAID, I.PAID, _("The invoice was paid."), indirect=True),
        row(
            "write_off",
            _("Write off the rest"),
            (I.ISSUED, I.PART_PAID),
            I.WRITTEN_OFF,
            _("The rest of %(sum)s was written off."),
            needs=("reason",),
            grave=True,
        ),
        row(
            "void",
            _("Cancel by a credit note"),
            I.ISSUED,
            I.VOID,
            _("The invoice was cancelled by a credit note."),
            needs=("reason",),
            grave=True,
        ),
    ),
)
