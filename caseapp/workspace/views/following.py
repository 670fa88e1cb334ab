"""The smaller pages round one's own complaint: contact details, and what else hangs on it."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.complaints import selectors, services
from caseapp.complaints.models import Contact
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.workspace.forms.told import ContactForm


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: ActorRequest, reference: str) -> HttpResponse:
    """Change how one can be reached."""
    complaint = selectors.own_complaint(request.actor, reference)
    held = selectors.identity(request.actor, complaint) or Contact()
    form = ContactForm(request.POST or None, initial=asdict(held))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_contact(actor=request.actor, complaint=complaint, contact=Contact(**form.cleaned_data))
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your contact details were saved."))
            return redirect("workspace:complaint", reference)
    context = {"complaint": complaint, "form": form, "contact": held if any(asdict(held).values()) else None}
    return render(request, "workspace/contact.html", context, status=400 if form.errors else 200)
