"""Downloads open in a spreadsheet without running anything, and stream."""

import csv
import io
import json
from decimal import Decimal

import pytest

from caseapp.core.sheets import csv_download, csv_lines, json_lines, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        '=HYPERLINK("https://x.example")',
    ],
)
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["宁波", "a=b", "", Decimal("-5.00"), -5, "100"])
def test_everything_else_stays_as_it_is(value):
    assert safe_cell(value) == value


def test_a_file_reads_back_as_it_was_written():
    rows = [["宁波", 'a "quoted", word', None, True], ["=x", "two\nlines", Decimal("-1.50"), False]]
    text = b"".join(csv_lines(["name", "text", "sum", "known"], rows)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name", "text", "sum", "known"],
        ["宁波", 'a "quoted", word', "", "yes"],
        ["'=x", "two\nlines", "-1.50", "no"],
    ]


def test_rows_are_sent_as_they_come():
    read = []

    def rows():
        for number in range(1000):
            read.append(number)
            yield [number]

    pieces = csv_lines(["n"], rows())
    next(pieces)
    assert len(read) < 1000


@pytest.mark.parametrize("rows", [[], [{"name": "宁波"}], [{"sum": Decimal("1.10")}, {"sum": None}]])
def test_json_reads_back(rows):
    wanted = [{key: str(value) if isinstance(value, Decimal) else value for key, value in row.items()} for row in rows]
    assert json.loads(b"".join(json_lines(rows))) == wanted


def test_a_download_is_an_attachment():
    response = csv_download("register", ["a"], [])
    assert response["Content-Disposition"] == 'attachment; filename="register.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.streaming
