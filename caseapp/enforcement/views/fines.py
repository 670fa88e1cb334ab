"""The list of fines, the page of one with its ledger, and the acts upon it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.selectors import today_at
from caseapp.core.errors import NotFound
from caseapp.core.forms_acts import amount, day, hidden, line, prose, whole
from caseapp.core.paging import keyset_page, read_only
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import FineState
from caseapp.enforcement.filters import PAYABLE, RESPONDENT_ROW, narrowed_fines
from caseapp.enforcement.forms import FineFilter
from caseapp.enforcement.models import Fine
from caseapp.enforcement.selectors.surcharges import idle_acts, late_payment_of
from caseapp.enforcement.services.instalments import MOST_PARTS
from caseapp.enforcement.workflow import FINE
from caseapp.rules.fines import places_of

TIMELINE_SHOWN = 30

ROW = ("reference", "state", "due_on", "currency", "published_at", *RESPONDENT_ROW)
"""What the rows of the list tell."""


@officers_only
@require_safe
def fines(request: ActorRequest) -> HttpResponse:
    """The authority's own fines, newest first, with what is still owed."""
    form = FineFilter(request.GET)
    found = narrowed_fines(request.actor, request.GET)
    return render(
        request,
        "enforcement/fines.html",
        {
            "filters": form,
            "page": keyset_page(read_only(found, *ROW), request.GET),
            "filtered": any(form.data.values()),
            "may_import": bool(request.actor.authority_ids("investigator", "supervisor")),
        },
    )


@officers_only
@require_safe
def fine(request: ActorRequest, reference: str) -> HttpResponse:
    """One fine: what is owed, its ledger, its appeals, whether it is public."""
    found = _own(request, reference)
    payable = found.state in {*PAYABLE, FineState.OVERDUE}
    late = late_payment_of(found)
    return render(
        request,
        "enforcement/fine.html",
        {
            "fine": found,
            "credit": max(-found.balance, 0),
            "owed": max(found.balance, 0),
            "ledger": selectors.ledger(request.actor, found),
            "instalments": selectors.open_instalments(found) if payable else (),
            "appeals": found.appeals.all(),
            "reminders": found.reminders.all(),
            "late": late,
            "may_publish": found.authority_id in request.actor.authority_ids("investigator", "supervisor")
            and found.state not in {FineState.IMPOSED, FineState.UNDER_APPEAL},
            "payable": payable,
            "offered": offered(
                FINE,
                request.actor,
                found,
                lambda action: reverse("enforcement:fine_act", args=[found.reference, action]),
                without=idle_acts(late),
            ),
            "timeline": entries(found, include_internal=True)[:TIMELINE_SHOWN],
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One act upon a fine."""
    found = _own(request, reference)
    fields, initial = _fields(found, action)
    return act_page(
        request,
        found,
        action,
        workflow=FINE,
        perform=lambda given: services.perform_on_fine(actor=request.actor, fine=found, action=action, given=given),
        caption=f"{found.reference} · {found.respondent}",
        back=reverse("enforcement:fine", args=[reference]),
        fields=fields,
        initial=initial,
        facts="enforcement/fine_facts.html",
        context={
            "fine": found,
            "owed": max(found.balance, 0),
            "credit": max(-found.balance, 0),
            "late": late_payment_of(found) if action == "add_surcharge" else None,
        },
        explanations={
            "record_payment": _("Enter a payment that has arrived. It stays in the ledger: a mistake is not erased."),
            "add_surcharge": _("The sum goes into the ledger with its working. It is never more than the cap."),
            "agree_instalments": _(
                "What is owed is paid in equal monthly parts. The day to pay is always that of the next part."
            ),
            "lodge_appeal": _("Payments and the day to pay rest until the appeal is decided."),
            "reduce": _("What was paid is kept. If it is more than the new sum, the difference is to be paid back."),
            "annul": _("Nothing is due any more. What was paid is to be paid back."),
            "write_off": _("The rest is not collected. The complainants are told."),
        },
    )


def _fields(fine: Fine, action: str) -> tuple[dict[str, forms.Field], dict[str, Any]]:
    """The fields of an action with their first values."""
    today = today_at(fine.authority)
    places = places_of(fine.currency)
    decided: dict[str, forms.Field] = {
        "decided_on": day(_("Day of the decision on appeal"), earliest=fine.imposed_on, latest=today)
    }
    match action:
        case "fall_due":
            fields: dict[str, forms.Field] = {"due_on": day(_("To be paid by"), earliest=today)}
            return fields, {"due_on": max(fine.due_on, today + timedelta(days=30))}
        case "record_payment":
            return {
                "amount": amount(_("Sum in %(currency)s") % {"currency": fine.currency}, places=places),
                "on": day(_("Day it arrived"), earliest=fine.imposed_on, latest=today),
                "note": line(_("Note"), _("For example the number of the bank statement."), longest=300),
                "key": hidden(uuid4().hex),
            }, {"on": today}
        case "agree_instalments":
            return {
                "number": whole(_("How many monthly parts"), least=2, most=MOST_PARTS),
                "due_on": day(_("First part to be paid by"), earliest=today + timedelta(days=1)),
            }, {"due_on": max(fine.due_on, today + timedelta(days=30))}
        case "lodge_appeal":
            return {
                "lodged_on": day(_("Day it was lodged"), earliest=fine.imposed_on, latest=today),
                "court": line(_("Court or body"), longest=200),
                "grounds": prose(_("Grounds")),
            }, {"lodged_on": today}
        case "reduce":
            label = _("New sum in %(currency)s") % {"currency": fine.currency}
            return {**decided, "new_amount": amount(label, places=places)}, {"decided_on": today}
        case "uphold" | "annul":
            return decided, {"decided_on": today}
        case "write_off":
            return {"reason": prose(_("Reason"), _("Why the rest cannot or should not be collected."), longest=300)}, {}
    return {}, {}


@officers_only
@require_safe
def statement(request: ActorRequest, reference: str) -> HttpResponse:
    """The statement of a fine as PDF, in the reader's language."""
    found = _own(request, reference)
    response = HttpResponse(selectors.statement_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.pdf"'
    return response


def _own(request: ActorRequest, reference: str) -> Fine:
    """A fine of the actor's authority; another authority's published fine is read in the public register."""
    found = selectors.fine_by_reference(request.actor, reference)
    if not can(request.actor, "fines.view_ledger", found):
        raise NotFound()
    return found
