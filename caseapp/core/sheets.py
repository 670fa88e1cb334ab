"""Rows as CSV and JSON downloads, streamed, and safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse

# With these first, spreadsheets read a text as a formula (OWASP: CSV injection); their full-width forms count too.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
CHUNK = 200


def safe_cell(value: Any) -> Any:
    """A value as a spreadsheet may have it: a text that would be read as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 with the mark that spreadsheets need for Chinese) in pieces of some rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([safe_cell(name) for name in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe_cell(value) for value in row])
        if number % CHUNK == 0:
            yield _drained(buffer)
    yield _drained(buffer)


def json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A JSON array in pieces of one row; sums are texts, so that nothing is rounded."""
    encoder = DjangoJSONEncoder(ensure_ascii=False)
    before = "[\n"
    for row in rows:
        yield f"{before}{encoder.encode(row)}".encode()
        before = ",\n"
    yield b"\n]\n" if before != "[\n" else b"[]\n"


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The answer to a request for `name`.csv; `name` is ours, never a person's."""
    return _download(csv_lines(header, rows), "text/csv; charset=utf-8", f"{name}.csv")


def json_download(name: str, rows: Iterable[Mapping[str, Any]]) -> StreamingHttpResponse:
    """The answer to a request for `name`.json."""
    return _download(json_lines(rows), "application/json", f"{name}.json")


def _download(pieces: Iterator[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _drained(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece
