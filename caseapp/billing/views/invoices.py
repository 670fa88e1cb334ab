"""Invoices: the list, a draft and what it takes up, the issued paper, and the acts upon it."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import known, lawyers_only
from caseapp.billing.enums import InvoiceState
from caseapp.billing.forms import InvoiceForm, TransferForm
from caseapp.billing.models import Invoice
from caseapp.billing.selectors import invoices as selectors
from caseapp.billing.selectors import papers, trust, work
from caseapp.billing.services import invoices as services
from caseapp.billing.services import paying, trust_payments
from caseapp.billing.views.shared import base_for, pdf_answer
from caseapp.billing.workflow import INVOICE
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms_acts import amount, day, hidden, line, prose
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.selectors.engagements import engagements
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.rules.fines import places_of

LANGUAGES = ("en", "zh-hans")


@known
@require_safe
def invoices(request: ActorRequest) -> HttpResponse:
    """The firm's invoices, or a client's own with what is held for them."""
    return render(
        request,
        "billing/invoices.html",
        {
            "base": base_for(request),
            "page": keyset_page(selectors.invoices(request.actor), request.GET),
            "ledgers": () if request.actor.is_lawyer else trust.ledgers(request.actor)[:50],
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_invoice(request: ActorRequest, reference: str) -> HttpResponse:
    """Begin an invoice for a client of a case file."""
    case_file = case_file_by_reference(request.actor, reference)
    states = [EngagementState.ACCEPTED, EngagementState.ENDED]
    rows = engagements(request.actor).filter(case_file=case_file, state__in=states).order_by("pk")
    clients = {one.reference: one for one in rows}
    one = next(iter(clients.values())) if len(clients) == 1 else None
    form = InvoiceForm(
        request.POST or None,
        engagements=clients.values(),
        initial={
            "client": one.reference if one else "",
            "currency": (one and one.fee_currency) or case_file.jurisdiction.currency or "EUR",
            **({"fee_kind": one.fee_kind, "fee_amount": one.fee_amount, "fee_percent": one.fee_percent} if one else {}),
            "until": work.today_in(case_file),
            "due_days": 30,
        },
    )

    def do(data: dict[str, Any]) -> str:
        made = services.draft(
            actor=request.actor, engagement=clients[data["client"]], terms=form.terms(), until=data["until"]
        )
        return reverse("billing:invoice", args=[made.reference])

    return form_page(
        request,
        form,
        do,
        title=_("New invoice"),
        caption=case_file.reference,
        submit=_("Make the draft"),
        said=_("The draft was made. Look at it, then issue it."),
        back=reverse("billing:costs", args=[reference]),
    )


@known
@never_cache
@require_safe
def invoice(request: ActorRequest, reference: str) -> HttpResponse:
    """One invoice: a draft as it would be, an issued one with its ledger."""
    found = selectors.invoice_by_reference(request.actor, reference)
    actor = request.actor
    for_firm = can(actor, "invoices.change", found)
    bill = selectors.bill_of(found) if found.state == InvoiceState.DRAFT else None
    content = None if found.number is None else _dated(found.content())
    ledger = trust.ledgers(actor).filter(engagement=found.engagement_id, currency=found.currency).first()
    return render(
        request,
        "billing/invoice.html",
        {
            "base": base_for(request),
            "invoice": found,
            "for_firm": for_firm,
            "bill": bill,
            "working": papers.share_words(content or (selectors.told(found, bill, client="") if bill else {})),
            "content": content,
            "lines": found.entries.select_related("recorded_by").order_by("id"),
            "transfers": selectors.transfers_waiting(found) if for_firm else (),
            "ledger": ledger,
            "may_transfer": ledger is not None
            and found.state in paying.PAYABLE
            and can(actor, "trust.propose", ledger),
            "credit_note": getattr(found, "credit_note", None),
            "offered": offered(
                INVOICE, actor, found, lambda action: reverse("billing:invoice_act", args=[found.reference, action])
            ),
            "timeline": entries(found)[:30],
        },
    )


@known
@never_cache
@require_safe
def paper(request: ActorRequest, reference: str) -> HttpResponse:
    """The invoice as PDF in either language (`?language=zh-hans`); with `?paper=credit` its credit note."""
    found = selectors.invoice_by_reference(request.actor, reference)
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else translation.get_language() or LANGUAGES[0]
    note = getattr(found, "credit_note", None)
    if found.number is None or (request.GET.get("paper") == "credit" and note is None):
        raise NotFound()
    if request.GET.get("paper") == "credit" and note is not None:
        return pdf_answer(papers.credit_note_pdf(note, language=language), f"{found.reference}-credit")
    return pdf_answer(papers.invoice_pdf(found, language=language), found.reference)


@lawyers_only
@require_POST
def leave_out(request: ActorRequest, reference: str) -> HttpResponse:
    """Take an entry off a draft."""
    found = _own(request, reference)
    kind, _colon, number = request.POST.get("entry", "").partition(":")
    rows: Any = {"time": found.time_entries, "disbursement": found.disbursements}.get(kind)
    entry = rows.filter(pk=int(number)).first() if rows is not None and number.isdecimal() else None
    if entry is None:
        raise NotFound()
    try:
        services.leave_out(actor=request.actor, invoice=found, work=entry)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("billing:invoice", reference)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One act upon an invoice."""
    found = _own(request, reference)
    today = work.today_in(found.case_file)
    fields = {}
    if action == "record_payment":
        label = _("Sum in %(currency)s") % {"currency": found.currency}
        fields = {
            "amount": amount(label, places=places_of(found.currency)),
            "on": day(_("Day it arrived"), latest=today),
            "note": line(_("Note"), longest=300),
            "key": hidden(uuid4().hex),
        }
    elif action in {"write_off", "void"}:
        fields = {"reason": prose(_("Reason"), _("The client reads it."), longest=300)}
    return act_page(
        request,
        found,
        action,
        workflow=INVOICE,
        perform=lambda given: paying.perform(actor=request.actor, invoice=found, action=action, given=given),
        caption=found.reference,
        back=reverse("billing:invoice", args=[reference]),
        fields=fields,
        initial={"on": today, "amount": found.open_sum or None},
        explanations={
            "issue": _("The invoice gets its number and cannot be changed any more. The client is told."),
            "record_payment": _(
                "A payment to your firm’s own account. Trust money is transferred from the client’s ledger."
            ),
            "void": _("A credit note over the whole sum cancels it. What it billed can be billed again."),
            "write_off": _("What is still open is not collected. What was paid stays paid."),
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def from_trust(request: ActorRequest, reference: str) -> HttpResponse:
    """Propose that the invoice is paid from what is held for the client."""
    found = _own(request, reference)
    ledger = trust.ledgers(request.actor).filter(engagement=found.engagement_id, currency=found.currency).first()
    if ledger is None or not can(request.actor, "trust.propose", ledger):
        raise NotFound()

    def do(data: dict[str, Any]) -> str:
        made = trust_payments.propose_transfer(actor=request.actor, ledger=ledger, invoice=found, **data)
        return reverse("billing:trust_payment", args=[made.reference])

    return form_page(
        request,
        TransferForm(
            request.POST or None,
            currency=found.currency,
            initial={"amount": min(found.open_sum, ledger.balance)},
        ),
        do,
        title=_("Pay from trust money"),
        caption=found.reference,
        submit=_("Propose the transfer"),
        said=_("The payment waits for a second person."),
        back=reverse("billing:invoice", args=[reference]),
    )


def _dated(content: dict[str, Any]) -> dict[str, Any]:
    """Frozen content with its days as dates, for the page."""
    for row in (*content["time"], *content["disbursements"]):
        row["on"] = dt.date.fromisoformat(row["on"])
    return content


def _own(request: ActorRequest, reference: str) -> Invoice:
    """An invoice of the actor's firm."""
    found = selectors.invoice_by_reference(request.actor, reference)
    if not can(request.actor, "invoices.change", found):
        raise NotFound()
    return found
