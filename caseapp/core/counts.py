"""Counts for pages: many in one statement, each only up to a cap, so that their cost does not grow with the table."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

CAP = 1000

SMALLEST = 5
"""Fewer complaints than this are not told, because a small number can point at a person."""


def capped_counts(querysets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each queryset has, counted up to `CAP` + 1, all in one statement; none for one that can match
    nothing. A page says “more than” where the cap was passed: see `said`.
    """
    counted = dict.fromkeys(querysets, 0)
    names: list[str] = []
    parts: list[str] = []
    values: list[Any] = []
    for name, queryset in querysets.items():
        try:
            sql, given = queryset.select_related(None).order_by().values("pk")[: CAP + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        names.append(name)
        # The text comes from Django's own compiler; every value travels apart from it.
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608
        values.extend(given)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", values)
            counted.update(zip(names, cursor.fetchone(), strict=True))
    return counted


def said(number: int) -> str | int:
    """The number as a page shows it: itself, or “1,000+” once counting stopped."""
    return f"{CAP:,}+" if number > CAP else number


def without_small(counts: Mapping[str, int], total: int | None = None) -> tuple[dict[str, int], int | None]:
    """Counts that may be told, and the rest put together (None where even that may not).

    Values below five go into the rest. A rest below five could be found out from the total, so the smallest of the
    others joins it until it is five or nothing else is left. Where `counts` leaves small ones out, give the `total`.
    """
    told = {value: count for value, count in counts.items() if count >= SMALLEST}
    rest = (sum(counts.values()) if total is None else total) - sum(told.values())
    while 0 < rest < SMALLEST and told:
        smallest = min(told, key=lambda value: (told[value], value))
        rest += told.pop(smallest)
    return told, rest if rest >= SMALLEST else None
