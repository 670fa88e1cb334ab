"""Measures the budgets of docs/performance.md on the installation's own data, as ratios within one run."""

import base64
import hashlib
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.utils import timezone

from caseapp.accounts.models import Authority, User
from caseapp.casework.columns import COLUMNS
from caseapp.complaints.models import Cluster, Complaint
from caseapp.core.actors import VISITOR
from caseapp.precedents.selectors import case_facts, estimation_index
from caseapp.precedents.services import make_estimate
from caseapp.respondents.models import Respondent
from caseapp.rules.estimation.engine import estimate
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.money import published_rates
from caseapp.workspace.bundle_bench import measure_bundle
from caseapp.workspace.demo.people import DOMAIN
from caseapp.workspace.list_bench import fill, measure_export
from caseapp.workspace.upload_bench import measure_upload

ROUNDS = 20
AUTHORITY = "ningbo-market-regulation"
LARGE_COLLECTION = 10_000
DEEP = 5_000
"""How far behind the first row a deep page of the queue begins."""
MIB = 1024 * 1024


class Command(BaseCommand):
    help = "Measure pages, estimates and hashing, print the table and write docs/performance.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--complaints", type=int, default=0, help="generate what is missing to so many first")
        parser.add_argument("--without-upload", action="store_true", help="leave out the upload of 2 GiB")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The measurements sign in as demonstration accounts: run them in demonstration mode.")
        settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
        if options["complaints"]:
            fill(options["complaints"], Authority.objects.get(code=AUTHORITY), self.stdout.write)
        bare, slowest, bare_cpu = _times(_bare_page())
        rows = [("bare page: the same 50 rows from memory", bare, slowest, 1.0, bare_cpu, 0)]
        rows += [self._page(name, bare, who, path) for name, who, path in _pages()]
        for name, work in (
            ("one estimate, whole service", _estimate),
            (f"one estimate, engine alone, {LARGE_COLLECTION:,} precedents", _engine_at(LARGE_COLLECTION)),
        ):
            took, slowest, cpu = _times(work)
            rows.append((name, took, slowest, slowest / bare, cpu, 0))
        lines = [
            f"Measured on {timezone.localdate().isoformat()} over {Complaint.objects.count()} complaints, "
            f"{os.cpu_count()} cores, {ROUNDS} calls in one process; ratios are p95 to the bare page's median.",
            "",
            "| what | ms | ms, p95 | p95 × bare page | ms of CPU in Python | SQL statements |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            *(
                f"| {name} | {ms:.1f} | {p95:.1f} | {ratio:.1f} | {cpu:.1f} | {queries} |"
                for name, ms, p95, ratio, cpu, queries in rows
            ),
            "",
            f"SHA-256: {_sha256_rate():.0f} MiB/s. Memory of this process: {_resident():.0f} MiB.",
            "",
            "| lists as files | measured |",
            "| --- | --- |",
            *measure_export(_user("officer")),
            *("", "| bundles | measured |", "| --- | --- |", *measure_bundle(_user("lawyer"))),
            *([] if options["without_upload"] else ["", "| evidence | measured |", "| --- | --- |", *measure_upload()]),
        ]
        text = "\n".join(lines)
        self.stdout.write(text)
        _write(settings.BASE_DIR / "docs" / "performance.md", text)

    def _page(self, name: str, bare: float, who: str, path: str) -> tuple[str, float, float, float, float, int]:
        client = Client()
        if who:
            client.force_login(_user(who), backend="caseapp.accounts.backends.Backend")
        client.get(path)
        statements: list[str] = []

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            statements.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            answer = client.get(path)
        if answer.status_code != 200:
            raise CommandError(f"{path} answered {answer.status_code}")
        took, slowest, cpu = _times(lambda: client.get(path))
        return name, took, slowest, slowest / bare, cpu, len(statements)


def _user(who: str) -> User:
    return User.objects.get(email=f"{who}@{DOMAIN}")


def _pages() -> list[tuple[str, str, str]]:
    complaint = Complaint.objects.filter(authority__code=AUTHORITY).order_by("-pk")[0].reference
    return [
        ("first page", "", "/"),
        ("precedents, list", "", "/precedents/"),
        ("public register", "", "/register/"),
        ("officer's home", "officer", "/home/"),
        ("officer's queue", "officer", "/complaints/"),
        *((f"officer's queue, {what}", "officer", f"/complaints/?{query}") for what, query in _queues()),
        *_clusters(),
        ("one complaint at the desk", "officer", f"/complaints/{complaint}/"),
        ("numbers of this month", "supervisor", "/statistics/"),
        ("numbers of a year", "supervisor", f"/statistics/?period={timezone.localdate().year - 1}"),
        ("investigations", "officer", "/investigations/"),
        ("fines", "officer", "/fines/"),
        ("lawyer's home", "lawyer", "/home/"),
        ("citizen's home", "citizen", "/home/"),
    ]


