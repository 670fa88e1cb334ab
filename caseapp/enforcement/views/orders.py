"""The list of compliance orders, the page of one with its proofs, drafting one, and the acts upon it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.selectors import today_at
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, line, prose
from caseapp.core.paging import keyset_page, read_only
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import UNDECIDED_STATES, UNISSUED_ORDER_STATES, WAITING_ORDER_STATES, OrderState
from caseapp.enforcement.filters import RESPONDENT_ROW, narrowed_orders
from caseapp.enforcement.forms_orders import OrderFilter, OrderForm
from caseapp.enforcement.models import ComplianceOrder, Decision
from caseapp.enforcement.workflow import ORDER

TIMELINE_SHOWN = 30
RECHECK_AFTER = timedelta(days=90)
MORE_TIME = timedelta(days=30)

ROW = ("reference", "kind", "state", "due_on", "recheck_on", *RESPONDENT_ROW)
"""What the rows of the list tell."""


@officers_only
@require_safe
def orders(request: ActorRequest) -> HttpResponse:
    """The authority's own orders, newest first."""
    form = OrderFilter(request.GET)
    found = narrowed_orders(request.actor, request.GET)
    return render(
        request,
        "enforcement/orders.html",
        {
            "filters": form,
            "page": keyset_page(read_only(found, *ROW), request.GET),
            "filtered": any(form.data.values()),
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def draft_order(request: ActorRequest, reference: str) -> HttpResponse:
    """Add an order to the draft of an investigation's decision."""
    found = selectors.investigation_by_reference(request.actor, reference)
    if found.state not in UNDECIDED_STATES or not can(request.actor, "enforcement.draft_order", found):
        raise NotFound()
    drafted = Decision.objects.filter(investigation=found).exists()
    form = OrderForm(request.POST or None, initial={"due_on": today_at(found.authority) + MORE_TIME})
    if request.method == "POST" and form.is_valid():
        try:
            services.draft_order(actor=request.actor, investigation=found, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The order was added to the draft. It takes effect when that is approved."))
            return redirect("enforcement:investigation", reference)
    return render(
        request,
        "enforcement/order_form.html",
        {"form": form, "investigation": found, "drafted": drafted},
        status=400 if form.errors else 200,
    )


@officers_only
@require_safe
def order(request: ActorRequest, reference: str) -> HttpResponse:
    """One order: what is to be done by when, the proofs, whether it is public."""
    found = _own(request, reference)
    return render(
        request,
        "enforcement/order.html",
        {
            "order": found,
            "investigation": found.decision.investigation,
            "plain_words": selectors.PLAIN_WORDS[found.kind],
            "proofs": found.proofs.select_related("recorded_by", "decided_by").prefetch_related("files"),
            "clock_runs": found.state in {*WAITING_ORDER_STATES, OrderState.OVERDUE},
            "may_publish": found.authority_id in request.actor.authority_ids("investigator", "supervisor")
            and found.state not in UNISSUED_ORDER_STATES,
            "offered": offered(
                ORDER,
                request.actor,
                found,
                lambda action: reverse("enforcement:order_act", args=[found.reference, action]),
            ),
            "timeline": entries(found, include_internal=True)[:TIMELINE_SHOWN],
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One act upon an order."""
    found = _own(request, reference)
    fields, initial = _fields(found, action)
    return act_page(
        request,
        found,
        action,
        workflow=ORDER,
        perform=lambda given: services.perform_on_order(actor=request.actor, order=found, action=action, given=given),
        caption=f"{found.reference} · {found.respondent}",
        back=reverse("enforcement:order", args=[reference]),
        fields=fields,
        initial=initial,
        facts="enforcement/order_facts.html",
        context={"order": found, "waiting_proof": found.proofs.filter(result="").first()},
        explanations={
            "drop": _("The order is not part of the decision. Whoever leaves it out becomes the author of the draft."),
            "accept_proof": _("The order is fulfilled. The complainants are told."),
            "find_broken": _("The order runs again. The complainants are told."),
            "lift": _("The respondent no longer has to do this. The complainants are told."),
        },
    )


def _fields(order: ComplianceOrder, action: str) -> tuple[dict[str, forms.Field], dict[str, Any]]:
    """The fields of an action with their first values."""
    today = today_at(order.authority)
    tomorrow = today + timedelta(days=1)
    match action:
        case "record_proof":
            return {
                "body": prose(_("What the respondent showed"), longest=10_000, rows=8),
                "on": day(_("Day it came"), earliest=order.ordered_on, latest=today),
                "note": line(_("Where the evidence is"), _("For example the number in the file."), longest=300),
            }, {"on": today}
        case "accept_proof":
            return {"recheck_on": _again(tomorrow)}, {"recheck_on": today + RECHECK_AFTER}
        case "confirm_kept":
            return {
                "reason": prose(_("How it was checked, and what was found")),
                "recheck_on": _again(tomorrow),
            }, {"recheck_on": today + RECHECK_AFTER}
        case "refuse_proof" | "find_broken" | "extend":
            earliest = max(tomorrow, order.due_on + timedelta(days=1)) if action == "extend" else tomorrow
            return {"due_on": day(_("To be done by"), earliest=earliest)}, {
                "due_on": max(order.due_on, today) + MORE_TIME
            }
    return {}, {}


def _again(earliest: date) -> forms.Field:
    return day(_("Check again on"), _("Leave empty if one check is enough."), earliest=earliest)


def _own(request: ActorRequest, reference: str) -> ComplianceOrder:
    """An order of the actor's authority; another authority's published one is read in the public register."""
    found = selectors.order_by_reference(request.actor, reference)
    if not can(request.actor, "orders.view_file", found):
        raise NotFound()
    return found
