"""Measures pages of a desk of any size beside a bare page, in one process through the whole stack of the web server."""

import base64
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from django.core.management.base import CommandError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for
from caseapp.casework.columns import COLUMNS
from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.actors import VISITOR
from caseapp.enforcement.models import Investigation
from caseapp.litigation.models import CaseFile
from caseapp.precedents.selectors import case_facts, estimation_index
from caseapp.precedents.services import make_estimate
from caseapp.respondents.models import Respondent
from caseapp.rules.estimation.engine import estimate
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.money import published_rates
from caseapp.workspace.demo.people import DOMAIN

ROUNDS = 20
AUTHORITY = "ningbo-market-regulation"
LARGE_COLLECTION = 10_000
DEEP = 5_000
"""How far behind the first row a deep page of the queue begins."""
FOUND_BY_ITS_KEY = "officer's queue, a reference"
"""What a search is measured against: the same page, its one row found by an index."""
BARE, BARE_ADDRESS = "bare page: the same 50 rows from memory", "bare/"


@dataclass(frozen=True)
class Bar:
    """What a page may cost: its p95 so many `times` the median of the page `beside`, and so many statements."""

    statements: int
    times: float = 0
    beside: str = BARE

    def held_by(self, one: "Measured") -> str:
        """The bar in words, and whether it was kept."""
        times = f"{self.times:.0f} × {'' if self.beside == BARE else self.beside}".strip() + ", " if self.times else ""
        slow = self.times and one.slowest > self.times * one.beside[self.beside]
        kept = "missed" if slow or one.statements > self.statements else "kept"
        return f"{times}{self.statements} statements: {kept}"


