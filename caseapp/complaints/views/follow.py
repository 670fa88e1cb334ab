"""Coming back without an account: the receipt code, entered by POST alone, and the way out."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.middleware import close_receipt_session, open_receipt_session
from caseapp.complaints.models import Complaint
from caseapp.complaints.services import open_by_receipt
from caseapp.complaints.services.receipts import ATTEMPTS, UNPROVEN_ATTEMPTS
from caseapp.core.errors import DomainError, TooManyRequests
from caseapp.core.forms import add_refusal
from caseapp.core.proof import ProofField
from caseapp.core.throttle import client_key
from caseapp.core.views.requests import ActorRequest


class ReceiptForm(forms.Form):
    """The code as it was written down; every wrong one gets the same words."""

    code = forms.CharField(
        label=_("Receipt code"),
        help_text=_("24 letters and figures in groups of four. Blanks, hyphens and small letters do not matter."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the receipt code."),
            "max_length": _("This code opens no complaint. Check each group of four characters and try again."),
        },
    )
    proof = ProofField()


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: ActorRequest) -> HttpResponse:
    """Ask for the code and open the one complaint it belongs to, in a fresh session that no account shares."""
    form = ReceiptForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                complaint = open_by_receipt(
                    code=form.cleaned_data["code"],
                    throttle_key=client_key(request),
                    attempts=ATTEMPTS if form.cleaned_data["proof"] else UNPROVEN_ATTEMPTS,
                )
            except DomainError as refusal:
                add_refusal(form, refusal)
                status = refusal.status
                retry_after = refusal.retry_after if isinstance(refusal, TooManyRequests) else None
                return _page(request, form, status=status, retry_after=retry_after)
            open_receipt_session(request, complaint.pk)
            return redirect("workspace:complaint", complaint.reference)
        status = 400
    return _page(request, form, status=status)


@require_POST
def leave(request: ActorRequest) -> HttpResponse:
    """Stop following: this browser forgets the complaint and everything else its session held."""
    if request.actor.is_receipt_holder:
        close_receipt_session(request)
    return redirect("workspace:front")


def _page(
    request: ActorRequest, form: ReceiptForm, *, status: int = 200, retry_after: int | None = None
) -> HttpResponse:
    actor = request.actor
    opened = Complaint.objects.visible_to(actor).first() if actor.is_receipt_holder else None
    response = render(request, "complaints/follow.html", {"form": form, "opened": opened}, status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
