"""Papers in the form of a court: what stands above the title, paragraphs that count on, sheets and Word's styles."""

import datetime as dt
import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from caseapp.documents.models import LetterTemplate
from caseapp.documents.selectors import written
from caseapp.documents.services.files import read_files
from caseapp.documents.writing.grammar import fill, parse
from caseapp.documents.writing.sample import sample_facts
from caseapp.documents.writing.shapes import Written, as_docx, as_html, as_pdf
from caseapp.documents.writing.structure import structured

MADE = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLEADING = """
::: court
IN THE COURT
:::

::: caption
{{ name }}, Plaintiff

***

Case No. 1
:::

::: numbered

# Facts

1. One.
1. Two.

   1. Within.

# Law

1. Three.

:::

1. A prayer.

::: unheard-of
Plain words.
:::

::: signature
{{ name }}
:::
"""


def pleading(**more):
    blocks = structured(fill(parse(PLEADING), {"name": "A <b>"}))
    return Written("Complaint", "en", blocks, foot="Document 1", layout="pleading", **more)


@cache
def shipped():
    """Our texts, read once."""
    return read_files()[0]


def paper(kind, place, language):
    """A text of ours with sample facts, and nothing from a database."""
    record = next(row for row in shipped() if row.key == (kind, place, language))
    row = LetterTemplate(
        language=language, title=record.title, body=record.body, layout=record.layout, jurisdiction_id=place or None
    )
    return written(row, sample_facts(language, kind), foot="DOC")


def parts(document):
    with zipfile.ZipFile(io.BytesIO(as_docx(document, made=MADE))) as held:
        return {name: held.read(name).decode() for name in held.namelist() if name.endswith((".xml", ".rels"))}


def test_the_court_stands_above_the_title_and_numbers_count_on():
    html = str(as_html(pleading()))
    assert html.index("IN THE COURT") < html.index("Case No. 1") < html.index("Complaint") < html.index("Facts")
    assert re.findall(r'<ol[^>]*?(?: start="(\d+)")?[^>]*>', html) == ["", "", "3", ""]
    assert html.count('class="side"') == 2
    assert "Plain words." in html
    assert "unheard-of" not in html
    assert "A &lt;b&gt;, Plaintiff" in html


def test_a_pleading_of_the_united_states_stands_on_its_own_paper():
    sheets = {
        paper: PdfReader(io.BytesIO(as_pdf(pleading(paper=paper), made=MADE))).pages for paper in ("a4", "us-letter")
    }
    assert [round(float(sheets["us-letter"][0].mediabox[side])) for side in (2, 3)] == [612, 792]
    assert [round(float(sheets["a4"][0].mediabox[side])) for side in (2, 3)] == [595, 842]
    text = sheets["us-letter"][0].extract_text()
    assert text.index("IN THE COURT") < text.index("Complaint")


@pytest.mark.parametrize(
    ("kind", "place", "language", "wide", "tongue"),
    [
        ("bipa_complaint", "US-IL", "en", "12240", "en-US"),
        ("statement_of_claim", "CN", "zh-hans", "11906", "zh-CN"),
        ("letter_before_claim", "GB", "en", "11906", "en-GB"),
        ("evidence_list", "", "zh-hans", "11906", "zh-CN"),
    ],
)
def test_a_word_file_has_what_word_asks_for(kind, place, language, wide, tongue):
    held = parts(paper(kind, place, language))
    trees = {name: ElementTree.fromstring(text) for name, text in held.items()}  # noqa: S314
    section = trees["word/document.xml"].find(f".//{W}sectPr")
    assert section.find(f"{W}pgSz").get(f"{W}w") == wide
    assert section.find(f"{W}footerReference") is not None
    foot = next(text for name, text in held.items() if name.startswith("word/footer"))
    assert "NUMPAGES" in foot
    assert "DOC" in foot
    styles = trees["word/styles.xml"]
    fonts = styles.find(f"{W}docDefaults//{W}rFonts")
    assert (fonts.get(f"{W}ascii"), fonts.get(f"{W}eastAsia")) == ("Times New Roman", "SimSun")
    tongues = styles.find(f"{W}docDefaults//{W}lang")
    assert tongue in {tongues.get(f"{W}val"), tongues.get(f"{W}eastAsia")}
    known = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    used = {
        node.get(f"{W}val") for node in trees["word/document.xml"].iter() if node.tag in {f"{W}pStyle", f"{W}tblStyle"}
    }
    assert used <= known
    targets = set(re.findall(r'Target="(footer[^"]*)"', held["word/_rels/document.xml.rels"]))
    assert targets
    assert all(f"word/{name}" in held for name in targets)
    assert all(f"/word/{name}" in held["[Content_Types].xml"] for name in targets)


def test_a_chinese_letter_ends_with_its_date_and_leaves_no_blank_before_a_stop():
    html = str(as_html(paper("decision_complainant", "CN", "zh-hans")))
    assert html.rstrip().endswith("</div>")
    assert html.rindex("2026年11月27日") > html.rindex('class="signature"')
    assert " 。" not in re.sub(r"<[^>]+>", "", html)