LIST = Bar(statements=12, times=3)
SEARCH = Bar(statements=12, times=5, beside=FOUND_BY_ITS_KEY)
RECORD = Bar(statements=20)
NUMBERS = Bar(statements=10)


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one page: the median by the wall, 95 of 100, and of CPU in Python; and its SQL statements.

    `beside` are the medians of the pages that it is compared with, called in turn with it: a machine is not as quick in
    one minute as in the next.
    """

    name: str
    median: float
    slowest: float
    cpu: float
    beside: dict[str, float] = field(default_factory=dict)
    statements: int = 0
    bar: Bar | None = None


Call = Callable[[], Any]


def measure_pages() -> list[Measured]:
    """The bare page first, then every page of the list, then the estimator."""
    with override_settings(ROOT_URLCONF=__name__):
        beside = {BARE: _bare()}
        measured = [_timed(BARE, beside[BARE], beside)]
        for name, who, address, bar in _pages():
            call = _call(who, address)
            if name == FOUND_BY_ITS_KEY:
                beside[name] = call
            measured.append(replace(_timed(name, call, beside), statements=_statements(call), bar=bar))
        measured.append(_timed("one estimate, whole service", _estimate, beside))
        name = f"one estimate, engine alone, {LARGE_COLLECTION:,} precedents"
        measured.append(_timed(name, _engine_at(LARGE_COLLECTION), beside))
    return measured


def user(who: str) -> User:
    """A demonstration account."""
    return User.objects.get(email=f"{who}@{DOMAIN}")


def table(measured: list[Measured], before: list[Measured]) -> list[str]:
    """Lines of a table: ratios of the p95 to the bare page, and how the median grew since `before`, if measured."""
    earlier = {one.name: one.median for one in before}
    heads = ["what", "ms", "ms, p95", "p95 × bare page", "ms of CPU in Python", "SQL statements", "bar"]
    if before:
        heads.append("growth")
    lines = [f"| {' | '.join(heads)} |", f"| ---{' | ---:' * (len(heads) - 1)} |"]
    for one in measured:
        cells = [f"{one.median:.1f}", f"{one.slowest:.1f}", f"{one.slowest / one.beside[BARE]:.1f}", f"{one.cpu:.1f}"]
        cells += [str(one.statements), one.bar.held_by(one) if one.bar else ""]
        if before:
            cells.append(f"{one.median / earlier[one.name]:.2f}" if one.name in earlier else "")
        lines.append(f"| {one.name} | {' | '.join(cells)} |")
    return lines


def _of_the_desk() -> ComplaintQuerySet:
    found: ComplaintQuerySet = Complaint.objects.filter(authority__code=AUTHORITY)
    return found


Page = tuple[str, str, str, Bar | None]
"""Name, demonstration account and address of a page that is measured, and its bar."""


def _pages() -> list[Page]:
    complaint = _of_the_desk().order_by("-pk")[0].reference
    return [
        ("first page", "", "/", None),
        ("precedents, list", "", "/precedents/", None),
        ("public register", "", "/register/", None),
        ("officer's home", "officer", "/home/", None),
        ("officer's queue", "officer", "/complaints/", LIST),
        (FOUND_BY_ITS_KEY, "officer", f"/complaints/?q={complaint}", None),
        *((f"officer's queue, {what}", "officer", f"/complaints/?{query}", LIST) for what, query in _queues()),
        *((f"officer's queue, {what}", "officer", f"/complaints/?q={words}", SEARCH) for what, words in _searches()),
        *_clusters(),
        ("one complaint at the desk", "officer", f"/complaints/{complaint}/", RECORD),
        *_records(),
        ("numbers of this month", "supervisor", "/statistics/", NUMBERS),
        ("numbers of a year", "supervisor", f"/statistics/?period={timezone.localdate().year - 1}", NUMBERS),
        ("investigations", "officer", "/investigations/", LIST),
        ("fines", "officer", "/fines/", LIST),
        ("lawyer's home", "lawyer", "/home/", None),
        ("citizen's home", "citizen", "/home/", None),
    ]


def _queues() -> list[tuple[str, str]]:
    """Lists of the queue: filters and orders, and a page far behind the first."""
    company = _of_the_desk().order_by("-pk")[0].respondent
    deep = _of_the_desk().order_by("-submitted_at", "-pk")
    row = deep[min(DEEP, deep.count() - 1)]
    received = row.submitted_at.isoformat() if row.submitted_at else ""
    token = base64.urlsafe_b64encode(json.dumps([received, row.pk]).encode()).decode().rstrip("=")
    return [
        ("every complaint", "all=1"),
        ("by state and use, oldest first", "state=under_review&use=verification&sort=received"),
        ("by people affected", "all=1&sort=-people"),
        ("children, high priority", "minors=on&priority=60"),
        ("one respondent", f"respondent={company.reference}"),
        ("with one beside it", "state=submitted&look=first"),
        (f"after row {DEEP:,}", f"all=1&sort=-received&after={token}"),
    ]


def _searches() -> list[tuple[str, str]]:
    company = _of_the_desk().order_by("-pk")[0].respondent
    local = Respondent.objects.exclude(name_local="").order_by("pk")[0].name_local
    return [
        ("words", "canteen"),
        ("words in Chinese", quote("食堂")),
        ("words with a typing error", quote(_mistyped(company.name))),
        ("words with a typing error, in Chinese", quote(_mistyped(local))),
    ]


def _mistyped(name: str) -> str:
    """The name with two neighbours in its middle exchanged."""
    middle = len(name) // 2
    return f"{name[: middle - 1]}{name[middle]}{name[middle - 1]}{name[middle + 1 :]}"


def _clusters() -> list[Page]:
    largest = Cluster.objects.filter(authority__code=AUTHORITY).order_by("-size").first()
    pages: list[Page] = [("clusters", "officer", "/clusters/", LIST)]
    if largest is not None:
        pages.append(("the largest cluster", "officer", f"/clusters/{largest.reference}/", RECORD))
    return pages


def _records() -> list[Page]:
    """An investigation and a case file, each the newest that its reader has."""
    inquiry = Investigation.objects.visible_to(actor_for(user("officer"))).order_by("-pk").first()
    case_file = CaseFile.objects.visible_to(actor_for(user("lawyer"))).order_by("-pk").first()
    found = [
        ("one investigation", "officer", inquiry, "enforcement:investigation"),
        ("one case file", "lawyer", case_file, "litigation:case_file"),
    ]
    return [(name, who, reverse(page, args=[row.reference]), RECORD) for name, who, row, page in found if row]


def _call(who: str, address: str) -> Call:
    """A call of a page by a demonstration account, or by nobody; it was called once before."""
    client = Client()
    if who:
        client.force_login(user(who), backend="caseapp.accounts.backends.Backend")
    status = client.get(address).status_code
    if status != 200:
        raise CommandError(f"{address} answered {status}")
    return lambda: client.get(address)


def _statements(call: Call) -> int:
    statements: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        call()
    return len(statements)


urlpatterns: list[Any] = []
"""The site's own addresses and the bare page's, only while pages are measured."""


def _bare() -> Call:
    """A page of the desk with the same fifty rows from memory: no session, no statement, no filters."""
    rows = list(_of_the_desk().select_related("respondent", "jurisdiction", "assigned_to", "cluster")[:50])
    told = {"rows": rows, "columns": [column for column in COLUMNS.values() if column.usual]}

    def bare(request: HttpRequest) -> HttpResponse:
        return render(request, "workspace/bench.html", told)

    urlpatterns[:] = [path(BARE_ADDRESS, bare), path("", include("caseapp.urls"))]
    return _call("", f"/{BARE_ADDRESS}")


def _estimate() -> None:
    facts = case_facts({"country": "CN", "actor": "private", "sector": "retail", "use": "identification"})
    make_estimate(actor=VISITOR, target="compensation", facts=facts, currency="CNY")


def _engine_at(number: int) -> Call:
    """One estimate of the engine over so many precedents: the loaded ones, copied under other ids."""
    loaded = estimation_index().precedents
    copies = [replace(loaded[place % len(loaded)], id=f"{place}") for place in range(number)]
    index = Index(copies, published_rates())
    facts = case_facts({"country": "CN", "actor": "private", "sector": "retail", "use": "identification"})
    return lambda: estimate("compensation", facts, index, currency="CNY", as_of=timezone.localdate())


def _timed(name: str, work: Call, beside: dict[str, Call]) -> Measured:
    """So many rounds after one that warms up, each with a call of what it is measured beside."""
    work()
    taken, busy = [], []
    near: dict[str, list[float]] = {each: [] for each in beside}
    for _round in range(ROUNDS):
        cpu = time.process_time()
        taken.append(_milliseconds(work))
        busy.append((time.process_time() - cpu) * 1000)
        for each, call in beside.items():
            near[each].append(_milliseconds(call))
    return Measured(
        name,
        statistics.median(taken),
        statistics.quantiles(taken, n=20)[-1],
        statistics.median(busy),
        {each: statistics.median(found) for each, found in near.items()},
    )


def _milliseconds(call: Call) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
