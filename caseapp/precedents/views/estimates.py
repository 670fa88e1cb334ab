"""The estimate: a few facts in, a range with its cases and its doubts out; and how it is made."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from caseapp.core.errors import InvalidInput
from caseapp.core.forms import add_refusal
from caseapp.core.references import normalise_reference
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors
from caseapp.precedents.forms import EstimateForm
from caseapp.precedents.services import make_estimate

CARRIED = ("place", "sector", "actor", "use")
"""Facts that another page may hand over in the address, so that nobody answers them twice."""


@require_safe
def estimate(request: ActorRequest) -> HttpResponse:
    """The form; with facts in the address the answer above it. `?complaint=` leads to the complaint's own estimate."""
    if reference := normalise_reference(request.GET.get("complaint", "")):
        return redirect("precedents:estimate_of_complaint", reference)
    form = EstimateForm(
        request.GET if "target" in request.GET else None,
        initial={name: request.GET[name] for name in CARRIED if request.GET.get(name)},
    )
    found = _answered(request, form)
    return render(
        request,
        "precedents/estimate.html",
        {
            "form": form,
            "answer": selectors.presented(request.actor, found) if found else None,
            "paper": f"{reverse('precedents:estimate_pdf')}?{request.GET.urlencode()}",
            "further": form.is_bound and any(form.data.get(name) for name in EstimateForm.FURTHER),
        },
    )


@require_safe
def paper(request: ActorRequest) -> HttpResponse:
    """The same question as PDF; without a whole question back to the form, which says what is missing."""
    found = _answered(request, EstimateForm(request.GET if "target" in request.GET else None))
    if found is None:
        return redirect(f"{reverse('precedents:estimate')}?{request.GET.urlencode()}")
    return HttpResponse(
        selectors.estimate_document(request.actor, found),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="estimate.pdf"'},
    )


def _answered(request: ActorRequest, form: EstimateForm) -> dict[str, Any] | None:
    """The answer to a whole question; otherwise the form bears what is wrong."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return make_estimate(
            actor=request.actor,
            target=form.cleaned_data["target"],
            facts=form.facts(),
            currency=form.shown_currency(),
        )
    except InvalidInput as refusal:
        add_refusal(form, refusal)
        return None
