"""Saving a search, confirming and ending it by the links in its mails, and the list of one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseapp.accounts.access import signed_in
from caseapp.core import throttle
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors
from caseapp.precedents.forms_alerts import AlertForm
from caseapp.precedents.selectors import PrecedentQuery
from caseapp.precedents.services import alerts as services


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: ActorRequest) -> HttpResponse:
    """Keep the search that stands in the address."""
    query = PrecedentQuery.from_mapping(request.GET)
    form = AlertForm(request.POST or None, signed_in=request.actor.is_signed_in)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_alert(
                actor=request.actor, query=query, throttle_key=throttle.client_key(request), **form.cleaned_data
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            if request.actor.is_signed_in:
                messages.success(request, _("The search is saved. We write when something new matches it."))
                return redirect("precedents:alerts")
            return redirect("precedents:alert_asked")
    return render(
        request,
        "precedents/alert_form.html",
        {
            "form": form,
            "words": selectors.query_words(query),
            "count": selectors.count(request.actor, query),
            "given": urlencode(query.given()),
        },
        status=400 if form.errors else 200,
    )


@require_safe
def asked(request: ActorRequest) -> HttpResponse:
    """Look into your mail: the same words whether or not the address exists."""
    return render(request, "precedents/alert_asked.html")


@signed_in
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """The reader's own saved searches, each with what it found lately."""
    rows = [
        (alert, selectors.query_words(selectors.query_of(alert)), urlencode(alert.query), matches)
        for alert, matches in selectors.alerts_with_matches(request.actor)
    ]
    return render(request, "precedents/alerts.html", {"rows": rows})


@signed_in
@require_POST
def drop(request: ActorRequest, identifier: str) -> HttpResponse:
    """End one of one's own."""
    services.end_alert(actor=request.actor, alert=selectors.own_alert(request.actor, identifier))
    messages.success(request, _("The saved search was ended and deleted."))
    return redirect("precedents:alerts")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ActorRequest, token: str) -> HttpResponse:
    """The link of the first mail. Mail scanners open links, so that only the button confirms."""
    alert = services.alert_of(token, "confirm")
    if request.method == "POST":
        alert = services.confirm_alert(actor=request.actor, token=token)
    return render(
        request,
        "precedents/alert_confirm.html",
        {"alert": alert, "words": selectors.query_words(selectors.query_of(alert))},
    )


# Mail programs post here by themselves (RFC 8058) and know no token of ours; the link itself is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, token: str) -> HttpResponse:
    """The link at the foot of every mail: one button ends and deletes the search."""
    alert = services.alert_of(token, "end")
    words = selectors.query_words(selectors.query_of(alert))
    ended = request.method == "POST"
    if ended:
        services.end_alert(actor=request.actor, alert=alert)
    return render(request, "precedents/alert_end.html", {"words": words, "ended": ended})
