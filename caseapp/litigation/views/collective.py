"""Collective actions at the firm's desk: the list, the proposal, one action and its stages."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import NotFound
from caseapp.core.forms_acts import choice, day, prose
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.enums import ActionState
from caseapp.litigation.forms.collective import ActionForm
from caseapp.litigation.models import CollectiveAction
from caseapp.litigation.selectors import agreements
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors.roster import in_numbers, roster
from caseapp.litigation.selectors.suits import case_file_by_reference, open_suits
from caseapp.litigation.services import collective as services
from caseapp.litigation.workflow import ACTION


@lawyers_only
@require_safe
def actions(request: ActorRequest) -> HttpResponse:
    """The firm's collective actions."""
    page = keyset_page(selectors.actions(request.actor), request.GET)
    return render(request, "litigation/actions.html", {"page": page})


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest, reference: str) -> HttpResponse:
    """Propose an action in a case file."""
    case_file = case_file_by_reference(request.actor, reference)
    if not can(request.actor, "case_files.propose_action", case_file):
        raise NotFound()
    form = ActionForm(
        request.POST or None,
        clusters=selectors.clusters_of(case_file),
        initial={"currency": case_file.jurisdiction.currency or "EUR"},
    )
    return form_page(
        request,
        form,
        lambda _data: _page_of(services.propose_action(actor=request.actor, case_file=case_file, facts=form.facts())),
        title=_("Propose a collective action"),
        caption=case_file.reference,
        submit=_("Save the proposal"),
        said=_("The action was proposed. Nobody was told yet."),
        back=reverse("litigation:case_file", args=[reference]),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, reference: str) -> HttpResponse:
    """Change a proposal that nobody was invited on yet."""
    found = selectors.action_by_reference(request.actor, reference)
    if not can(request.actor, "collective_actions.change", found):
        raise NotFound()
    names = ActionForm.base_fields
    initial = {name: getattr(found, name) for name in names}
    form = ActionForm(
        request.POST or None,
        clusters=selectors.clusters_of(found.case_file),
        initial={**initial, "questions": "\n".join(found.questions)},
    )
    return form_page(
        request,
        form,
        lambda _data: services.change_action(actor=request.actor, action=found, facts=form.facts()),
        title=_("Change the proposal"),
        caption=reference,
        submit=_("Save the proposal"),
        said=_("The proposal was changed."),
        back=reverse("litigation:action", args=[reference]),
    )


@lawyers_only
@require_safe
def action(request: ActorRequest, reference: str) -> HttpResponse:
    """One action: what it says, how many were invited, the roster with what to look at, and distributions."""
    actor = request.actor
    found = selectors.action_by_reference(actor, reference)
    places = roster(actor, found)
    return render(
        request,
        "litigation/action.html",
        {
            "action": found,
            "clauses": agreements.clauses(found),
            "matching": selectors.told(selectors.matching_complaints(found).count())
            if found.state in {ActionState.PROPOSED, ActionState.INVITING}
            else None,
            "counts": found.state in {ActionState.PROPOSED, ActionState.INVITING},
            "invited": selectors.invited_count(found),
            "roster": places,
            "numbers": in_numbers(places),
            "plain": sum(place.is_plain for place in places) if can(actor, "collective_actions.admit", found) else 0,
            "to_look_at": sum(place.to_look_at for place in places),
            "distributions": selectors.distributions(actor, found),
            "may_change": found.state == ActionState.PROPOSED and can(actor, "collective_actions.change", found),
            "may_divide": found.state in {ActionState.FORMED, ActionState.IN_SUIT}
            and can(actor, "collective_actions.prepare_distribution", found),
            "offered": offered(
                ACTION, actor, found, lambda name: reverse("litigation:action_act", args=[reference, name])
            ),
            # Who joined and when is the roster.
            "timeline": entries(found, include_internal=True).exclude(kind="collective_actions.joined")[:50],
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One stage of an action."""
    found = selectors.action_by_reference(request.actor, reference)
    return act_page(
        request,
        found,
        action,
        workflow=ACTION,
        perform=lambda given: services.perform_on_action(actor=request.actor, action=found, name=action, given=given),
        caption=found.reference,
        back=reverse("litigation:action", args=[reference]),
        fields=_fields(found, action),
        explanations={
            "invite": _(
                "Everybody who matches and agreed to be contacted is asked through the service. You learn who they are "
                "only if they join."
            ),
            "form": _("Nobody can join after this. Members can still leave."),
            "abandon": _("Members are told your reason, and you no longer see their complaints."),
        },
    )


def _fields(found: CollectiveAction, action: str) -> dict[str, Any]:
    if action == "invite":
        return {"join_by": day(_("To join by"), _("Everybody has at least two weeks."))}
    if action == "link":
        suits = [(suit.reference, f"{suit.reference} · {suit.court}") for suit in open_suits(found.case_file)]
        return {"suit": choice(_("Suit"), suits)}
    if action == "conclude":
        return {"reason": prose(_("Reason"), _("Needed where nothing was distributed. Members read it."))}
    return {}


def _page_of(action: CollectiveAction) -> str:
    return reverse("litigation:action", args=[action.reference])
