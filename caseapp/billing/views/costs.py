"""What a case file costs and holds, on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.billing.selectors import invoices, trust, work
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import CaseFileState
from caseapp.litigation.selectors.suits import case_file_by_reference

SHOWN = 200


@lawyers_only
@never_cache
@require_safe
def costs(request: ActorRequest, reference: str) -> HttpResponse:
    """The money of one case file: the clock, time and disbursements, invoices, trust money."""
    actor = request.actor
    case_file = case_file_by_reference(actor, reference)
    entries = list(work.time_entries(actor).filter(case_file=case_file)[:SHOWN])
    currency = case_file.jurisdiction.currency or "EUR"
    return render(
        request,
        "billing/costs.html",
        {
            "case_file": case_file,
            "currency": currency,
            "clock": work.running_clock(actor),
            "open": case_file.state == CaseFileState.OPEN,
            "time": [
                (row, can(actor, "time.change", row.entry))
                for row in work.valued(entries, firm_id=case_file.firm_id, currency=currency)
            ],
            "disbursements": work.disbursements(actor).filter(case_file=case_file)[:SHOWN],
            "may_write_off": can(actor, "invoices.issue", case_file),
            "invoices": invoices.invoices(actor).filter(case_file=case_file)[:SHOWN],
            "ledgers": trust.ledgers_of(actor, case_file).order_by("pk")[:SHOWN],
        },
    )
