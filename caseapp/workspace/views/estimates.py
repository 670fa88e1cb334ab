"""The estimate of one complaint: the one place where a complaint's words become the facts of an estimate."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import known
from caseapp.complaints.models import Complaint
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.core.errors import InvalidInput
from caseapp.core.views.requests import ActorRequest
from caseapp.law.enums import JurisdictionKind
from caseapp.precedents import selectors
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.services import make_estimate
from caseapp.rules.estimation.facts import CaseFacts

KEPT_SHOWN = 10


def facts_from_complaint(complaint: Complaint, target: str = EstimateTarget.COMPENSATION) -> CaseFacts:
    """What a complaint says of itself, as an estimate takes it.

    For compensation the people are those it speaks for, one unless it names more. For a fine they are those whom the
    practice reaches, of which one person's complaint says nothing.
    """
    alone = complaint.persons_affected <= 1
    place = complaint.jurisdiction
    country, _hyphen, _part = place.code.partition("-")
    return selectors.case_facts(
        {
            "country": None if place.kind == JurisdictionKind.UNION else country,
            "subdivision": place.code if place.kind == JurisdictionKind.SUBDIVISION else None,
            "actor": complaint.respondent_kind,
            "sector": complaint.sector,
            "use": complaint.use,
            "modality": complaint.modality,
            "consent_defect": complaint.consent_defect,
            "minors": complaint.minors or None,
            "vulnerable": complaint.vulnerable,
            "persons": None if alone and target == EstimateTarget.FINE else max(complaint.persons_affected, 1),
        }
    )


def estimate_for(complaint: Complaint, *, actor: Any, target: str, keep: bool = False) -> dict[str, Any]:
    """The answer for a complaint in the currency of its place; `keep` stores it for this actor."""
    facts = facts_from_complaint(complaint, target)
    return make_estimate(
        actor=actor,
        target=target,
        facts=facts,
        currency=complaint.jurisdiction.currency or selectors.currency_of(facts.country),
        complaint_reference=complaint.reference,
        keep=keep,
    )


class TargetForm(forms.Form):
    """Compensation or fine."""

    mark_optional = False

    target = forms.ChoiceField(
        label=gettext_lazy("Estimate"), choices=EstimateTarget.choices, initial=EstimateTarget.COMPENSATION
    )


@never_cache
@known
@require_http_methods(["GET", "POST"])
def estimate(request: ActorRequest, reference: str) -> HttpResponse:
    """The estimate for a complaint that the reader may see; by POST it is kept, with the earlier ones."""
    complaint = complaint_by_reference(request.actor, reference)
    given = request.POST if request.method == "POST" else request.GET
    form = TargetForm(given if "target" in given else None)
    target = form.cleaned_data["target"] if form.is_bound and form.is_valid() else EstimateTarget.COMPENSATION
    try:
        found = estimate_for(complaint, actor=request.actor, target=target, keep=request.method == "POST")
    except InvalidInput as refusal:
        return render(
            request,
            "precedents/complaint_impossible.html",
            {"complaint": complaint, "message": refusal.message},
            status=422,
        )
    if request.method == "POST":
        messages.success(request, _("The estimate is kept. When data or method change, we show what changed and why."))
        return redirect(f"{request.path}?target={target}")
    kept = list(selectors.estimates_of(request.actor, complaint.reference).filter(target=target)[:KEPT_SHOWN])
    same = bool(kept) and all(
        kept[0].result.get(key) == found[key] for key in ("facts", "currency", "method_version", "data_version")
    )
    return render(
        request,
        "precedents/complaint.html",
        {
            "complaint": complaint,
            "form": form,
            "target": target,
            "answer": selectors.presented(request.actor, found),
            "kept": [
                {
                    "estimate": one,
                    "quantiles": one.result.get("quantiles"),
                    "difference": selectors.difference(before, one) if before is not None else None,
                }
                for one, before in zip(kept, [*kept, None][1:], strict=True)
            ],
            "same": same,
        },
    )
