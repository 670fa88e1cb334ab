"""Keeping a complaint for proceedings, and letting it go again."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import officers_only
from caseapp.complaints import selectors, services
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import prose
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: ActorRequest, reference: str) -> HttpResponse:
    """Set the hold, or lift the one that stands; both need a reason, which the complainant reads."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    if not can(request.actor, "complaints.hold", complaint):
        raise NotFound()
    form_class = type("HoldForm", (forms.Form,), {"reason": prose(_("Reason"), _("The complainant reads it."), rows=3)})
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.set_hold(
                actor=request.actor, complaint=complaint, held=not complaint.held, reason=form.cleaned_data["reason"]
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            said = _("The complaint is kept for proceedings.") if kept.held else _("The hold was lifted.")
            messages.success(request, said)
            return redirect("workspace:complaint", reference)
    return render(
        request, "casework/hold.html", {"form": form, "complaint": complaint}, status=400 if form.errors else 200
    )
