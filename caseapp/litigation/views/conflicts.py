"""Conflict checks: the decision on one, and everyone that the firm knows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import lawyers_only
from caseapp.accounts.selectors import main_firm
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.forms.conflicts import ConflictDecisionForm, KnownPartiesForm, NameSearchForm
from caseapp.litigation.models import KnownParty
from caseapp.litigation.selectors import conflicts as selectors
from caseapp.litigation.selectors.conflicts.reports import shown
from caseapp.litigation.services import conflicts as services
from caseapp.litigation.views.engagements import firm_engagement, request_context


@lawyers_only
@require_POST
def decide_conflict(request: ActorRequest, reference: str) -> HttpResponse:
    """Say what the conflict check came to."""
    engagement = firm_engagement(request, reference)
    form = ConflictDecisionForm(request.POST, may_waive=can(request.actor, "engagements.waive_conflict", engagement))
    if form.is_valid():
        try:
            services.decide_conflict(actor=request.actor, engagement=engagement, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The decision on the conflict check was recorded."))
            return redirect("litigation:request", reference)
    context = {**request_context(request, engagement), "conflict_form": form, "form": form}
    return render(request, "litigation/request.html", context, status=400)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def known(request: ActorRequest) -> HttpResponse:
    """Look for a name among everyone the firm has known; add names that the firm brings along."""
    firm = main_firm(request.actor)
    form = KnownPartiesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_known_parties(actor=request.actor, firm=firm, rows=form.rows)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            told = ngettext("%(count)s name was added.", "%(count)s names were added.", added) % {"count": added}
            messages.success(request, told)
            return redirect("litigation:known")
    asked = NameSearchForm(request.GET if "q" in request.GET else None)
    name = asked.cleaned_data["q"].strip() if asked.is_bound and asked.is_valid() else ""
    hits = selectors.search(firm, name) if name else []
    return render(
        request,
        "litigation/known.html",
        {
            "form": form,
            "asked": asked,
            "name": name,
            "hits": [shown(vars(hit)) for hit in hits],
            "page": keyset_page(KnownParty.objects.visible_to(request.actor).order_by("-id"), request.GET),
        },
        status=400 if form.errors else 200,
    )
