"""The PDF seam: reproducible bytes, tagged, text stays text in both scripts."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from caseapp.core import pdf

DATED = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC)
SOURCE = """
#import "frame.typ": *
#show: document-frame.with(foot: data.foot)
#lead(data.sentence)
#facts(data.rows)
"""


@pytest.fixture
def sources(tmp_path, monkeypatch):
    (tmp_path / "frame.typ").write_text((pdf.SOURCES / "frame.typ").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sample.typ").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(pdf, "SOURCES", tmp_path)
    return tmp_path


def rendered(sentence="Someone’s face", language="en"):
    given = {"foot": "Countenance", "sentence": sentence, "rows": [["案号", "CN-2026-7F3K-9QXM"]]}
    return pdf.render_pdf("sample", data=given, title="A document", dated=DATED, language=language)


def text_of(content):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_same_inputs_give_the_same_bytes(sources):
    assert rendered() == rendered()


def test_text_in_both_scripts_is_readable(sources):
    found = text_of(rendered("未经同意采集人脸", "zh-hans"))
    assert "未经同意采集人脸" in found
    assert "CN-2026-7F3K-9QXM" in found


@pytest.mark.parametrize(
    "hostile", ["#panic()", "$ x $", "*bold* _it_ @ref <label>", "\\ ] ) }", '#read("/etc/passwd")']
)
def test_what_people_wrote_is_never_run_as_code(sources, hostile):
    assert "".join(hostile.split()) in "".join(text_of(rendered(hostile)).split())


def test_it_is_tagged_and_names_its_title_and_language(sources):
    reader = PdfReader(io.BytesIO(rendered(language="zh-hans")))
    assert reader.metadata.title == "A document"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("zh")


def test_signs_that_the_font_lacks_become_boxes_and_the_rest_stays(sources):
    made = rendered("It recognised me 😀 شركة الميناء 他们没有问我")
    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "It recognised me □" in shown
    assert "他们没有问我" in shown
    assert "شركة" in shown
