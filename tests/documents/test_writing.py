"""One written text in three shapes: facts stay text in all of them, and the same content gives the same bytes."""

import datetime as dt
import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from caseapp.documents.writing.grammar import fill, parse
from caseapp.documents.writing.sample import sample_facts
from caseapp.documents.writing.shapes import Head, Written, as_docx, as_html, as_pdf
from caseapp.documents.writing.structure import structured
from caseapp.documents.writing.vocabulary import INNER, NAMES

MADE = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
SOURCE = """
# First

Dear {{ name }}, **see** *this*:

- one {{ name }}
- two

> {{ name }}

| A | B |
|---|---|
| {{ name }} | x |

{{ name }}
"""
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "#panic()",
    "$ x $ @ref <label> *bold* _it_",
    "[link](javascript:alert(1))",
    "![picture](/etc/passwd)",
    "# heading\n\n- list\n\n| a | b |",
    "``` raw ```{=html}",
    "{{ name }} {{# a }}",
    "\\begin{document} ~~~ ---",
    "张三 <b>x</b> 🙂",
]


def whole(name="Alex", language="en"):
    blocks = structured(fill(parse(SOURCE), {"name": name}), chinese=language != "en")
    return Written("A title", language, blocks, Head(("Me",), ("You",), "1 March 2026", (("Ref", "X"),)), "foot")


def pdf_text(content):
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_fact_is_text_in_every_shape(hostile):
    written = whole(hostile)
    html = str(as_html(written))
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {
        "p", "br", "h2", "h3", "strong", "em", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert "style=" not in html
    plain = "".join("".join(hostile.splitlines()).split())
    assert plain.replace("🙂", "□") in pdf_text(as_pdf(written, made=MADE))
    document = zipfile.ZipFile(io.BytesIO(as_docx(written, made=MADE)))
    assert not [name for name in document.namelist() if name.startswith("word/media")]
    words = "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", document.read("word/document.xml").decode()))
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        plain = plain.replace(sign, escaped)
    assert plain in "".join(words.split()).replace("&quot;", '"')


@pytest.mark.parametrize(
    "name", ["محمد", "👨‍👩‍👧 x 🙂", "\u2060\ufeff\x01x", "अमित", "ሀሁሂ", "".join(map(chr, range(0x1400, 0x1480)))]
)
def test_a_name_in_any_script_makes_a_pdf(name):
    assert pdf_text(as_pdf(whole(name), made=MADE))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_fact_opens_a_tag(value):
    written = whole(value if value.replace("\0", "").strip() else "x")
    html = str(as_html(written))
    assert html.count("<p>") == html.count("</p>")
    assert set(re.findall(r"<([a-zA-Z!?/][^\s>]*)", html)) == set(
        re.findall(r"<([a-zA-Z!?/][^\s>]*)", str(as_html(whole("x"))))
    ) | ({"br"} & set(re.findall(r"<([a-z]+)", html)))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_same_content_gives_the_same_bytes(language):
    assert as_pdf(whole(language=language), made=MADE) == as_pdf(whole(language=language), made=MADE)
    assert as_docx(whole(language=language), made=MADE) == as_docx(whole(language=language), made=MADE)


def test_what_was_stored_is_what_is_shown():
    assert Written.of(whole().stored()) == whole()


def test_the_pdf_is_tagged_and_for_keeping():
    reader = PdfReader(io.BytesIO(as_pdf(whole(language="zh-hans"), made=MADE)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")
    metadata = reader.trailer["/Root"]["/Metadata"].get_data()
    assert b"pdfaid" in metadata
    assert b"pdfuaid" in metadata


def test_in_chinese_a_line_end_inside_a_paragraph_leaves_no_blank():
    html = str(as_html(Written("题", "zh-hans", structured(fill(parse("第一行\n第二行"), {}), chinese=True))))
    assert "第一行第二行" in html


def test_the_sample_facts_know_every_name():
    for language in ("en", "zh-hans"):
        assert set(NAMES) - set(INNER) - set(sample_facts(language)) == set()
