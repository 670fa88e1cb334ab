"""Invoices with what is open, and what a draft would say."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from caseapp.billing.enums import TrustPaymentState
from caseapp.billing.models import Disbursement, Invoice, TimeEntry, TrustPayment
from caseapp.billing.querysets import InvoiceQuerySet
from caseapp.billing.selectors.recovered import Share, share_of
from caseapp.billing.selectors.work import Valued, valued
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.litigation.enums import FeeKind
from caseapp.rules.billing import percent_of
from caseapp.rules.fines import places_of
from caseapp.rules.share_caps import Cap


@dataclass(frozen=True)
class Bill:
    """What an invoice says in sums. `unpriced` entries have no price and stop it from being issued; `share` is the
    working of a fee that is part of what was recovered.
    """

    times: list[Valued]
    outlays: list[Disbursement]
    fee: Decimal
    tax: Decimal
    currency: str
    unpriced: list[Valued] = field(default_factory=list)
    share: Share | None = None

    @property
    def laid_out(self) -> Decimal:
        return sum((row.amount for row in self.outlays), Decimal(0))

    @property
    def net(self) -> Decimal:
        return self.fee + self.laid_out

    @property
    def total(self) -> Decimal:
        return self.net + self.tax


def invoices(actor: Actor) -> InvoiceQuerySet:
    """The invoices the actor may see, each with what is open and what a list names."""
    return (
        Invoice.objects.visible_to(actor)
        .with_open()
        .select_related(
            "firm", "engagement__complaint__jurisdiction", "engagement__firm", "case_file__jurisdiction", "credit_note"
        )
    )


def invoice_by_reference(actor: Actor, reference: str) -> Invoice:
    """One invoice, or NotFound."""
    found: Invoice | None = invoices(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def open_of(invoice: Invoice) -> Decimal:
    """What is still to be paid; exact while the invoice's row is locked."""
    return invoice.entries.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def transfers_waiting(invoice: Invoice) -> QuerySet[TrustPayment]:
    """Transfers from trust money for this invoice that wait for a second person."""
    return invoice.trust_payments.filter(state=TrustPaymentState.PROPOSED)


def bill_of(invoice: Invoice) -> Bill:
    """What a draft comes to now. Time is charged by the hour alone; with another fee it is shown and costs nothing."""
    entries = TimeEntry.objects.filter(invoice=invoice).select_related("user").order_by("on", "pk")
    by_hour = invoice.fee_kind == FeeKind.HOURLY
    engaged = invoice.engagement
    agreed = engaged.fee_amount if by_hour and engaged.fee_currency == invoice.currency else None
    times = valued(entries, firm_id=invoice.firm_id, currency=invoice.currency, agreed=agreed)
    outlays = list(invoice.disbursements.order_by("on", "pk"))
    places = places_of(invoice.currency)
    fee, share = Decimal(0), None
    if by_hour:
        fee = sum((row.amount for row in times if row.amount is not None), Decimal(0))
    elif invoice.fee_kind == FeeKind.FIXED:
        fee = invoice.fee_amount or Decimal(0)
    elif invoice.fee_kind == FeeKind.CONTINGENT:
        share = share_of(invoice)
        fee = share.fee
    net = fee + sum((row.amount for row in outlays), Decimal(0))
    return Bill(
        times=times,
        outlays=outlays,
        fee=fee,
        tax=percent_of(net, invoice.tax_percent, places=places),
        currency=invoice.currency,
        unpriced=[row for row in times if row.amount is None] if by_hour else [],
        share=share,
    )


def told(invoice: Invoice, bill: Bill, *, client: str) -> dict[str, Any]:
    """What an invoice says, as plain values in no language: what is frozen, and what its PDF is made from."""
    by_hour = invoice.fee_kind == FeeKind.HOURLY
    return {
        "format": "countenance-invoice/1",
        "reference": invoice.reference,
        "number": invoice.number,
        "issued_on": str(invoice.issued_on),
        "due_on": str(invoice.due_on),
        "firm": [invoice.firm.name, invoice.firm.name_local],
        "client": client,
        "complaint": invoice.engagement.complaint.reference,
        "case_file": invoice.case_file.reference,
        "currency": invoice.currency,
        "fee_kind": invoice.fee_kind,
        "recovered": _plain(invoice.recovered),
        "fee_percent": _plain(invoice.fee_percent),
        "share": _share(bill.share),
        "note": invoice.note,
        "time": [
            {
                "on": str(row.entry.on),
                "who": str(row.entry.user),
                "activity": row.entry.activity,
                "minutes": row.minutes,
                "hourly": _plain(row.hourly) if by_hour else None,
                "amount": _plain(row.amount) if by_hour else None,
            }
            for row in bill.times
        ],
        "disbursements": [
            {"on": str(row.on), "purpose": row.purpose, "amount": _plain(row.amount), "receipt": row.receipt_sha256}
            for row in bill.outlays
        ],
        "fee": _plain(bill.fee),
        "laid_out": _plain(bill.laid_out),
        "tax_name": invoice.tax_name,
        "tax_percent": _plain(invoice.tax_percent),
        "tax": _plain(bill.tax),
        "total": _plain(bill.total),
    }


def _share(share: Share | None) -> dict[str, Any] | None:
    if share is None:
        return None
    return {
        "suits": list(share.suits),
        "received": _plain(share.received),
        "fee": _plain(share.fee),
        "costs": _plain(share.costs),
        "agreed": _plain(share.agreed),
        "whole": _plain(share.whole),
        "billed": _plain(share.billed),
        "cap": _cap(share.cap),
    }


def _cap(cap: Cap | None) -> dict[str, Any] | None:
    """The working of the law's cap in steps; nothing where it has none."""
    if cap is None:
        return None
    parts = [{"percent": _plain(part.step.percent), "amount": _plain(part.amount)} for part in cap.parts]
    return {"parts": parts, "most": _plain(cap.most)}


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
