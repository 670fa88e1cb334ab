"""The correspondence of one complaint, for the two sides that write it."""

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.complaints import selectors, services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.forms import MessageForm
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.views.acts import base_for
from caseapp.core.actors import SIDE_LABELS
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest


@known
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: ActorRequest, reference: str) -> HttpResponse:
    """What was written, newest first, and a form to write."""
    actor = request.actor
    complaint = selectors.complaint_by_reference(actor, reference)
    if not can(actor, "complaints.write_message", complaint):
        raise NotFound()
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_message(actor=actor, complaint=complaint, body=form.cleaned_data["body"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            flash.success(request, _("Your message was sent."))
            return redirect("complaints:messages", reference)
    own = "complainant" if is_complainant(actor, complaint) else "authority"
    page = keyset_page(selectors.messages(actor, complaint), request.GET)
    asked = complaint.state == ComplaintState.AWAITING_COMPLAINANT and own == "complainant"
    return render(
        request,
        "complaints/messages.html",
        {
            "base": base_for(actor, complaint),
            "complaint": complaint,
            "form": form,
            "page": page,
            "letters": [
                {"letter": letter, "who": SIDE_LABELS.get(letter.side, letter.side), "mine": letter.side == own}
                for letter in page
            ],
            "answer_address": reverse("complaints:act", args=[reference, "reply"]) if asked else "",
        },
        status=400 if form.errors else 200,
    )
