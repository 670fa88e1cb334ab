"""A place on the roster and the dividing of a sum, at the firm's desk."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError, NotFound, WrongState
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import day, line, prose
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import act_page, offered, refused_page
from caseapp.core.views.form_pages import form_page
from caseapp.core.views.requests import ActorRequest
from caseapp.core.wording import written_sum
from caseapp.litigation.enums import TAKING_PART, ActionState
from caseapp.litigation.forms.collective import AdmitForm, DistributionForm, WeighForm
from caseapp.litigation.models import CollectiveAction
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors.collecting import standing_of
from caseapp.litigation.selectors.coverage import undivided
from caseapp.litigation.selectors.roster import member_by_number, plain_claims, roster
from caseapp.litigation.selectors.suits import total_awarded
from caseapp.litigation.services import collective as services
from caseapp.litigation.workflow import DISTRIBUTION, MEMBER


@lawyers_only
@require_safe
def member(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """One claim on the roster: who, what they agreed to, doubts, what was missing."""
    actor = request.actor
    action = selectors.action_by_reference(actor, reference)
    found = member_by_number(actor, action, number)
    place = next(place for place in roster(actor, action) if place.member.pk == found.pk)
    return render(
        request,
        "litigation/member.html",
        {
            "action": action,
            "place": place,
            "member": found,
            "may_weigh": found.state in TAKING_PART and can(actor, "collective_members.weigh", found),
            "offered": offered(
                MEMBER, actor, found, lambda name: reverse("litigation:member_act", args=[reference, number, name])
            ),
            "timeline": entries(found)[:50],
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def member_act(request: ActorRequest, reference: str, number: int, action: str) -> HttpResponse:
    """Admit a claim, say what is missing, or do not admit it."""
    found = member_by_number(request.actor, selectors.action_by_reference(request.actor, reference), number)
    if action in {"cure", "leave"}:
        raise NotFound()
    fields = {
        "message": prose(_("What is missing, and how to put it right"), _("The member reads this.")),
        "cure_by": day(_("To be put right by"), _("Give at least two weeks.")),
        "note": line(_("What came of the doubts"), _("For your firm alone."), longest=300),
    }
    wanted = {name for row in MEMBER.named(action) for name in (*row.needs, *row.may_give)}
    return act_page(
        request,
        found,
        action,
        workflow=MEMBER,
        perform=lambda given: services.perform_on_member(actor=request.actor, member=found, name=action, given=given),
        caption=found.complaint.reference,
        back=reverse("litigation:member", args=[reference, number]),
        fields={name: field for name, field in fields.items() if name in wanted},
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def admit_chosen(request: ActorRequest, reference: str) -> HttpResponse:
    """Admit the claims that give no reason to look twice, all or those left ticked."""
    action = selectors.action_by_reference(request.actor, reference)
    if not can(request.actor, "collective_actions.admit", action):
        raise NotFound()
    back = reverse("litigation:action", args=[reference])
    places = plain_claims(request.actor, action)
    if not places:
        return refused_page(request, WrongState(_("No claim waits that has nothing to look at.")), back=back)
    most = services.MOST_AT_ONCE
    form = AdmitForm(request.POST or None, places=places[:most])
    cut = _("The first %(most)s stand here, the others once these are admitted.") % {"most": most}

    def admit(data: dict[str, Any]) -> None:
        services.admit_chosen(actor=request.actor, action=action, numbers=data["numbers"])

    return form_page(
        request,
        form,
        admit,
        title=_("Admit many claims"),
        caption=action.title,
        lede=cut if len(places) > most else "",
        submit=_("Admit the chosen claims"),
        said=_("The chosen claims were admitted."),
        back=back,
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Say how a claim counts where a sum is divided."""
    found = member_by_number(request.actor, selectors.action_by_reference(request.actor, reference), number)
    if not can(request.actor, "collective_members.weigh", found):
        raise NotFound()
    form = WeighForm(request.POST or None, initial={"harm_weight": found.harm_weight, "days": found.days})
    return form_page(
        request,
        form,
        lambda data: services.weigh(actor=request.actor, member=found, **data),
        title=_("Weigh the claim"),
        caption=found.complaint.reference,
        submit=_("Save the weights"),
        said=_("The claim was weighed."),
        back=reverse("litigation:member", args=[reference, number]),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def divide(request: ActorRequest, reference: str) -> HttpResponse:
    """Prepare a distribution."""
    action = selectors.action_by_reference(request.actor, reference)
    if not can(request.actor, "collective_actions.prepare_distribution", action):
        raise NotFound()
    currency = action.suit.currency if action.suit is not None else action.currency
    form = DistributionForm(request.POST or None, currency=currency, initial={"gross": _to_divide(action)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.prepare_distribution(
                actor=request.actor,
                action=action,
                rule=data["rule"],
                gross=data["gross"],
                costs=data["costs"] or Decimal(0),
                fee=data["fee"] or Decimal(0),
                basis=data["basis"],
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The distribution was prepared. A partner approves it."))
            return redirect("litigation:distribution", reference, made.reference)
    return render(
        request,
        "core/form_page.html",
        {
            "form": form,
            "title": _("Divide a sum"),
            "caption": action.reference,
            "lede": _came_in(action),
            "submit": _("Work out the shares"),
            "back": reverse("litigation:action", args=[reference]),
        },
        status=400 if form.errors or action.state not in {ActionState.FORMED, ActionState.IN_SUIT} else 200,
    )


@lawyers_only
@require_safe
def distribution(request: ActorRequest, reference: str, made: str) -> HttpResponse:
    """One distribution with every share."""
    actor = request.actor
    action = selectors.action_by_reference(actor, reference)
    found = selectors.distribution_by_reference(actor, action, made)
    shares = list(found.shares.select_related("member__complaint"))
    return render(
        request,
        "litigation/distribution.html",
        {
            "action": action,
            "distribution": found,
            "shares": shares,
            "weights": sum(share.weight for share in shares),
            "came_in": _came_in(action),
            "timeline": entries(found)[:50],
            "offered": offered(
                DISTRIBUTION,
                actor,
                found,
                lambda name: reverse("litigation:distribution_act", args=[reference, made, name]),
            ),
        },
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def distribution_act(request: ActorRequest, reference: str, made: str, action: str) -> HttpResponse:
    """Approve or discard a distribution; let one on hold stand again, or take it back."""
    found = selectors.distribution_by_reference(
        request.actor, selectors.action_by_reference(request.actor, reference), made
    )
    return act_page(
        request,
        found,
        action,
        workflow=DISTRIBUTION,
        perform=lambda given: services.perform_on_distribution(
            actor=request.actor, distribution=found, name=action, given=given
        ),
        caption=found.reference,
        back=reverse("litigation:distribution", args=[reference, made]),
        explanations={
            "approve": " ".join(
                filter(
                    None,
                    [
                        _("Every member is told and gets a statement. It cannot be changed after this."),
                        _came_in(found.action),
                    ],
                )
            ),
            "release": _came_in(found.action),
            "withdraw": _("Every member is told that their share is not paid out. Then divide what came in anew."),
        },
    )


def _to_divide(action: CollectiveAction) -> Decimal | None:
    """The sum to begin with: what came in and is not divided yet; before anything came in, what was awarded."""
    if action.suit is None:
        return None
    if not standing_of(action.suit).received:
        return total_awarded(action.suit) or None
    return max(undivided(action.suit), Decimal(0)) or None


def _came_in(action: CollectiveAction) -> str:
    """What there is to divide, by the suit's own ledger; nothing where the action is in no suit."""
    if action.suit is None:
        return ""
    return _("By the collection ledger of the suit, %(sum)s came in so far.") % {
        "sum": written_sum(standing_of(action.suit).received, action.suit.currency)
    }
