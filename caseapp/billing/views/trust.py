"""Trust money: all ledgers of a firm, one ledger, money in, and corrections."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import known, lawyers_only
from caseapp.billing.forms import PaymentForm, ReceiptForm, ReverseForm
from caseapp.billing.models import TrustEntry, TrustLedger
from caseapp.billing.selectors import statements
from caseapp.billing.selectors import trust as selectors
from caseapp.billing.services import trust as services
from caseapp.billing.services import trust_payments
from caseapp.billing.views.shared import base_for, pdf_answer
from caseapp.core.errors import NotFound
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.selectors.engagements import engagements
from caseapp.litigation.selectors.suits import case_file_by_reference


@lawyers_only
@require_safe
def trust(request: ActorRequest) -> HttpResponse:
    """The firm's trust ledgers with what each holds, and what waits for a second person."""
    return render(
        request,
        "billing/trust.html",
        {
            "page": keyset_page(selectors.firm_ledgers(request.actor), request.GET),
            "waiting": selectors.payments_waiting(request.actor)[:50],
        },
    )


@known
@never_cache
@require_safe
def ledger(request: ActorRequest, reference: str) -> HttpResponse:
    """One ledger line by line: for the firm, and for the client whose money it is."""
    found = selectors.ledger_by_reference(request.actor, reference)
    actor = request.actor
    for_firm = can(actor, "trust.view_proposals", found)
    lines = selectors.with_running_balance(selectors.entries_of(found))
    return render(
        request,
        "billing/ledger.html",
        {
            "base": base_for(request),
            "ledger": found,
            "case_file": found.engagement.case_file,
            "for_firm": for_firm,
            "lines": lines[::-1],
            "payments": selectors.payments(actor).filter(ledger=found)[:50] if for_firm else (),
            "may_propose": can(actor, "trust.propose", found),
            "may_reverse": can(actor, "trust.reverse", found),
        },
    )


@known
@require_safe
def statement(request: ActorRequest, reference: str) -> HttpResponse:
    """The ledger as PDF, in the reader's language."""
    found = selectors.ledger_by_reference(request.actor, reference)
    return pdf_answer(statements.ledger_pdf(found), found.reference)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: ActorRequest, reference: str) -> HttpResponse:
    """Enter money that arrived for a client of a case file."""
    case_file = case_file_by_reference(request.actor, reference)
    rows = engagements(request.actor).filter(case_file=case_file, state=EngagementState.ACCEPTED).order_by("pk")
    clients = {one.reference: one for one in rows}
    form = ReceiptForm(
        request.POST or None,
        engagements=clients.values(),
        initial={
            "client": request.GET.get("client") or (next(iter(clients)) if len(clients) == 1 else ""),
            "currency": case_file.jurisdiction.currency or "EUR",
        },
    )

    def do(data: dict[str, object]) -> str:
        engagement = clients[str(data.pop("client"))]
        entry = services.receive(actor=request.actor, engagement=engagement, **data)  # type: ignore[arg-type]
        return reverse("billing:ledger", args=[entry.ledger.reference])

    return form_page(
        request,
        form,
        do,
        title=_("Money received for a client"),
        caption=case_file.reference,
        submit=_("Enter it"),
        said=_("The money stands in the client’s ledger."),
        back=reverse("billing:costs", args=[reference]),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest, reference: str) -> HttpResponse:
    """Propose a payment out of a ledger."""
    found = _own(request, reference, "trust.propose")

    def do(data: dict[str, object]) -> str:
        made = trust_payments.propose(actor=request.actor, ledger=found, **data)  # type: ignore[arg-type]
        return reverse("billing:trust_payment", args=[made.reference])

    return form_page(
        request,
        PaymentForm(request.POST or None, currency=found.currency),
        do,
        title=_("Payment out of trust money"),
        caption=found.reference,
        submit=_("Propose the payment"),
        said=_("The payment waits for a second person."),
        back=reverse("billing:ledger", args=[reference]),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_line(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Correct a line by one of the opposite sum."""
    found = _own(request, reference, "trust.reverse")
    entry = TrustEntry.objects.filter(ledger=found, pk=number).first()
    if entry is None:
        raise NotFound()

    def do(data: dict[str, object]) -> str:
        services.reverse(actor=request.actor, entry=entry, reason=str(data["reason"]))
        return reverse("billing:ledger", args=[reference])

    return form_page(
        request,
        ReverseForm(request.POST or None),
        do,
        title=_("Correct a line"),
        caption=f"{found.reference} · {entry.get_kind_display()}",
        submit=_("Correct the line"),
        said=_("The line was corrected. Both stay in the ledger."),
        back=reverse("billing:ledger", args=[reference]),
    )


def _own(request: ActorRequest, reference: str, action: str) -> TrustLedger:
    found = selectors.ledger_by_reference(request.actor, reference)
    if not can(request.actor, action, found):
        raise NotFound()
    return found
