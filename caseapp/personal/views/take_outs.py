"""Take everything away: ask for the archive, wait for it, take it once."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import known
from caseapp.complaints.selectors import own_complaint
from caseapp.core.views.requests import ActorRequest
from caseapp.personal import selectors, services


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: ActorRequest, reference: str) -> HttpResponse:
    """What is in the archive, how far it is, and the button that asks for it or takes it."""
    complaint = own_complaint(request.actor, reference)
    if request.method == "POST":
        services.request_take_out(actor=request.actor, complaint=complaint)
        return redirect("personal:take_out", reference)
    newest = selectors.newest_take_out(request.actor, complaint)
    template = "personal/take_out_job.html" if request.htmx and newest else "personal/take_out.html"
    return render(request, template, {"complaint": complaint, "take_out": newest})


@known  # type: ignore[arg-type]
@never_cache
@require_POST
def download(request: ActorRequest, identifier: UUID) -> StreamingHttpResponse:
    """The archive itself, once."""
    found = selectors.take_out(request.actor, identifier)
    response = StreamingHttpResponse(
        services.take_away(actor=request.actor, take_out=found), content_type="application/zip"
    )
    response["Content-Length"] = str(found.size)
    response["Content-Disposition"] = content_disposition_header(True, f"{found.complaint.reference}.zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
