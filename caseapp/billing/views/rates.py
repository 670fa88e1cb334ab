"""The firm's prices and its rule of rounding."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.accounts.models import Firm, User
from caseapp.billing.forms import RateForm, RoundingForm
from caseapp.billing.selectors import work as selectors
from caseapp.billing.services import rates as services
from caseapp.billing.views.shared import firm_of
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest


@lawyers_only
@require_safe
def rates(request: ActorRequest) -> HttpResponse:
    """What an hour costs and how time is rounded, newest first."""
    firm = firm_of(request)
    return render(
        request,
        "billing/rates.html",
        {
            "firm": firm,
            "rates": selectors.rates_of(request.actor, firm)[:200],
            "rules": selectors.rules_of(request.actor, firm)[:50],
            "may_set": can(request.actor, "rates.set", firm),
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_rate(request: ActorRequest) -> HttpResponse:
    """Set an hour's price from a day on."""
    firm = _own(request)
    people = User.objects.filter(memberships__firm=firm).order_by("display_name", "email")

    def do(data: dict[str, Any]) -> str:
        kind, _colon, value = data.pop("who").partition(":")
        who = {"role": value} if kind == "role" else {"user": people.get(pk=int(value))}
        services.set_rate(actor=request.actor, firm=firm, **who, **data)
        return reverse("billing:rates")

    return form_page(
        request,
        RateForm(
            request.POST or None,
            people=[(one.pk, str(one)) for one in people],
            initial={"valid_from": timezone.localdate()},
        ),
        do,
        title=_("Price of an hour"),
        caption=firm.shown_name,
        submit=_("Set the price"),
        said=_("The price was set."),
        back=reverse("billing:rates"),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: ActorRequest) -> HttpResponse:
    """Set how time is rounded from a day on."""
    firm = _own(request)

    def do(data: dict[str, Any]) -> str:
        services.set_rounding(actor=request.actor, firm=firm, **data)
        return reverse("billing:rates")

    return form_page(
        request,
        RoundingForm(request.POST or None, initial={"valid_from": timezone.localdate(), "way": "up"}),
        do,
        title=_("How time is rounded"),
        caption=firm.shown_name,
        submit=_("Set the rule"),
        said=_("The rule was set."),
        back=reverse("billing:rates"),
    )


def _own(request: ActorRequest) -> Firm:
    firm = firm_of(request)
    if not can(request.actor, "rates.set", firm):
        raise NotFound()
    return firm
