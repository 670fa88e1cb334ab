"""A lost receipt code: asking for a mail, entering its key, and the address one leaves for it. By POST alone."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.accounts.middleware import open_receipt_session
from caseapp.complaints import selectors, services
from caseapp.complaints.services.recovery import KEY_STANDS_FOR
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.throttle import client_key
from caseapp.core.views.requests import ActorRequest


class AddressForm(forms.Form):
    """An e-mail address, kept or typed for recovery alone."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address."),
            "invalid": gettext_lazy("Enter an e-mail address in the usual form, such as name@example.com."),
        },
    )


class KeyForm(forms.Form):
    """The key of the mail; every wrong one gets the same words."""

    key = forms.CharField(
        label=gettext_lazy("Key from the mail"),
        help_text=gettext_lazy(
            "24 letters and figures in groups of four. Blanks, hyphens and small letters do not matter."
        ),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": gettext_lazy("Enter the key from the mail."),
            "max_length": gettext_lazy(
                "This is not the key of a mail that still counts. Compare it, or ask for another one."
            ),
        },
    )


@sensitive_post_parameters("address")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: ActorRequest) -> HttpResponse:
    """Ask for a mail to the address that was left; the answer is the same whether anybody left it."""
    form = AddressForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.ask_for_recovery(
                    address=form.cleaned_data["address"],
                    language=get_language() or "en",
                    throttle_key=client_key(request),
                )
                return redirect("complaints:recovery_key")
            except DomainError as refusal:
                add_refusal(form, refusal)
                status = refusal.status
    return render(request, "complaints/lost.html", {"form": form}, status=status)


@sensitive_post_parameters("key")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_key(request: ActorRequest) -> HttpResponse:
    """Enter the key of the mail: a new receipt code is made, shown this once, and the complaint is open here."""
    form = KeyForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                renewed = services.renew_receipt_code(key=form.cleaned_data["key"], throttle_key=client_key(request))
                open_receipt_session(request, renewed.complaint.pk)
                return render(request, "complaints/renewed.html", {"renewed": renewed})
            except DomainError as refusal:
                add_refusal(form, refusal)
                status = refusal.status
    context = {"form": form, "minutes": int(KEY_STANDS_FOR.total_seconds()) // 60}
    return render(request, "complaints/recovery_key.html", context, status=status)


@sensitive_post_parameters("address")
@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_address(request: ActorRequest) -> HttpResponse:
    """Leave an address for a lost code with one's own anonymous complaint, another one, or take it back."""
    actor = request.actor
    complaint = selectors.complaints(actor).first() if actor.is_receipt_holder else None
    if complaint is None or not complaint.anonymous:
        raise NotFound()
    taking_back = request.method == "POST" and "take_back" in request.POST
    form = AddressForm(None if taking_back else request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if taking_back or form.is_valid():
            try:
                address = "" if taking_back else form.cleaned_data["address"]
                services.change_recovery_address(actor=actor, complaint=complaint, address=address)
                said = _("The address was taken back.") if taking_back else _("The address is kept.")
                messages.success(request, said)
                return redirect("workspace:complaint", complaint.reference)
            except DomainError as refusal:
                add_refusal(form, refusal)
                status = refusal.status
    context = {"form": form, "complaint": complaint, "kept": selectors.keeps_recovery_address(actor, complaint)}
    return render(request, "complaints/recovery_address.html", context, status=status)
