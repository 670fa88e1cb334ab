"""Proposing a final outcome as a precedent."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import lawyers_only
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.forms.outcomes import OutcomeForm
from caseapp.litigation.services.outcomes import propose_outcome
from caseapp.litigation.views.suit_forms import suit_for, suit_form


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ActorRequest, reference: str) -> HttpResponse:
    """Hand the outcome to the curators, without names."""
    suit = suit_for(request, reference, "propose_outcome")
    form = OutcomeForm(request.POST or None, initial={"people": 1})
    return suit_form(
        request,
        suit,
        "propose_outcome",
        form,
        lambda _data: propose_outcome(actor=request.actor, suit=suit, facts=form.facts()),
        title=_("Propose the outcome as a precedent"),
        submit=_("Hand it to the curators"),
        done=_("The outcome was handed to the curators, without names."),
        lede=_("Two curators read it before it is public. The facts of the case go with it, nothing of any person."),
    )
