"""Limitation dates of a case file: the working, the facts, what holds them up, and the second person's confirmation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day
from caseapp.core.policies import can
from caseapp.core.views.acts import act_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.forms.working import LimitationFactsForm, TollingForm
from caseapp.litigation.selectors import limitation as selectors
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.litigation.services import limitation as services
from caseapp.litigation.workflow import LIMITATION


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def limitation(request: ActorRequest, reference: str) -> HttpResponse:
    """Every date with its working; made anew for clients and laws that came later."""
    found = case_file_by_reference(request.actor, reference)
    if request.method == "POST":
        made = services.work_out_limitation(actor=request.actor, case_file=found)
        messages.success(request, _("Worked out.") if made else _("Every client has a date under every law already."))
        return redirect("litigation:limitation", reference)
    rows = selectors.shown_limitations(request.actor, found)
    return render(request, "litigation/limitation.html", {"case_file": found, "rows": rows})


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """The facts that a date follows from, and what holds the period up."""
    found = case_file_by_reference(request.actor, reference)
    row = selectors.limitation_by_id(request.actor, found, number)
    if not can(request.actor, "limitations.change_facts", row):
        raise NotFound()
    what = request.POST.get("do", "")
    form = LimitationFactsForm.of(request.POST if what == "facts" else None, row)
    tolling = TollingForm(request.POST if what == "tolling" else None)
    faulty = False
    try:
        if what == "facts" and form.is_valid():
            services.change_facts(actor=request.actor, limitation=row, **form.cleaned_data)
        elif what == "tolling" and tolling.is_valid():
            services.add_tolling(actor=request.actor, limitation=row, **tolling.cleaned_data)
        elif what.startswith("remove:") and what[7:].isdigit():
            services.remove_tolling(actor=request.actor, limitation=row, tolling_id=int(what[7:]))
        else:
            faulty = bool(what)
    except DomainError as refusal:
        faulty = True
        add_refusal(tolling if what == "tolling" else form, refusal)
    if what and not faulty:
        messages.success(request, _("The date was worked out anew. A second person must confirm it."))
        return redirect("litigation:limitation", reference)
    context = {
        "case_file": found,
        "row": row,
        "title": selectors.title_of(row),
        "form": tolling if what == "tolling" else form,
        "facts_form": form,
        "tolling_form": tolling,
        "tollings": row.tollings.all(),
    }
    return render(request, "litigation/limitation_facts.html", context, status=400 if faulty else 200)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, number: int, action: str) -> HttpResponse:
    """Confirm a date by working it out oneself; say that it was met, or let it run again."""
    found = case_file_by_reference(request.actor, reference)
    row = selectors.limitation_by_id(request.actor, found, number)
    fields = {
        "last_day": day(_("The last day as you worked it out"), _("Not shown here, so that you work it out yourself.")),
        "met_on": day(_("Done on")),
    }
    asked = {name for each in LIMITATION.named(action) for name in each.needs}
    return act_page(
        request,
        row,
        action,
        workflow=LIMITATION,
        perform=lambda given: services.perform(actor=request.actor, limitation=row, action=action, given=given),
        caption=f"{found.reference} · {selectors.title_of(row)}",
        back=reverse("litigation:limitation", args=[reference]),
        fields={name: field for name, field in fields.items() if name in asked},
        facts="litigation/limitation_basis.html" if action == "confirm" else "",
        context={"basis": selectors.basis_of(row)},
    )
