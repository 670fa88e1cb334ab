"""Rows of one table as CSV, written by the database itself: COPY in portions, cells made harmless on the way."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, CharField, DateTimeField, F, Func, QuerySet, TextField

from caseapp.core.sheets import FORMULA

if TYPE_CHECKING:
    from caseapp.exports.lists.shapes import Column

PORTION = 20_000
"""So many rows are read at a time, and so often progress is told."""

Portion = tuple[int, bytes]
"""How many rows, and their lines."""


class Cell(Func):
    """A column as its CSV shows it, as `writing` and `safe_cell` would: the word for a stored word, yes and no, moments
    to the second in UTC, and an apostrophe before what a spreadsheet would run.
    """

    def __init__(self, path: Any, words: Mapping[Any, Any] | None = None, **extra: Any) -> None:
        super().__init__(F(path) if isinstance(path, str) else path, output_field=TextField(), **extra)
        self.words = words or {}

    def as_sql(self, compiler: Any, connection: Any, *_parts: Any, **_extra: Any) -> Any:
        [source] = self.source_expressions
        column, given = compiler.compile(source)
        field = getattr(source.output_field, "target_field", source.output_field)
        if isinstance(field, BooleanField):
            return f"CASE WHEN {column} THEN 'yes' WHEN NOT {column} THEN 'no' END", [*given, *given]
        if isinstance(field, DateTimeField):
            return f"date_trunc('second', {column} AT TIME ZONE 'UTC')::text || '+00:00'", given
        if not isinstance(field, CharField | TextField):
            return column, given
        named = "".join(" WHEN %s THEN %s" for _word in self.words)
        words = [each for value, word in self.words.items() for each in (value, str(word))]
        if named:
            return f"CASE {column}{named} ELSE nullif({column}, '') END", [*given, *words, *given]
        risky = f"left(ltrim({column}, ' '), 1) = ANY(%s)"
        return (
            f"CASE WHEN {risky} THEN '''' || {column} ELSE nullif({column}, '') END",
            [*given, list(FORMULA), *given, *given],
        )


def csv_portions(found: QuerySet[Any], columns: "Iterable[Column]") -> Iterator[Portion]:
    """Lines of every row, the newest first. A portion begins where the one before it ended, so that nothing is held
    between them; each is as its rows are at that moment, and no row comes twice.
    """
    cells = [Cell(column.source, column.words) for column in columns]
    rows = found.select_related(None).order_by("-pk")
    last: int | None = None
    while True:
        part = rows if last is None else rows.filter(pk__lt=last)
        lines = _copied(part.values_list("pk", *cells)[:PORTION])
        if lines:
            # The key stands first in a line and is not part of it.
            last = int(lines[-1].partition(b",")[0])
            yield len(lines), b"".join([line.partition(b",")[2][:-1] + b"\r\n" for line in lines])
        if len(lines) < PORTION:
            return


def _copied(rows: QuerySet[Any, Any]) -> list[bytes]:
    try:
        sql, given = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    lines = _Lines()
    with connection.cursor() as cursor:
        whole = cursor.cursor.mogrify(sql, given).decode()
        cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH (FORMAT csv)", lines)
    return lines.kept


class _Lines:
    """What COPY writes to: it hands over a row at a time, however many lines the row's own texts have."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.write = self.kept.append

    def read(self, _size: int = -1) -> bytes:
        return b""
