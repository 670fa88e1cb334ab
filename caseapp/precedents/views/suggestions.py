"""Suggesting a precedent without an account, following what became of it, and a curator's answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import curators_only
from caseapp.core import throttle
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors, services
from caseapp.precedents.forms_suggestions import SuggestionForm
from caseapp.precedents.workflow import SUGGESTION


@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: ActorRequest) -> HttpResponse:
    """Suggest a decided matter, or with `?about=` what is wrong with one that is here."""
    slug = request.GET.get("about", "")
    about = selectors.precedent_by_slug(request.actor, slug) if slug else None
    form = SuggestionForm(request.POST or None, about=about is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.suggest(
                actor=request.actor,
                precedent=about,
                throttle_key=throttle.client_key(request),
                **form.given(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you. A curator will look at it."))
            return redirect("precedents:suggestion", made.reference)
    return render(
        request, "precedents/suggest.html", {"form": form, "about": about}, status=400 if form.errors else 200
    )


@require_safe
def suggestion(request: ActorRequest, reference: str) -> HttpResponse:
    """What became of a suggestion, for whoever knows its reference."""
    found = selectors.suggestion_by_reference(reference)
    return render(
        request,
        "precedents/suggestion.html",
        {
            "suggestion": found,
            "curates": can(request.actor, "precedents.curate"),
            "offered": offered(
                SUGGESTION,
                request.actor,
                found,
                lambda action: reverse("precedents:suggestion_act", args=[reference, action]),
            ),
        },
    )


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """A curator takes a suggestion up, which opens a draft, or says why not."""
    found = selectors.suggestion_by_reference(reference)
    return act_page(
        request,
        found,
        action,
        workflow=SUGGESTION,
        perform=lambda given: services.answer_suggestion(
            actor=request.actor, suggestion=found, action=action, given=given
        ),
        back=reverse("precedents:suggestion", args=[reference]),
        caption=found.reference,
        explanations={
            "accept": _("A draft opens with its source, for you to write and a second curator to approve."),
            "decline": _("Whoever suggested it can read your reason."),
        },
    )
