"""An invoice from draft to paper: what it takes up, its number without gaps, its frozen content."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.billing.enums import InvoiceLine, InvoiceState
from caseapp.billing.models import Disbursement, Invoice, InvoiceEntry, NumberSeries, TimeEntry
from caseapp.billing.selectors.invoices import bill_of, told
from caseapp.billing.selectors.recovered import part_refusal
from caseapp.billing.selectors.work import today_in
from caseapp.billing.services.sums import check_currency, check_sum
from caseapp.billing.workflow import INVOICE, invoice_chain
from caseapp.complaints import selectors as complaints_selectors
from caseapp.complaints import services as complaints
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.wording import written_sum
from caseapp.law.selectors import day_in
from caseapp.litigation.enums import EngagementState, FeeKind
from caseapp.litigation.models import CaseFile, Engagement
from caseapp.litigation.selectors.fees import share_refusal
from caseapp.notifications import services as notifications

MOST_DAYS = 365

notifications.tell("billing.invoice_issued", _("Your law firm sent you invoice %(reference)s."))
notifications.tell("billing.invoice_news", _("There is news on invoice %(reference)s of your law firm."))


@dataclass(frozen=True)
class Terms:
    """How an invoice is reckoned: the fee and what it needs, the tax, the days to pay, a note the client reads."""

    currency: str
    fee_kind: str
    fee_amount: Decimal | None = None
    recovered: Decimal | None = None
    fee_percent: Decimal | None = None
    tax_name: str = ""
    tax_percent: Decimal = Decimal(0)
    due_days: int = 30
    note: str = ""


@transaction.atomic
def draft(*, actor: Actor, engagement: Engagement, terms: Terms, until: dt.date | None = None) -> Invoice:
    """Begin an invoice for a client, with all time and disbursements of the case file that are not billed yet.

    `until` leaves later ones for the next. Disbursements come in if they are in the invoice's currency. Writes audit.
    Refuses another fee than the one that the client accepted with the engagement. A share is of what came in by the
    collection ledgers; only where several clients share it the part of this one is said, and never more than came in.
    """
    case_file = engagement.case_file
    if case_file is None or engagement.state not in {EngagementState.ACCEPTED, EngagementState.ENDED}:
        raise WrongState(_("Invoices are for clients whom the firm acts or acted for in a case file."))
    if not can(actor, "invoices.draft", engagement) or actor.user_id is None:
        raise NotAllowed()
    _check(terms)
    _as_agreed(engagement, terms)
    if terms.fee_kind == FeeKind.CONTINGENT:
        refusal = part_refusal(engagement, terms.currency, terms.recovered)
        if refusal is not None:
            raise InvalidInput.field("recovered", refusal)
    made = Invoice.objects.create(
        firm_id=engagement.firm_id,
        engagement=engagement,
        case_file=case_file,
        made_by_id=actor.user_id,
        **{name: getattr(terms, name) for name in Terms.__dataclass_fields__},
    )
    days = {"on__lte": until} if until else {}
    times = TimeEntry.objects.finished().unbilled().filter(case_file=case_file, **days)
    outlays = Disbursement.objects.unbilled().filter(case_file=case_file, currency=terms.currency, **days)
    for rows in (times, outlays):
        picked = list(rows.select_for_update().values_list("pk", flat=True))
        rows.model._base_manager.filter(pk__in=picked).update(invoice=made)
    audit.record(
        actor=actor,
        action="invoices.draft",
        subject=made,
        chain=invoice_chain(made),
        facts={"case_file": case_file.reference, "fee": terms.fee_kind, "currency": terms.currency},
    )
    return made


@transaction.atomic
def leave_out(*, actor: Actor, invoice: Invoice, work: TimeEntry | Disbursement) -> None:
    """Take an entry off a draft; it stays to be billed another time."""
    locked = locked_invoice(invoice)
    if not can(actor, "invoices.change", locked):
        raise NotAllowed()
    if locked.state != InvoiceState.DRAFT or work.invoice_id != locked.pk:
        raise WrongState(_("This invoice was issued; what it bills cannot change."))
    type(work)._base_manager.filter(pk=work.pk).update(invoice=None)
    audit.record(
        actor=actor,
        action="invoices.leave_out",
        subject=locked,
        chain=invoice_chain(locked),
        facts={work._meta.model_name or "": work.pk},
    )


@transaction.atomic
def issue(*, actor: Actor, invoice: Invoice) -> Invoice:
    """Give the draft its number and freeze it: content, fingerprint, day to pay, first line of its ledger.

    The number is the next of the firm's, in the same transaction, so that none is ever missing. The client is told.
    Refuses an invoice over nothing, and time by the hour without a price. A share is worked out and held anew to the
    collection ledgers as they stand now. Opening the client's name is written down.
    """
    locked = locked_invoice(invoice)
    # Two drafts of a case file must not bill the same share: the second waits and finds what the first billed.
    CaseFile.objects.select_for_update().get(pk=locked.case_file_id)
    bill = bill_of(locked)
    today = today_in(locked.case_file)

    def put(row: Invoice) -> None:
        if row.fee_kind == FeeKind.CONTINGENT:
            refusal = part_refusal(locked.engagement, row.currency, row.recovered)
            if refusal is not None:
                raise WrongState(refusal)
        if bill.unpriced:
            raise WrongState(_("There is time without a price in this currency. Set the price, or leave the time out."))
        if bill.total <= 0:
            raise WrongState(_("There is nothing to bill."))
        contact = complaints_selectors.identity(actor, locked.engagement.complaint)
        row.number, row.issued_on = next_number(row.firm_id, "invoice"), today
        row.due_on = today + dt.timedelta(days=row.due_days)
        row.recovered = bill.share.received if bill.share is not None else row.recovered
        row.freeze(told(row, bill, client=contact.name if contact else ""))

    issued = INVOICE.apply(
        actor,
        locked,
        "issue",
        facts={"amount": f"{bill.total:.2f}", "currency": locked.currency},
        change=put,
        save=["number", "issued_on", "due_on", "recovered", "sealed_content", "sha256"],
    )
    enter(actor, issued, InvoiceEntry(kind=InvoiceLine.ISSUED, amount=bill.total, on=today))
    tell_client(issued, "billing.invoice_issued")
    return issued


@transaction.atomic
def discard(*, actor: Actor, invoice: Invoice) -> Invoice:
    """Throw a draft away; what it would have billed is free again."""
    gone = INVOICE.apply(actor, invoice, "discard")
    release(gone)
    return gone


def release(invoice: Invoice) -> None:
    """Let another invoice bill what this one did."""
    invoice.time_entries.update(invoice=None)
    invoice.disbursements.update(invoice=None)


def next_number(firm_id: int, kind: str) -> int:
    """The next number of a series, whose row is locked until the transaction ends."""
    NumberSeries.objects.get_or_create(firm_id=firm_id, kind=kind)
    series = NumberSeries.objects.select_for_update().get(firm_id=firm_id, kind=kind)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def locked_invoice(invoice: Invoice) -> Invoice:
    """The invoice's row, locked until the transaction ends."""
    return (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("firm", "engagement__complaint__jurisdiction", "engagement__firm", "case_file__jurisdiction")
        .get(pk=invoice.pk)
    )


