"""What the parties do with one complaint: the act page, who has it, and who the complainant is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known, officers_only
from caseapp.accounts.selectors import colleagues
from caseapp.complaints import selectors, services
from caseapp.complaints.forms import EXPLANATIONS, AssignForm, act_fields
from caseapp.complaints.models import Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.acts import act_page
from caseapp.core.views.requests import ActorRequest


@known
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One act upon a complaint, by whichever side it belongs to; from beside the list it leads on through the list."""
    actor, onward = request.actor, request.GET.get("onward", "")
    complaint = selectors.complaint_by_reference(actor, reference)
    return act_page(
        request,
        complaint,
        action,
        workflow=WORKFLOW,
        perform=lambda given: services.perform(actor=actor, complaint=complaint, action=action, given=given),
        caption=f"{complaint.reference} · {complaint.respondent}",
        back=reverse("workspace:complaint", args=[reference]),
        done=list_address(onward) if onward else "",
        fields=act_fields(complaint, action),
        explanations=EXPLANATIONS,
        base=base_for(actor, complaint),
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: ActorRequest, reference: str) -> HttpResponse:
    """Give the complaint to a colleague, or to nobody."""
    complaint = selectors.complaint_by_reference(request.actor, reference)
    if complaint.authority is None or not can(request.actor, "complaints.assign", complaint):
        raise NotFound()
    people = colleagues(request.actor, complaint.authority)
    form = AssignForm(
        request.POST or None, colleagues=people, initial={"assignee": complaint.assigned_to_id or request.actor.user_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            assigned = services.assign(actor=request.actor, complaint=complaint, assignee=form.cleaned_data["assignee"])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _who_has(assigned))
            return redirect("workspace:complaint", reference)
    return render(
        request,
        "complaints/assign.html",
        {"form": form, "complaint": complaint},
        status=400 if form.errors else 200,
    )


def _who_has(complaint: Complaint) -> str:
    if complaint.assigned_to is None:
        return _("The complaint was given back. Nobody has it now.")
    return _("The complaint was given to %(name)s.") % {"name": complaint.assigned_to}


@known
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: ActorRequest, reference: str) -> HttpResponse:
    """Who the complainant is. Opening it is an act: it is written into the record, and the complainant reads of it."""
    actor = request.actor
    complaint = selectors.complaint_by_reference(actor, reference)
    if not can(actor, "complaints.view_identity", complaint):
        raise NotFound()
    opened = request.method == "POST"
    return render(
        request,
        "complaints/identity.html",
        {
            "base": base_for(actor, complaint),
            "complaint": complaint,
            "opened": opened,
            "contact": selectors.identity(actor, complaint) if opened else None,
        },
    )


def list_address(query: str) -> str:
    """The list of complaints as a query asks for it; anything but a query is left out."""
    return reverse("complaints:list") + (query if query.startswith("?") else "")


def base_for(actor: Actor, complaint: Complaint) -> str:
    """The page shape: the complainant's own, or the desk's."""
    return "base_public.html" if is_complainant(actor, complaint) else "base_desk.html"