def _queues() -> list[tuple[str, str]]:
    """Lists of the queue: filters and orders, and a page far behind the first."""
    company = Complaint.objects.filter(authority__code=AUTHORITY).order_by("-pk")[0].respondent
    local = Respondent.objects.exclude(name_local="").order_by("pk")[0].name_local
    deep = Complaint.objects.filter(authority__code=AUTHORITY).order_by("-submitted_at", "-pk")
    row = deep[min(DEEP, deep.count() - 1)]
    received = row.submitted_at.isoformat() if row.submitted_at else ""
    token = base64.urlsafe_b64encode(json.dumps([received, row.pk]).encode()).decode().rstrip("=")
    return [
        ("every complaint", "all=1"),
        ("by state and use, oldest first", "state=under_review&use=verification&sort=received"),
        ("by people affected", "all=1&sort=-people"),
        ("children, high priority", "minors=on&priority=60"),
        ("one respondent", f"respondent={company.reference}"),
        ("words", "q=canteen"),
        ("words in Chinese", "q=食堂"),
        ("words with a typing error", f"q={quote(_mistyped(company.name))}"),
        ("words with a typing error, in Chinese", f"q={quote(_mistyped(local))}"),
        ("with one beside it", "state=submitted&look=first"),
        (f"after row {DEEP:,}", f"all=1&sort=-received&after={token}"),
    ]


def _mistyped(name: str) -> str:
    """The name with two neighbours in its middle exchanged."""
    middle = len(name) // 2
    return f"{name[: middle - 1]}{name[middle]}{name[middle - 1]}{name[middle + 1 :]}"


def _clusters() -> list[tuple[str, str, str]]:
    largest = Cluster.objects.order_by("-size").first()
    pages = [("clusters", "officer", "/clusters/")]
    if largest is not None:
        pages.append((f"a cluster of {largest.size}", "officer", f"/clusters/{largest.reference}/"))
    return pages


def _bare_page() -> Callable[[], Any]:
    """A page of the desk with the same fifty rows from memory: no session, no statement, no filters."""
    request: Any = RequestFactory().get("/")
    request.actor, request.htmx = VISITOR, None
    rows = list(
        Complaint.objects.filter(authority__code=AUTHORITY).select_related(
            "respondent", "jurisdiction", "assigned_to", "cluster"
        )[:50]
    )
    columns = [column for column in COLUMNS.values() if column.usual]
    return lambda: render(request, "workspace/bench.html", {"rows": rows, "columns": columns})


def _estimate() -> None:
    facts = case_facts({"country": "CN", "actor": "private", "sector": "retail", "use": "identification"})
    make_estimate(actor=VISITOR, target="compensation", facts=facts, currency="CNY")


def _engine_at(number: int) -> Callable[[], Any]:
    """One estimate of the engine over so many precedents: the loaded ones, copied under other ids."""
    loaded = estimation_index().precedents
    copies = [replace(loaded[place % len(loaded)], id=f"{place}") for place in range(number)]
    index = Index(copies, published_rates())
    facts = case_facts({"country": "CN", "actor": "private", "sector": "retail", "use": "identification"})
    return lambda: estimate("compensation", facts, index, currency="CNY", as_of=timezone.localdate())


def _times(work: Callable[[], Any]) -> tuple[float, float, float]:
    """Milliseconds by the wall, the median and 95 of 100, and of CPU in this process, after one round that warms up."""
    work()
    taken, busy = [], []
    for _round in range(ROUNDS):
        start, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1], statistics.median(busy)


def _sha256_rate() -> float:
    block, digest = b"\0" * MIB, hashlib.sha256()
    start = time.perf_counter()
    for _block in range(256):
        digest.update(block)
    return 256 / (time.perf_counter() - start)


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


HEAD = """# Performance

Written by `make bench`; ratios within one run: absolute times differ from day to day.

The measure is the bare page: the desk's frame with the same fifty rows, without session, statement or filter. A
queue of any filter and sort stays within 3 of it and 12 statements, on page 1 as on page 500; a search within 5 of
a page found by its key; a complaint's page within 20 statements; the numbers within it and 10 statements, read from
what is kept of each period. A list as CSV is written at a quarter of COPY's rate or better. From 10,000 to
1,000,000 complaints no page grows by half.

"""


def _write(path: Path, table: str) -> None:
    try:
        path.write_text(HEAD + table + "\n", encoding="utf-8")
    except OSError as fault:
        raise CommandError(f"Could not write {path.name}: {json.dumps(str(fault))}") from fault
