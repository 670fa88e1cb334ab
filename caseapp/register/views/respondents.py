"""The public dossier of an organisation: it draws on fines and complaints, so it is made here."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement.selectors import published_orders
from caseapp.register import selectors
from caseapp.register.selectors.dossier import dossier_of
from caseapp.respondents.selectors import respondent_by_reference

FINES = 50


@require_safe
def dossier(request: ActorRequest, reference: str) -> HttpResponse:
    """Names, group, places, published fines and orders, and how many complaints there are if there are five."""
    respondent = respondent_by_reference(reference, actor=request.actor)
    if respondent.merged_into is not None and not can(request.actor, "respondents.change", respondent):
        return redirect("respondents:detail", respondent.merged_into.reference)
    return render(
        request,
        "respondents/detail.html",
        {
            "respondent": respondent,
            "subsidiaries": [one for one in respondent.subsidiaries.all() if one.verified],
            "fines": selectors.public_fines().filter(respondent=respondent)[:FINES],
            "orders": published_orders(respondent)[:FINES],
            "complaints": selectors.complaints_about(respondent.pk),
            "dossier": dossier_of(request.actor, respondent),
            "may_change": can(request.actor, "respondents.change", respondent),
        },
    )
