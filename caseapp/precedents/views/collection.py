"""The collection of decided matters: search, one record, downloads."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from caseapp.core.errors import InvalidInput
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.sheets import csv_download, json_download
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors
from caseapp.precedents.forms import PrecedentSearchForm
from caseapp.precedents.selectors import PrecedentQuery

PAGE = 25


@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """Words and facets to matches; everything is in the address, so a search can be shared."""
    actor = request.actor
    refusal = None
    try:
        query = PrecedentQuery.from_mapping(request.GET)
    except InvalidInput as error:
        query, refusal = PrecedentQuery(), error
    found = selectors.overview(actor, query)
    form = PrecedentSearchForm(request.GET.dict(), found.facets, query)
    form.full_clean()
    if refusal is not None:
        form.errors.clear()
        add_refusal(form, refusal)
    rows = selectors.precedents(actor, query).defer("record", "search")
    page = keyset_page(rows, request.GET, order=selectors.keyset(query), size=PAGE)
    given = urlencode(query.given())
    return render(
        request,
        "precedents/list.html",
        {
            "form": form,
            "query": query,
            "page": page,
            "previous": _address(query, "before", page.previous),
            "next": _address(query, "after", page.next),
            "total": found.total,
            "summary": ngettext("%(count)s case", "%(count)s cases", found.total) % {"count": found.total},
            "given": f"?{given}" if given else "",
            "further": any(getattr(query, name) for name in PrecedentSearchForm.FURTHER),
            "alike": [] if page.rows or not query.q else selectors.spelled_alike(actor, query.q),
        },
    )


@require_safe
def detail(request: ActorRequest, slug: str) -> HttpResponse:
    """One precedent: what was decided, by whom, on what, for how much, with every caution and source."""
    precedent = selectors.precedent_by_slug(request.actor, slug)
    return render(
        request,
        "precedents/detail.html",
        {
            "precedent": precedent,
            "amount_converted": selectors.converted(precedent, precedent.amount),
            "per_person_converted": selectors.converted(precedent, precedent.per_person),
            "costs_converted": selectors.converted(precedent, precedent.costs_awarded),
            "cautions": selectors.cautions(precedent),
            "use_in_estimates": selectors.use_in_estimates(precedent),
            "use": selectors.use(precedent),
            "defects": selectors.defects(precedent),
            "remedies": selectors.remedies(precedent),
            "question": urlencode(selectors.question_of(selectors.facts_of(precedent)), doseq=True),
            "similar": selectors.similar_precedents(request.actor, precedent),
            "laws": selectors.laws_cited(precedent),
            "treatments": precedent.treatments.all() if precedent.treated else [],
            "curates": can(request.actor, "precedents.curate"),
        },
    )


@require_safe
def sheet(request: ActorRequest) -> StreamingHttpResponse:
    """The matches of a search as CSV."""
    query = PrecedentQuery.from_mapping(request.GET)
    return csv_download("precedents", selectors.SHEET_HEADER, selectors.sheet_rows(request.actor, query))


@require_safe
def data(request: ActorRequest) -> StreamingHttpResponse:
    """The matches of a search as JSON, in the form in which the collection is kept."""
    query = PrecedentQuery.from_mapping(request.GET)
    return json_download("precedents", selectors.records(request.actor, query))


def _address(query: PrecedentQuery, way: str, token: str | None) -> str:
    return f"?{urlencode({**query.given(), way: token})}" if token else ""