def enter(actor: Actor, invoice: Invoice, entry: InvoiceEntry) -> InvoiceEntry:
    """Add a line to the ledger of an invoice whose row is locked."""
    entry.invoice = invoice
    entry.recorded_by_id = actor.user_id
    entry.save(force_insert=True)
    return entry


def tell_client(invoice: Invoice, kind: str) -> None:
    """A notice that leads the client to their invoice."""
    complaints.tell_complainant(
        complaint=invoice.engagement.complaint,
        kind=kind,
        data={"reference": invoice.reference},
        path=f"/invoices/{invoice.reference}/",
    )


def _check(terms: Terms) -> None:
    check_currency(terms.currency)
    faults: dict[str, Any] = {}
    if terms.fee_kind not in FeeKind.values:
        faults["fee_kind"] = _("This is not one of the choices.")
    if terms.fee_kind == FeeKind.FIXED and terms.fee_amount is None:
        faults["fee_amount"] = _("Enter the agreed sum.")
    if terms.fee_kind == FeeKind.CONTINGENT and (terms.fee_percent is None or not 0 < terms.fee_percent <= 100):
        faults["fee_percent"] = _("Enter a percentage above 0 and up to 100.")
    if not 0 <= terms.tax_percent <= 100:
        faults["tax_percent"] = _("Enter a percentage from 0 to 100.")
    if terms.tax_percent and not terms.tax_name.strip():
        faults["tax_name"] = _("Say which tax this is.")
    if not 0 <= terms.due_days <= MOST_DAYS:
        faults["due_days"] = _("Choose between 0 and 365 days.")
    if faults:
        raise InvalidInput(errors=faults)
    for name in ("fee_amount", "recovered"):
        amount = getattr(terms, name)
        if amount is not None:
            check_sum(amount, terms.currency, field=name)


def _as_agreed(engagement: Engagement, terms: Terms) -> None:
    """Hold an invoice to the fee in the engagement that the client accepted, where one stands there."""
    agreed = engagement.fee_kind
    if not agreed:
        if terms.fee_kind == FeeKind.CONTINGENT:
            _lawful(engagement, terms)
        return
    if terms.fee_kind != agreed:
        raise InvalidInput.field(
            "fee_kind", _("The client agreed to another fee: %(fee)s.") % {"fee": FeeKind(agreed).label}
        )
    if agreed == FeeKind.CONTINGENT and terms.fee_percent != engagement.fee_percent:
        raise InvalidInput.field(
            "fee_percent", _("The client agreed to %(percent)s per cent.") % {"percent": engagement.fee_percent}
        )
    if agreed == FeeKind.FIXED and engagement.fee_amount is not None:
        standing = engagement.invoices.filter(currency=terms.currency).exclude(
            state__in=[InvoiceState.VOID, InvoiceState.DISCARDED]
        )
        billed = standing.aggregate(total=Sum("fee_amount"))["total"] or Decimal(0)
        left = engagement.fee_amount - billed
        if terms.currency != engagement.fee_currency or (terms.fee_amount or Decimal(0)) > left:
            raise InvalidInput.field(
                "fee_amount",
                _("Of the agreed fee, %(sum)s is not billed yet.")
                % {"sum": written_sum(max(left, Decimal(0)), engagement.fee_currency)},
            )


def _lawful(engagement: Engagement, terms: Terms) -> None:
    """A share that stands in no accepted engagement is held to the law of the place here."""
    place = engagement.complaint.jurisdiction
    refused = share_refusal(place, terms.fee_percent, day_in(place, timezone.now()))
    if refused is not None:
        raise InvalidInput.field(*refused)
