"""Recording findings element by element, and drafting the decision."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.accounts.selectors import today_at
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import UNDECIDED_STATES, DecisionOutcome, FindingResult
from caseapp.enforcement.forms import DecisionForm, FindingForm
from caseapp.enforcement.models import Decision, Investigation
from caseapp.enforcement.selectors.plan import answers_to, element_of_plan, reasons_from_record
from caseapp.enforcement.views.investigations import findings_with_questions
from caseapp.law.selectors import fine_payment_days

DAYS_TO_PAY = 30


@officers_only
@require_safe
def elements(request: ActorRequest, reference: str) -> HttpResponse:
    """The elements of one relevant law (`?law=` its code), each with what was found so far."""
    found = _undecided(request, reference, "enforcement.record_finding")
    laws = list(selectors.relevant_frameworks(found))
    wanted = request.GET.get("law")
    known = {(row["finding"].framework_id, row["finding"].element_key): row for row in findings_with_questions(found)}
    worked_on = {framework for framework, _key in known}
    # Without a choice, the law worked on already, else one that states a fine.
    law = (
        next((each for each in laws if each.code == wanted), None)
        or next((each for each in laws if each.pk in worked_on), None)
        or next((each for each in laws if each.max_fine_article_en), None)
        or next(iter(laws), None)
    )
    rows = (
        [{**known.get((law.pk, element.key), {}), "element": element} for element in law.elements.all()]
        if law is not None
        else []
    )
    return render(
        request, "enforcement/elements.html", {"investigation": found, "laws": laws, "law": law, "rows": rows}
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def record_finding(request: ActorRequest, reference: str, law: int, element: str) -> HttpResponse:
    """Say what was found for one element."""
    found = _undecided(request, reference, "enforcement.record_finding")
    framework = selectors.relevant_frameworks(found).filter(pk=law).first()
    row = framework.elements.filter(key=element).first() if framework is not None else None
    if framework is None or row is None:
        raise NotFound()
    before = found.findings.filter(framework=framework, element_key=element).first()
    form = FindingForm(
        request.POST or None, initial={"result": before.result, "reasons": before.reasons} if before else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.record_finding(
                actor=request.actor,
                investigation=found,
                framework=framework,
                element_key=element,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The finding was recorded."))
            return redirect("enforcement:investigation", reference)
    return render(
        request,
        "enforcement/finding.html",
        {
            "form": form,
            "investigation": found,
            "law": framework,
            "element": row,
            "row": element_of_plan(request.actor, found, row),
            "answers": answers_to(found, row),
        },
        status=400 if form.errors else 200,
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def draft_decision(request: ActorRequest, reference: str) -> HttpResponse:
    """Write or rewrite the draft."""
    found = _undecided(request, reference, "enforcement.draft_decision")
    draft = Decision.objects.filter(investigation=found).first()
    form = DecisionForm(
        request.POST or None,
        laws=selectors.relevant_frameworks(found),
        initial={
            **(DecisionForm.values_of(draft) if draft else _first_values(request.actor, found)),
            **(_from_worksheet(request, found) if "worksheet" in request.GET else {}),
            **({"reasons": reasons_from_record(request.actor, found)} if "record" in request.GET else {}),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.draft_decision(actor=request.actor, investigation=found, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The draft was saved. A supervisor who did not write it can now approve it."))
            return redirect("enforcement:investigation", reference)
    return render(
        request,
        "enforcement/draft_form.html",
        {"form": form, "investigation": found, "draft": draft},
        status=400 if form.errors else 200,
    )


def _first_values(actor: Actor, investigation: Investigation) -> dict[str, Any]:
    """What was found, the currency of the place, and the days to pay that its law gives (else thirty)."""
    today = today_at(investigation.authority)
    place = investigation.authority.jurisdiction
    days = fine_payment_days(place.code, today) or DAYS_TO_PAY
    laws = set(investigation.findings.filter(result=FindingResult.BREACH).values_list("framework_id", flat=True))
    return {
        "legal_basis": min(laws) if len(laws) == 1 else None,
        "reasons": reasons_from_record(actor, investigation),
        "fine_currency": place.currency,
        "fine_due_on": today + timedelta(days=days),
    }


def _from_worksheet(request: ActorRequest, investigation: Investigation) -> dict[str, Any]:
    """What the worksheet of the fine says, to be read over before it is saved as the draft."""
    sheet = selectors.worksheet_of(investigation)
    if sheet is None:
        return {}
    found: dict[str, Any] = {
        "outcome": DecisionOutcome.FINE,
        "legal_basis": sheet.framework_id,
        "reasons": selectors.worksheet_text(request.actor, sheet),
        "fine_currency": sheet.currency,
    }
    if sheet.proposed is not None:
        found["fine_amount"] = sheet.proposed
    return found


def _undecided(request: ActorRequest, reference: str, policy: str) -> Investigation:
    """The investigation while it can still be worked on; a 404 for whoever may not, and once it is decided."""
    found = selectors.investigation_by_reference(request.actor, reference)
    if found.state not in UNDECIDED_STATES or not can(request.actor, policy, found):
        raise NotFound()
    return found
