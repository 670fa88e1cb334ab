"""Measures the budgets of docs/performance.md on the installation's own data, as ratios within one run."""

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

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.complaints.models import Complaint
from caseapp.precedents.selectors import case_facts, estimation_index
from caseapp.precedents.services import make_estimate
from caseapp.rules.estimation.engine import estimate
from caseapp.rules.estimation.index import Index
from caseapp.rules.estimation.money import published_rates
from caseapp.workspace.demo.people import DOMAIN
from caseapp.workspace.upload_bench import measure_upload

ROUNDS = 15
LARGE_COLLECTION = 10_000
MIB = 1024 * 1024


class Command(BaseCommand):
    help = "Measure pages, estimates and hashing, print the table and write docs/performance.md."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The measurements sign in as demonstration accounts: run them in demonstration mode.")
        settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
        bare = _median(lambda: _bare_page(RequestFactory().get("/")))
        rows = [("bare page of 50 rows from memory", bare, 1.0, 0)]
        rows += [self._page(name, bare, who, path) for name, who, path in _pages()]
        whole = _median(_estimate)
        rows.append(("one estimate, whole service", whole, whole / bare, 0))
        engine = _median(_engine_at(LARGE_COLLECTION))
        rows.append((f"one estimate, engine alone, {LARGE_COLLECTION:,} precedents", engine, engine / bare, 0))
        lines = [
            f"Measured on {timezone.localdate().isoformat()} over {Complaint.objects.count()} complaints, "
            f"{os.cpu_count()} cores, median of {ROUNDS} calls in one process.",
            "",
            "| what | ms | × bare page | SQL statements |",
            "| --- | ---: | ---: | ---: |",
            *(f"| {name} | {ms:.1f} | {ratio:.1f} | {queries} |" for name, ms, ratio, queries in rows),
            "",
            f"SHA-256: {_sha256_rate():.0f} MiB/s. Memory of this process: {_resident():.0f} MiB.",
            "",
            "| evidence | measured |",
            "| --- | --- |",
            *measure_upload(),
        ]
        text = "\n".join(lines)
        self.stdout.write(text)
        _write(settings.BASE_DIR / "docs" / "performance.md", text)

    def _page(self, name: str, bare: float, who: str, path: str) -> tuple[str, float, float, int]:
        client = Client()
        if who:
            user = User.objects.get(email=f"{who}@{DOMAIN}")
            client.force_login(user, backend="caseapp.accounts.backends.Backend")
        client.get(path)
        statements: list[str] = []

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            statements.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            answer = client.get(path)
        if answer.status_code != 200:
            raise CommandError(f"{path} answered {answer.status_code}")
        took = _median(lambda: client.get(path))
        return name, took, took / bare, len(statements)


def _pages() -> list[tuple[str, str, str]]:
    complaint = Complaint.objects.filter(authority__code="ningbo-market-regulation").order_by("-pk")[0].reference
    return [
        ("first page", "", "/"),
        ("precedents, list", "", "/precedents/"),
        ("public register", "", "/register/"),
        ("officer's home", "officer", "/home/"),
        ("officer's queue", "officer", "/complaints/"),
        ("officer's queue, filtered", "officer", "/complaints/?state=submitted&sort=oldest"),
        ("one complaint at the desk", "officer", f"/complaints/{complaint}/"),
        ("investigations", "officer", "/investigations/"),
        ("fines", "officer", "/fines/"),
        ("lawyer's home", "lawyer", "/home/"),
        ("citizen's home", "citizen", "/home/"),
    ]


def _bare_page(request: HttpRequest) -> HttpResponse:
    from django.shortcuts import render

    rows = [
        {"reference": f"CN-2026-{number:04}", "name": f"Row {number}", "state": "submitted"} for number in range(50)
    ]
    return render(request, "workspace/bench.html", {"rows": rows})


def _estimate() -> None:
    from caseapp.core.actors import VISITOR

    facts = case_facts({"country": "CN", "actor": "private", "sector": "retail", "use": "identification"})
    make_estimate(actor=VISITOR, target="compensation", facts=facts, currency="CNY")


def _engine_at(number: int) -> Callable[[], Any]:
    """One estimate of the engine over so many precedents: the loaded ones, copied under other ids."""
    loaded = estimation_index().precedents
    copies = [replace(loaded[place % len(loaded)], id=f"{place}") for place in range(number)]
    index = Index(copies, published_rates())
    facts = case_facts({"country": "CN", "actor": "private", "sector": "retail", "use": "identification"})
    return lambda: estimate("compensation", facts, index, currency="CNY", as_of=timezone.localdate())


def _median(work: Callable[[], Any]) -> float:
    """Milliseconds, the median of the rounds after one that warms up."""
    work()
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _sha256_rate() -> float:
    block, digest = b"\0" * MIB, hashlib.sha256()
    start = time.perf_counter()
    for _block in range(256):
        digest.update(block)
    return 256 / (time.perf_counter() - start)


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(path: Path, table: str) -> None:
    head = "# Performance\n\nWritten by `make bench`; ratios within one run: absolute times differ from day to day.\n\n"
    try:
        path.write_text(head + table + "\n", encoding="utf-8")
    except OSError as fault:
        raise CommandError(f"Could not write {path.name}: {json.dumps(str(fault))}") from fault
