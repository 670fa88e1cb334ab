"""Measures the budgets of docs/performance.md on the installation's own data, as ratios within one run."""

import gc
import hashlib
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from caseapp.accounts.models import Authority
from caseapp.complaints.models import Complaint
from caseapp.workspace.bundle_bench import measure_bundle
from caseapp.workspace.filing_bench import measure_filing
from caseapp.workspace.list_bench import fill, measure_export
from caseapp.workspace.page_bench import AUTHORITY, ROUNDS, Measured, measure_pages, table, user
from caseapp.workspace.upload_bench import measure_upload

MIB = 1024 * 1024


class Command(BaseCommand):
    help = "Measure pages, estimates and hashing, print the table and write docs/performance.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--complaints",
            type=int,
            nargs="+",
            metavar="N",
            default=[],
            help="first generate what is missing to so many; with two numbers, tell how pages grow between",
        )
        parser.add_argument("--without-upload", action="store_true", help="leave out the upload of 2 GiB")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The measurements sign in as demonstration accounts: run them in demonstration mode.")
        settings.ALLOWED_HOSTS = ["testserver", *settings.ALLOWED_HOSTS]
        # As the web server does.
        gc.collect()
        gc.freeze()
        *smaller, largest = options["complaints"][:2] or [0]
        before: list[Measured] = []
        for size in smaller:
            self._fill(size)
            before = measure_pages()
        self._fill(largest)
        measured = measure_pages()
        growth = f" Growth: the median beside that at {smaller[0]:,} complaints, at most 1.5." if smaller else ""
        lines = [
            f"Measured on {timezone.localdate().isoformat()} over {Complaint.objects.count():,} complaints, "
            f"{os.cpu_count()} cores, {ROUNDS} calls in one process; ratios are p95 to the median of the bare page, "
            f"called in turn with it.{growth}",
            "",
            *table(measured, before),
            "",
            f"SHA-256: {_sha256_rate():.0f} MiB/s. Memory of this process: {_resident():.0f} MiB.",
            "",
            "| lists as files | measured |",
            "| --- | --- |",
            *measure_export(user("officer")),
            *("", "| filing | measured |", "| --- | --- |", *measure_filing(AUTHORITY, measured[0].median)),
            *("", "| bundles | measured |", "| --- | --- |", *measure_bundle(user("lawyer"))),
            *([] if options["without_upload"] else ["", "| evidence | measured |", "| --- | --- |", *measure_upload()]),
        ]
        text = "\n".join(lines)
        self.stdout.write(text)
        _write(settings.BASE_DIR / "docs" / "performance.md", text)

    def _fill(self, complaints: int) -> None:
        if complaints:
            fill(complaints, Authority.objects.get(code=AUTHORITY), self.stdout.write)


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

The measure is the bare page: the desk's frame with the same fifty rows, through the same stack of the web server,
without session, statement or filter. The bars: a list of the desk at most 3 of it (p95) and 12 statements, whatever its
filter and order, on page 1 as on page 500; a search at most 5 of the page of one row found by its key; the page of a
record 20 statements, numbers 10, read from what is kept of each period; a list as CSV at least a quarter of COPY's
rate; an upload at least 60 % of the slower of SHA-256 and disk. No page grows by half from 10,000 to 1,000,000
complaints (`make bench ARGS="--complaints 10000 1000000"`). Whether each was kept stands beside it.

"""


def _write(path: Path, table: str) -> None:
    try:
        path.write_text(HEAD + table + "\n", encoding="utf-8")
    except OSError as fault:
        raise CommandError(f"Could not write {path.name}: {json.dumps(str(fault))}") from fault
