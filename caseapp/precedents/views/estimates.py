"""The estimate: a few facts in, a range with its cases and its doubts out; and how it is made."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from caseapp.core.errors import InvalidInput
from caseapp.core.forms import add_refusal
from caseapp.core.references import normalise_reference
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors
from caseapp.precedents.forms import EstimateForm
from caseapp.precedents.services import make_estimate


@require_safe
def estimate(request: ActorRequest) -> HttpResponse:
    """The form; with facts in the address the answer above it. `?complaint=` leads to the complaint's own estimate."""
    if reference := normalise_reference(request.GET.get("complaint", "")):
        return redirect("precedents:estimate_of_complaint", reference)
    form = EstimateForm(request.GET if "target" in request.GET else None)
    answer = None
    if form.is_bound and form.is_valid():
        try:
            found = make_estimate(
                actor=request.actor,
                target=form.cleaned_data["target"],
                facts=form.facts(),
                currency=form.shown_currency(),
            )
        except InvalidInput as refusal:
            add_refusal(form, refusal)
        else:
            answer = selectors.presented(request.actor, found)
    return render(
        request,
        "precedents/estimate.html",
        {
            "form": form,
            "answer": answer,
            "further": form.is_bound and any(form.data.get(name) for name in EstimateForm.FURTHER),
        },
    )
