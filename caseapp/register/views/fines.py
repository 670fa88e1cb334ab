"""The register's front: published fines, and what was decided elsewhere; one fine; downloads."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caseapp.core.errors import InvalidInput
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.sheets import csv_download, json_download
from caseapp.core.views.requests import ActorRequest
from caseapp.precedents import selectors as decided
from caseapp.precedents.enums import PrecedentKind
from caseapp.precedents.selectors import PrecedentQuery
from caseapp.register import selectors
from caseapp.register.enums import Kind
from caseapp.register.forms import FineSearchForm
from caseapp.register.selectors import FineQuery

PAGE = 25
ELSEWHERE = 8


@require_safe
def front(request: ActorRequest) -> HttpResponse:
    """Published fines, newest first; beside them what was decided elsewhere, and suits as precedents only."""
    form = FineSearchForm(request.GET)
    form.full_clean()
    try:
        query = FineQuery.from_mapping(request.GET)
    except InvalidInput as refusal:
        query = FineQuery()
        form.errors.clear()
        add_refusal(form, refusal)
    page = keyset_page(selectors.public_fines(query), request.GET, order="-imposed_on", size=PAGE)
    elsewhere = decided.precedents(request.actor, PrecedentQuery(kind=PrecedentKind.REGULATOR_FINE))
    given = query.given()
    return render(
        request,
        "register/front.html",
        {
            "form": form,
            "narrows": bool(given),
            "given": f"?{urlencode(given)}" if given else "",
            "page": page,
            "previous": _address(given, "before", page.previous),
            "next": _address(given, "after", page.next),
            "sums": selectors.public_numbers()["fines"],
            "elsewhere": elsewhere.defer("record", "search")[:ELSEWHERE],
            "suits": [
                {"label": PrecedentKind(kind).label, "kind": kind}
                for kind in (
                    PrecedentKind.COURT_AWARD,
                    PrecedentKind.CLASS_SETTLEMENT,
                    PrecedentKind.INDIVIDUAL_SETTLEMENT,
                    PrecedentKind.STATE_SETTLEMENT,
                    PrecedentKind.MEDIATION_AWARD,
                    PrecedentKind.DISMISSED,
                )
            ],
        },
    )


@require_safe
def fine(request: ActorRequest, reference: str) -> HttpResponse:
    """One published fine with its history."""
    found = selectors.public_fine(reference)
    return render(
        request,
        "register/fine.html",
        {
            "fine": found,
            "history": selectors.history(found),
            "versions": selectors.versions(decision=found.decision, kind=Kind.FINE, fine=found),
            "reply": selectors.reply_to(found.decision_id),
        },
    )


@require_safe
def sheet(request: ActorRequest) -> StreamingHttpResponse:
    """The matching fines as CSV."""
    query = FineQuery.from_mapping(request.GET)
    return csv_download("fines", selectors.SHEET_HEADER, selectors.sheet_rows(query))


@require_safe
def data(request: ActorRequest) -> StreamingHttpResponse:
    """The matching fines as JSON."""
    return json_download("fines", selectors.fine_records(FineQuery.from_mapping(request.GET)))


@require_safe
def statistics(request: ActorRequest) -> HttpResponse:
    """Counts by country, kind of place and use, each as a table."""
    tables = selectors.statistics()
    groups = [
        {"title": _("Complaints"), "tables": [table for table in tables if table.key.startswith("complaints")]},
        {"title": _("Fines in this register"), "tables": [table for table in tables if table.key.startswith("fines")]},
        {"title": _("Precedents"), "tables": [table for table in tables if table.key.startswith("precedents")]},
    ]
    return render(request, "register/statistics.html", {"groups": groups, "sums": selectors.public_numbers()["fines"]})


@require_safe
def statistics_sheet(request: ActorRequest) -> StreamingHttpResponse:
    """Every count of the statistics page as one CSV."""
    rows = (
        [table.key, row.value or "others", row.label, row.count]
        for table in selectors.statistics()
        for row in table.rows
    )
    return csv_download("statistics", ("table", "value", "label", "count"), rows)


def _address(given: dict[str, str], way: str, token: str | None) -> str:
    return f"?{urlencode({**given, way: token})}" if token else ""
