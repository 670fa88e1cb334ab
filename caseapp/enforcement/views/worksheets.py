"""The page of a fine's worksheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import officers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import UNDECIDED_STATES
from caseapp.enforcement.forms_worksheet import WorksheetForm
from caseapp.enforcement.models import FineWorksheet, Investigation
from caseapp.law.enums import FineCapRule
from caseapp.law.models import Framework
from caseapp.law.selectors import fine_factors


@officers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def worksheet(request: ActorRequest, reference: str) -> HttpResponse:
    """The worksheet: what it comes to, and, while the decision is open, the form for one law (`?law=` its code).

    Whoever sees the investigation reads it; only those who draft decisions write it.
    """
    found = selectors.investigation_by_reference(request.actor, reference)
    sheet = selectors.worksheet_of(found)
    writes = found.state in UNDECIDED_STATES and can(request.actor, "enforcement.record_worksheet", found)
    if request.method == "POST" and not writes:
        raise NotFound()
    context: dict[str, Any] = {
        "investigation": found,
        "shown": selectors.presented_worksheet(request.actor, sheet) if sheet else None,
        "form": None,
    }
    if not writes:
        return render(request, "enforcement/worksheet.html", context)
    laws = list(selectors.relevant_frameworks(found))
    law = _law(request, laws, found, sheet)
    context |= {"laws": laws, "law": law}
    if law is not None:
        form = WorksheetForm(
            request.POST or None,
            factors=fine_factors(law),
            counts_gain=law.max_fine_rule == FineCapRule.GAIN,
            initial=WorksheetForm.values_of(sheet) if sheet and sheet.framework_id == law.pk else {},
        )
        context["form"] = form
        context["currency"] = law.max_fine_currency or found.authority.jurisdiction.currency
        if request.method == "POST" and form.is_valid() and _saved(request, found, law, form):
            return redirect("enforcement:worksheet", reference)
    bad = bool(context["form"] and context["form"].errors)
    return render(request, "enforcement/worksheet.html", context, status=400 if bad else 200)


def _saved(request: ActorRequest, found: Investigation, law: Framework, form: WorksheetForm) -> bool:
    given = form.cleaned_data
    try:
        services.record_worksheet(
            actor=request.actor,
            investigation=found,
            framework=law,
            factors=form.weighed(),
            turnover=given["turnover"],
            gain=given.get("gain"),
            persons=given["persons"],
            proposed=given["proposed"],
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("The worksheet was saved. What it comes to stands at the top of the page."))
    return True


def _law(
    request: ActorRequest, laws: list[Framework], found: Investigation, sheet: FineWorksheet | None
) -> Framework | None:
    """The law that the address or the form names; else the worksheet's, the draft's, or one that says how to fine."""
    wanted = request.POST.get("law") or request.GET.get("law")
    draft = getattr(found, "decision", None)
    before = [sheet.framework_id if sheet else None, draft.legal_basis_id if draft else None]
    worked_on = set(found.findings.values_list("framework_id", flat=True))
    return (
        next((each for each in laws if each.code == wanted), None)
        or next((each for pk in before for each in laws if each.pk == pk), None)
        or next((each for each in laws if each.pk in worked_on and each.fine_factors), None)
        or next((each for each in laws if each.fine_factors and each.max_fine_article_en), None)
        or next(iter(laws), None)
    )
