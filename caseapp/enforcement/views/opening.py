"""From chosen complaints to an investigation: what will change, what is refused and why, then one act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import officers_only
from caseapp.complaints import selectors as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import UNDECIDED_STATES
from caseapp.enforcement.forms import OpeningForm


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def open_investigation(request: ActorRequest) -> HttpResponse:
    """Show what an investigation into the chosen complaints would change; with `confirmed`, open it.

    The chosen references are written into the page, so that what was shown is what is done.
    """
    if not can(request.actor, "enforcement.open_investigation"):
        raise NotFound()
    if request.method != "POST":
        # Nothing is chosen yet (a bookmark, or the way back from signing in): choose in the queue.
        return redirect(f"{reverse('complaints:list')}?state=accepted")
    chosen = selectors.selection(request.actor, request.POST.getlist("complaint"))
    confirmed = "confirmed" in request.POST
    form = OpeningForm(request.POST if confirmed else None, initial={"title": str(chosen.respondent or "")})
    if confirmed and form.is_valid():
        try:
            opened = services.open_investigation(actor=request.actor, complaints=chosen.taken, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                ngettext(
                    "The investigation is open. %(n)s complaint joined it, and its complainant was told.",
                    "The investigation is open. %(n)s complaints joined it, and their complainants were told.",
                    len(chosen.taken),
                )
                % {"n": len(chosen.taken)},
            )
            return redirect("enforcement:investigation", opened.reference)
    running = selectors.investigations(request.actor).none()
    if chosen.respondent is not None:
        running = selectors.investigations_of(request.actor, chosen.respondent).filter(state__in=UNDECIDED_STATES)
    return render(
        request,
        "enforcement/open.html",
        {"form": form, "chosen": chosen, "running": running[:5], "back": reverse("complaints:list")},
        status=400 if form.errors else 200,
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_complaints(request: ActorRequest, reference: str) -> HttpResponse:
    """Choose further accepted complaints against the same respondent, and take them in."""
    investigation = selectors.investigation_by_reference(request.actor, reference)
    if not can(request.actor, "enforcement.add_complaints", investigation):
        raise NotFound()
    page = keyset_page(
        complaints.complaints(request.actor).filter(
            state=ComplaintState.ACCEPTED,
            authority_id=investigation.authority_id,
            respondent_id=investigation.respondent_id,
        ),
        request.GET,
    )
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        chosen = selectors.selection(request.actor, request.POST.getlist("complaint"), investigation=investigation)
        try:
            services.add_complaints(
                actor=request.actor,
                investigation=investigation,
                complaints=[*chosen.taken, *(complaint for complaint, _why in chosen.refused)],
            )
        except DomainError as refusal:
            errors = [{"message": str(text), "anchor": ""} for text in refusal.errors.values()] or [
                {"message": str(refusal.message), "anchor": ""}
            ]
        else:
            messages.success(request, _("The complaints joined the investigation, and their complainants were told."))
            return redirect("enforcement:investigation", reference)
    return render(
        request,
        "enforcement/add_complaints.html",
        {"investigation": investigation, "page": page, "errors": errors},
        status=400 if errors else 200,
    )
