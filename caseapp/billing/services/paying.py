"""What happens to an issued invoice: paid, paid from trust money, written off, cancelled by a credit note."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.billing.enums import InvoiceLine, InvoiceState
from caseapp.billing.models import CreditNote, Invoice, InvoiceEntry, TrustLedger, TrustPayment
from caseapp.billing.selectors.invoices import open_of, transfers_waiting
from caseapp.billing.selectors.work import today_in
from caseapp.billing.services.invoices import (
    discard,
    enter,
    issue,
    locked_invoice,
    next_number,
    release,
    tell_client,
)
from caseapp.billing.services.sums import check_day, check_sum, check_words
from caseapp.billing.workflow import INVOICE
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.core.wording import written_sum

PAYABLE = frozenset({InvoiceState.ISSUED, InvoiceState.PART_PAID})


@transaction.atomic
def record_payment(
    *, actor: Actor, invoice: Invoice, amount: Decimal, on: dt.date, note: str = "", key: str = ""
) -> Invoice:
    """Enter a payment to the firm's own account, at most what is open; the last one marks the invoice as paid.

    `key` makes entering safe to repeat. The client is told.
    """
    locked = locked_invoice(invoice)
    if key and (earlier := locked.entries.filter(key=key).first()):
        if (earlier.kind, earlier.amount, earlier.on) != (InvoiceLine.PAYMENT, -amount, on):
            raise WrongState(_("This form was sent before with other figures. Open it again."))
        return locked
    return take(
        actor,
        locked,
        InvoiceEntry(kind=InvoiceLine.PAYMENT, amount=-amount, on=on, note=note.strip()[:300], key=key),
    )


def take(actor: Actor, locked: Invoice, entry: InvoiceEntry) -> Invoice:
    """Put a paying line into the ledger of a locked invoice, and settle it once nothing is open."""
    amount = -entry.amount
    updated = INVOICE.apply(
        actor,
        locked,
        "record_payment",
        given={"amount": amount, "on": entry.on},
        facts={"amount": f"{amount:.2f}", "currency": locked.currency},
    )
    check_sum(amount, locked.currency)
    check_day(entry.on, today_in(locked.case_file))
    open_sum = open_of(locked)
    if amount > open_sum:
        raise InvalidInput.field(
            "amount", _("This is more than is open: %(open)s.") % {"open": written_sum(open_sum, locked.currency)}
        )
    enter(actor, updated, entry)
    if amount == open_sum:
        updated = INVOICE.apply(actor, updated, "settle")
    tell_client(updated, "billing.invoice_news")
    return updated


@transaction.atomic
def write_off(*, actor: Actor, invoice: Invoice, reason: str) -> Invoice:
    """Let go of what is still open, with a reason; a partner's act. What was paid stays paid."""
    locked = locked_invoice(invoice)
    open_sum = open_of(locked)
    updated = INVOICE.apply(
        actor,
        locked,
        "write_off",
        given={"reason": reason.strip()},
        facts={"amount": f"{open_sum:.2f}", "currency": locked.currency},
    )
    _no_transfer_waits(locked)
    enter(
        actor,
        updated,
        InvoiceEntry(
            kind=InvoiceLine.WRITE_OFF, amount=-open_sum, on=today_in(locked.case_file), note=reason.strip()[:300]
        ),
    )
    tell_client(updated, "billing.invoice_news")
    return updated


@transaction.atomic
def void(*, actor: Actor, invoice: Invoice, reason: str) -> Invoice:
    """Cancel an invoice on which nothing was paid, by a credit note with a number of its own; a partner's act.

    The invoice keeps its number. What it billed is free for another. The client is told.
    """
    locked = locked_invoice(invoice)
    updated = INVOICE.apply(actor, locked, "void", given={"reason": reason.strip()})
    _no_transfer_waits(locked)
    today = today_in(locked.case_file)
    CreditNote.objects.create(
        firm_id=locked.firm_id,
        invoice=updated,
        number=next_number(locked.firm_id, "credit"),
        issued_on=today,
        reason=check_words(reason=reason)["reason"][:300],
    )
    enter(actor, updated, InvoiceEntry(kind=InvoiceLine.CREDIT, amount=-open_of(locked), on=today))
    release(updated)
    tell_client(updated, "billing.invoice_news")
    return updated


def check_transfer(ledger: TrustLedger, invoice: Invoice, amount: Decimal) -> None:
    """Refuse trust money for anything but an issued invoice of the same client and currency, up to what is open."""
    if invoice.engagement_id != ledger.engagement_id:
        raise InvalidInput.field("invoice", _("This invoice is another client’s."))
    if invoice.currency != ledger.currency:
        raise InvalidInput.field("invoice", _("This invoice is in another currency."))
    if invoice.state not in PAYABLE:
        raise InvalidInput.field("invoice", _("Trust money goes to the firm only for an issued invoice that is open."))
    waiting = sum((row.amount for row in transfers_waiting(invoice)), Decimal(0))
    open_sum = open_of(invoice) - waiting
    if amount > open_sum:
        raise InvalidInput.field(
            "amount",
            _("This is more than is open: %(open)s.")
            % {"open": written_sum(max(open_sum, Decimal(0)), ledger.currency)},
        )


def take_transfer(actor: Actor, payment: TrustPayment, on: dt.date) -> None:
    """Enter trust money that was paid over into its invoice's ledger."""
    if payment.invoice is None:
        raise WrongState(_("This payment is for no invoice."))
    locked = locked_invoice(payment.invoice)
    if locked.state not in PAYABLE:
        raise WrongState(_("This invoice takes no payments any more."))
    take(
        actor,
        locked,
        InvoiceEntry(kind=InvoiceLine.TRUST, amount=-payment.amount, on=on, trust_payment=payment),
    )


def perform(*, actor: Actor, invoice: Invoice, action: str, given: Mapping[str, Any]) -> Invoice:
    """Do an offered action by its name, for the act page and the API."""
    match action:
        case "issue":
            return issue(actor=actor, invoice=invoice)
        case "discard":
            return discard(actor=actor, invoice=invoice)
        case "record_payment":
            missing = {name: _("Enter this to go on.") for name in ("amount", "on") if given.get(name) is None}
            if missing:
                raise InvalidInput(errors=missing)
            return record_payment(
                actor=actor,
                invoice=invoice,
                amount=given["amount"],
                on=given["on"],
                note=given.get("note") or "",
                key=given.get("key") or "",
            )
        case "write_off":
            return write_off(actor=actor, invoice=invoice, reason=given.get("reason") or "")
        case "void":
            return void(actor=actor, invoice=invoice, reason=given.get("reason") or "")
    raise InvalidInput.field("action", _("There is no such action."))


def _no_transfer_waits(invoice: Invoice) -> None:
    if transfers_waiting(invoice).exists():
        raise WrongState(_("Trust money for this invoice waits for a second person. Decide on that first."))
