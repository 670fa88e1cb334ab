"""Measures a large caseload: filling the desk to so many complaints, and taking the whole list away as a file."""

import datetime as dt
import resource
import time
from collections.abc import Callable
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from caseapp.accounts.models import Authority, User
from caseapp.accounts.selectors import actor_for
from caseapp.casework.filters import narrowed
from caseapp.complaints.models import Complaint
from caseapp.exports import services as exports
from caseapp.exports.lists import LISTS
from caseapp.exports.models import Export
from caseapp.statistics import services as statistics
from caseapp.workspace.demo.generated import generate

WHOLE = "all=1"
SEED = 7
UPKEPT = ["complaints_complaint", "complaints_complaintwords"]
UPKEEP_SECONDS = 600


def fill(complaints: int, authority: Authority, told: Callable[[str], Any]) -> None:
    """Generate what is missing to so many complaints of the authority, and bring the rollups up to date."""
    begun_at = timezone.now()
    present = Complaint.objects.filter(authority=authority).count()
    missing = complaints - present
    if missing > 0:
        begun = time.monotonic()
        with transaction.atomic():
            # Another seed for each filling: the same would make the same people again.
            generate(complaints=missing, seed=SEED + present, authority=authority)
        told(f"{missing:,} complaints made in {time.monotonic() - begun:.0f} s")
        begun = time.monotonic()
        days = statistics.recount()
        told(f"rollups of {days:,} days counted in {time.monotonic() - begun:.0f} s")
        _wait_for_upkeep(begun_at, told)


def measure_export(user: User) -> list[str]:
    """The whole list of complaints as CSV, by the job itself, beside a COPY of the same columns; lines of a table."""
    actor = actor_for(user)
    copied, lasted = _copy(actor)
    export = exports.ask_export(actor=actor, list_name="complaints", form="csv", query=WHOLE)
    before, begun = _peak(), time.monotonic()
    exports.build_export(export_id=str(export.pk))
    took, growth = time.monotonic() - begun, _peak() - before
    made = Export.objects.get(pk=export.pk)
    exports.delete_export(actor=actor, export=made)
    rate, bare = made.rows / took, copied / lasted
    return [
        f"| COPY of {copied:,} rows, the same columns | {bare:,.0f} rows/s |",
        f"| export of {made.rows:,} rows as CSV, sealed, with progress | {rate:,.0f} rows/s, "
        f"{100 * rate / bare:.0f} % of COPY (at least 25) |",
        f"| growth of memory meanwhile | {growth:.0f} MiB |",
    ]


def _wait_for_upkeep(since: dt.datetime, told: Callable[[str], Any]) -> None:
    """Wait until the database has looked over the new rows by itself: its plans and its index-only scans rest on that.

    The role of the application may not ask it to.
    """
    begun = time.monotonic()
    while time.monotonic() - begun < UPKEEP_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_user_tables WHERE relname = ANY(%s) "
                "AND last_autovacuum > %s AND last_autoanalyze > %s",
                [UPKEPT, since, since],
            )
            if cursor.fetchone()[0] == len(UPKEPT):
                told(f"looked over by the database after {time.monotonic() - begun:.0f} s")
                return
        time.sleep(5)
    told(f"the database has not looked over the new rows within {UPKEEP_SECONDS} s")


def _copy(actor: Any) -> tuple[int, float]:
    """Rows and seconds of a COPY of what the export reads, thrown away as it comes."""
    query = QueryDict(WHOLE)
    paths = [column.source for column in LISTS["complaints"].columns(actor, query)]
    rows = narrowed(actor, query).order_by("pk").values_list(*paths)
    sql, given = rows.query.sql_with_params()
    counted = _Counted()
    begun = time.monotonic()
    with connection.cursor() as cursor:
        whole = cursor.cursor.mogrify(sql, given).decode()
        cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH (FORMAT csv)", counted)
    return counted.lines, time.monotonic() - begun


class _Counted(File):  # type: ignore[type-arg]
    """Counts lines and keeps nothing."""

    def __init__(self) -> None:
        self.lines = 0

    def write(self, data: Any) -> int:
        self.lines += data.count(b"\n" if isinstance(data, bytes) else "\n")
        return len(data)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
