"""Other complaints of the same person, for the officer who reads one of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.accounts.access import officers_only
from caseapp.casework.selectors.same_person import by_the_same_person
from caseapp.complaints import selectors
from caseapp.core.paging import keyset_page
from caseapp.core.views.requests import ActorRequest


@officers_only
@require_safe
def same_person(request: ActorRequest, reference: str) -> HttpResponse:
    """What else the person filed here; without their name, which is opened on the complaint itself."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    found = by_the_same_person(request.actor, complaint).select_related("respondent")
    return render(
        request,
        "casework/same_person.html",
        {"complaint": complaint, "page": keyset_page(found, request.GET)},
    )
