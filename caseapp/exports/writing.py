"""Rows as CSV, XLSX or JSON lines into a sink, a few at a time; cells that a spreadsheet would run are harmless."""

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder

from caseapp.core.sheets import csv_lines
from caseapp.exports.enums import Form
from caseapp.exports.lists import Column, Portion

STEP = 1_000
SHEET_ROWS = 1_048_575
"""Rows that a sheet of Excel holds under its head; more go on in the next sheet."""

Rows = Iterable[tuple[Any, ...]]
Progress = Callable[[int], object]


def write_rows(form: str, sink: IO[bytes], columns: Sequence[Column], rows: Rows, *, progress: Progress) -> int:
    """Write all rows; answers how many. `progress` hears of every thousandth."""
    counted = _Counted(rows, progress)
    {Form.CSV: _csv, Form.JSONL: _json_lines, Form.XLSX: _xlsx}[Form(form)](sink, columns, counted)
    return counted.number


class _Counted:
    def __init__(self, rows: Rows, progress: Progress) -> None:
        self._rows, self._progress, self.number = rows, progress, 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            yield row
            self.number += 1
            if self.number % STEP == 0:
                self._progress(self.number)


def write_portions(sink: IO[bytes], columns: Sequence[Column], portions: Iterable[Portion], progress: Progress) -> int:
    """Write lines that the database made under the heads of their columns; answers how many."""
    number = 0
    sink.write(b"".join(csv_lines([str(column.label) for column in columns], [])))
    for rows, lines in portions:
        sink.write(lines)
        number += rows
        progress(number)
    return number


def _csv(sink: IO[bytes], columns: Sequence[Column], rows: _Counted) -> None:
    words = [_words(column) for column in columns]
    told = ([_shown(value, known) for value, known in zip(row, words, strict=True)] for row in rows)
    for piece in csv_lines([str(column.label) for column in columns], told):
        sink.write(piece)


def _json_lines(sink: IO[bytes], columns: Sequence[Column], rows: _Counted) -> None:
    names = [column.name for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=DjangoJSONEncoder().default).encode
    buffer: list[str] = []
    for row in rows:
        buffer.append(encode(dict(zip(names, row, strict=True))))
        if len(buffer) == STEP:
            sink.write(("\n".join(buffer) + "\n").encode())
            buffer.clear()
    if buffer:
        sink.write(("\n".join(buffer) + "\n").encode())


def _xlsx(sink: IO[bytes], columns: Sequence[Column], rows: _Counted) -> None:
    words = [_words(column) for column in columns]
    with tempfile.TemporaryDirectory(prefix="countenance-sheet-") as folder:
        # Texts are written as texts: nothing is taken for a formula, an address or a number.
        book = xlsxwriter.Workbook(
            sink,
            {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd", "remove_timezone": True},
        )
        book.use_zip64()
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet, line = None, 0
        for row in rows:
            if sheet is None or line > SHEET_ROWS:
                sheet, line = _sheet(book, columns, bold), 1
            for place, (value, known) in enumerate(zip(row, words, strict=True)):
                shown = _shown(value, known)
                if isinstance(shown, str):
                    sheet.write_string(line, place, shown)
                elif isinstance(shown, bool):
                    sheet.write_boolean(line, place, shown)
                elif isinstance(shown, dt.datetime):
                    sheet.write_datetime(line, place, shown, moment)
                elif isinstance(shown, dt.date):
                    sheet.write_datetime(line, place, shown)
                elif shown is not None:
                    sheet.write_number(line, place, shown)
            line += 1
        if sheet is None:
            _sheet(book, columns, bold)
        book.close()


def _sheet(book: Any, columns: Sequence[Column], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.label), bold)
    return sheet


def _words(column: Column) -> dict[Any, str]:
    return {value: str(word) for value, word in (column.words or {}).items()}


def _shown(value: Any, words: dict[Any, str]) -> Any:
    """A value as people read it: the word for a stored word, moments to the second, in UTC."""
    if words:
        return words.get(value, value)
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0)
    return value
