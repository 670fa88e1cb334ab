"""The complainant's own list: every complaint of the account, or the one that a receipt opened."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseapp.accounts.access import known
from caseapp.complaints import selectors
from caseapp.core.paging import keyset_page
from caseapp.core.views.requests import ActorRequest


@known
@require_safe
def my_complaints(request: ActorRequest) -> HttpResponse:
    """What the reader filed, newest first, each with where it stands and who has to act."""
    actor = request.actor
    found = selectors.complaints(actor)
    if actor.is_signed_in:
        found = found.filter(owner_id=actor.user_id)
    page = keyset_page(found, request.GET)
    rows = [{"complaint": row, "step": selectors.next_step(actor, row)} for row in page]
    return render(request, "complaints/mine.html", {"page": page, "rows": rows})
