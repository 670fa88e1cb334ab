"""One payment out of trust money and the acts upon it; and comparing with the bank."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.accounts.selectors import today_of_firm
from caseapp.billing.forms import ReconciliationForm
from caseapp.billing.selectors import statements
from caseapp.billing.selectors import trust as selectors
from caseapp.billing.services import trust_payments as services
from caseapp.billing.services.reconciling import reconcile
from caseapp.billing.views.shared import firm_of, pdf_answer
from caseapp.billing.workflow import TRUST_PAYMENT
from caseapp.core.errors import NotFound
from caseapp.core.forms_acts import day
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest


@lawyers_only
@require_safe
def payment(request: ActorRequest, reference: str) -> HttpResponse:
    """One payment: who proposed it, what for, and what is left to do."""
    found = selectors.payment_by_reference(request.actor, reference)
    return render(
        request,
        "billing/payment.html",
        {
            "payment": found,
            "held": selectors.balance_of(found.ledger),
            "offered": offered(
                TRUST_PAYMENT,
                request.actor,
                found,
                lambda action: reverse("billing:trust_payment_act", args=[found.reference, action]),
            ),
            "timeline": entries(found)[:20],
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """Pay out, refuse, or take back."""
    found = selectors.payment_by_reference(request.actor, reference)
    today = selectors.today_of(found.ledger.engagement)
    return act_page(
        request,
        found,
        action,
        workflow=TRUST_PAYMENT,
        perform=lambda given: services.perform(actor=request.actor, payment=found, action=action, given=given),
        caption=found.reference,
        back=reverse("billing:trust_payment", args=[reference]),
        fields={"on": day(_("Day it was paid out"), latest=today)} if action == "approve" else {},
        initial={"on": today},
        facts="billing/payment_facts.html",
        context={"payment": found, "held": selectors.balance_of(found.ledger)},
    )


@lawyers_only
@require_safe
def reconciliations(request: ActorRequest) -> HttpResponse:
    """What was compared with the bank."""
    firm = firm_of(request)
    return render(
        request,
        "billing/reconciliations.html",
        {
            "page": keyset_page(selectors.reconciliations(request.actor), request.GET),
            "may_reconcile": can(request.actor, "trust.reconcile", firm),
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_reconciliation(request: ActorRequest) -> HttpResponse:
    """Compare the bank's balance with the ledgers of one day."""
    firm = firm_of(request)
    if not can(request.actor, "trust.reconcile", firm):
        raise NotFound()
    held = selectors.currencies_of(firm)

    def do(data: dict[str, object]) -> str:
        reconcile(actor=request.actor, firm=firm, **data)  # type: ignore[arg-type]
        return reverse("billing:reconciliations")

    return form_page(
        request,
        ReconciliationForm(
            request.POST or None, initial={"currency": held[0] if held else "EUR", "on": today_of_firm(firm)}
        ),
        do,
        title=_("Compare with the bank"),
        caption=firm.shown_name,
        submit=_("Compare and keep"),
        said=_("The comparison was kept. It can be taken as PDF."),
        back=reverse("billing:reconciliations"),
    )


@lawyers_only
@require_safe
def reconciliation(request: ActorRequest, reference: str) -> HttpResponse:
    """One comparison as PDF, in the reader's language."""
    found = selectors.reconciliation_by_reference(request.actor, reference)
    return pdf_answer(statements.reconciliation_pdf(found), found.reference)
