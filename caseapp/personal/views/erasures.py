"""Have a complaint erased, in two steps; and the page that is left of it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import known
from caseapp.accounts.middleware import close_receipt_session
from caseapp.complaints.selectors import own_complaint
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.personal import selectors, services
from caseapp.personal.enums import Part


class ConfirmForm(forms.Form):
    """That it is meant."""

    reference = forms.CharField(
        label=_("Write the reference of the complaint"),
        help_text=_("This makes sure that nothing is erased by accident."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the reference of the complaint exactly as it stands above.")},
    )


@known
@never_cache
@require_safe
def plan(request: ActorRequest, reference: str) -> HttpResponse:
    """What would go, what would stay and why; the first of two steps."""
    complaint = own_complaint(request.actor, reference)
    return render(request, "personal/erase.html", {"complaint": complaint, "plan": selectors.erasure_plan(complaint)})


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ActorRequest, reference: str) -> HttpResponse:
    """The second step: the reference is written out, and it is done."""
    complaint = own_complaint(request.actor, reference)
    found = selectors.erasure_plan(complaint)
    if found.refusal:
        return redirect("personal:erase", reference)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_complaint(actor=request.actor, complaint=complaint, confirmed=form.cleaned_data["reference"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            if request.actor.is_receipt_holder:
                close_receipt_session(request)
            return redirect("personal:erased", reference)
    context = {"complaint": complaint, "plan": found, "form": form}
    return render(request, "personal/erase_confirm.html", context, status=400 if form.errors else 200)


@require_safe
def erased(request: HttpRequest, reference: str) -> HttpResponse:
    """What is left: when something of this reference was erased, what, and by which rule."""
    found = selectors.erasure_by_reference(reference)
    return render(
        request,
        "personal/erased.html",
        {
            "erasure": found,
            "rule": selectors.rule_words(found.rule),
            "erased": [Part(part).label for part in found.erased],
            "kept": [Part(part).label for part in found.kept],
        },
    )
