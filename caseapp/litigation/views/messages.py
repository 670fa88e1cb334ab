"""Writing between a firm and its client, from the page of the request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from caseapp.accounts.access import known
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.forms.engagements import MessageForm
from caseapp.litigation.selectors.engagements import engagement_by_reference
from caseapp.litigation.services.messages import write_message
from caseapp.litigation.views.engagements import request_context


@known
@require_POST
def write(request: ActorRequest, reference: str) -> HttpResponse:
    """Send a message to the other side."""
    engagement = engagement_by_reference(request.actor, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            write_message(actor=request.actor, engagement=engagement, body=form.cleaned_data["body"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Sent."))
            return redirect("litigation:request", reference)
    context = {**request_context(request, engagement), "message_form": form, "form": form}
    return render(request, context["template"], context, status=400)
