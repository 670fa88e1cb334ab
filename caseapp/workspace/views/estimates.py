"""The estimate of one complaint: asked anew, kept, and as it was kept."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import known
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.complaints.services.estimating import estimate_for
from caseapp.core.errors import InvalidInput
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors
from caseapp.precedents.enums import EstimateTarget

KEPT_SHOWN = 10


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
                    "changed": selectors.difference_words(selectors.difference(before, one)) if before else [],
                }
                for one, before in zip(kept, [*kept, None][1:], strict=True)
            ],
            "same": same,
            "paper": f"{reverse('precedents:estimate_of_complaint_pdf', args=[complaint.reference])}?target={target}",
        },
    )


@never_cache
@known
@require_safe
def paper(request: ActorRequest, reference: str) -> HttpResponse:
    """The estimate of a complaint that the reader may see, as PDF."""
    complaint = complaint_by_reference(request.actor, reference)
    form = TargetForm(request.GET)
    target = form.cleaned_data["target"] if form.is_valid() else EstimateTarget.COMPENSATION
    try:
        found = estimate_for(complaint, actor=request.actor, target=target)
    except InvalidInput:
        return redirect("precedents:estimate_of_complaint", complaint.reference)
    return _pdf(selectors.estimate_document(request.actor, found, caption=complaint.reference), complaint.reference)


@never_cache
@known
@require_safe
def kept(request: ActorRequest, identifier: UUID) -> HttpResponse:
    """One kept estimate as it was given then, what changed since the one before it, and a way to ask again."""
    one = selectors.kept_estimate(request.actor, identifier)
    complaint = complaint_by_reference(request.actor, one.subject)
    before = (
        selectors.estimates_of(request.actor, one.subject)
        .filter(target=one.target, created_at__lt=one.created_at)
        .first()
    )
    return render(
        request,
        "precedents/kept.html",
        {
            "estimate": one,
            "complaint": complaint,
            "answer": selectors.presented(request.actor, one.result),
            "changed": selectors.difference_words(selectors.difference(before, one)) if before else [],
            "before": before,
            "paper": reverse("precedents:kept_pdf", args=[one.pk]),
        },
    )


@never_cache
@known
@require_safe
def kept_paper(request: ActorRequest, identifier: UUID) -> HttpResponse:
    """A kept estimate as PDF, as it was given then."""
    one = selectors.kept_estimate(request.actor, identifier)
    complaint = complaint_by_reference(request.actor, one.subject)
    return _pdf(
        selectors.estimate_document(request.actor, one.result, caption=complaint.reference), complaint.reference
    )


def _pdf(content: bytes, reference: str) -> HttpResponse:
    disposition = f'attachment; filename="estimate-{reference}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
