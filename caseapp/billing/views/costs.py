"""What a case file costs and holds, on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.billing.selectors import trust
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.selectors.suits import case_file_by_reference


@lawyers_only
@require_safe
def costs(request: ActorRequest, reference: str) -> HttpResponse:
    """The money of one case file."""
    case_file = case_file_by_reference(request.actor, reference)
    return render(
        request,
        "billing/costs.html",
        {"case_file": case_file, "ledgers": trust.ledgers_of(request.actor, case_file).order_by("pk")},
    )
