"""The plan of an investigation as pages: choosing laws, writing what is to be proven, putting evidence to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import officers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import UNDECIDED_STATES
from caseapp.enforcement.forms_portal import ExhibitForm, PlanForm
from caseapp.enforcement.models import Investigation, PlanExhibit, PlanItem
from caseapp.enforcement.selectors.plan import answers_to, evidence_of, plan_of
from caseapp.evidence.models import EvidenceItem


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest, reference: str) -> HttpResponse:
    """The whole plan, and the laws whose elements can come into it."""
    found = _open(request, reference)
    laws = list(selectors.relevant_frameworks(found))
    if request.method == "POST":
        law = next((each for each in laws if each.code == request.POST.get("law")), None)
        if law is None:
            raise NotFound()
        made = services.plan_law(actor=request.actor, investigation=found, framework=law)
        messages.success(request, _("%(number)s elements came into the plan.") % {"number": len(made)})
        return redirect("enforcement:plan", reference)
    planned = plan_of(request.actor, found)
    in_plan = {row.element.framework_id for row in planned if row.item is not None}
    return render(
        request,
        "enforcement/plan.html",
        {"investigation": found, "plan": planned, "laws": [law for law in laws if law.pk not in in_plan]},
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan_item(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """One element: what is to be proven, by what, and the evidence for it."""
    found = _open(request, reference)
    item = _item(found, number)
    form = PlanForm(request.POST or None, initial={"to_prove": item.to_prove, "means": item.means})
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_element(actor=request.actor, investigation=found, element=item.element, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The plan was written down."))
            return redirect("enforcement:plan_item", reference, number)
    return _item_page(request, found, item, form=form)


@officers_only
@require_POST
def put_evidence(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Let the element rest on a piece of evidence."""
    found = _open(request, reference)
    item = _item(found, number)
    form = ExhibitForm(request.POST, items=_choices(request, found))
    if form.is_valid():
        chosen = EvidenceItem.objects.visible_to(request.actor).with_complaint().get(pk=form.cleaned_data["item"])
        try:
            services.put_evidence(actor=request.actor, plan_item=item, item=chosen, shows=form.cleaned_data["shows"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The evidence stands with this element."))
            return redirect("enforcement:plan_item", reference, number)
    return _item_page(request, found, item, exhibit_form=form)


@officers_only
@require_POST
def remove(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Take an element out of the plan."""
    found = _open(request, reference)
    try:
        services.remove_from_plan(actor=request.actor, plan_item=_item(found, number))
    except DomainError as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The element is out of the plan."))
    return redirect("enforcement:plan", reference)


@officers_only
@require_POST
def remove_evidence(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Take a piece of evidence from an element."""
    found = _open(request, reference)
    exhibit = PlanExhibit.objects.filter(plan_item__investigation=found, pk=number).first()
    if exhibit is None:
        raise NotFound()
    item_id = exhibit.plan_item_id
    services.remove_evidence(actor=request.actor, exhibit=exhibit)
    messages.success(request, _("The evidence no longer stands with this element."))
    return redirect("enforcement:plan_item", reference, item_id)


def _item_page(
    request: ActorRequest,
    found: Investigation,
    item: PlanItem,
    *,
    form: PlanForm | None = None,
    exhibit_form: ExhibitForm | None = None,
) -> HttpResponse:
    row = next(each for each in plan_of(request.actor, found) if each.item is not None and each.item.pk == item.pk)
    shown: Any = exhibit_form or form
    choices = _choices(request, found)
    return render(
        request,
        "enforcement/plan_item.html",
        {
            "investigation": found,
            "row": row,
            "answers": answers_to(found, item.element),
            "plan_form": form or PlanForm(initial={"to_prove": item.to_prove, "means": item.means}),
            "exhibit_form": exhibit_form or (ExhibitForm(items=choices) if choices else None),
            "form": shown,
        },
        status=400 if shown is not None and shown.errors else 200,
    )


def _choices(request: ActorRequest, found: Investigation) -> list[tuple[str, str]]:
    return [
        (
            str(item.pk),
            f"{item} · " + (item.vault.complaint.reference if item.vault.complaint else _("given by the respondent")),
        )
        for item in evidence_of(request.actor, found)
    ]


def _item(found: Investigation, number: int) -> PlanItem:
    item = found.plan.select_related("element__framework").filter(pk=number).first()
    if item is None:
        raise NotFound()
    return item


def _open(request: ActorRequest, reference: str) -> Investigation:
    """An undecided investigation that this officer may plan."""
    found: Investigation = selectors.investigation_by_reference(request.actor, reference)
    if found.state not in UNDECIDED_STATES or not can(request.actor, "enforcement.plan", found):
        raise NotFound()
    return found
