"""Bundles as files: numbers that never move, printed numbers that readers show, the same bytes again, sound by qpdf."""

import datetime as dt
import io
import re
import shutil
import subprocess
import time

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from caseapp.documents.bundling.assembly import Exhibit, assemble
from caseapp.documents.bundling.numbering import late_number, page_labels, runs
from caseapp.documents.bundling.pages import DPI, NotShown, pages_of
from caseapp.documents.bundling.recognition import read_words
from caseapp.evidence.services.recognition import Words, reader_for
from tests.factories import evidence as files

MADE = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
WORDS = dict.fromkeys(("index", "number", "exhibit", "volume", "page", "custody"), "Word")
SHEET = {"description": "", "facts": [["SHA-256", "0" * 64]], "custody": [["1 May", "Received"]], "lines": ["Line"]}


def photo(width=400, height=300, colour="navy"):
    held = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(held, "JPEG")
    return held.getvalue()


def paper(count=2, rotate=0):
    pdf = pikepdf.Pdf.new()
    for _page in range(count):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Rotate = rotate
        page.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(URI="x"))])
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def pages(content, media_type):
    return pages_of(content, media_type, title="An exhibit", language="en", made=MADE)


def exhibits(*numbers):
    kinds = [(photo(), "image/jpeg"), (paper(), "application/pdf"), (b"Dear shop,\n\nno.", "text/plain"), (None, "")]
    found = []
    for place, number in enumerate(numbers):
        content, media_type = kinds[place % 4]
        shown = pages(content, media_type) if content else None
        found.append(Exhibit(number, f"Exhibit {number} 照片", "First" if place < 2 else "Second", shown, SHEET))
    return found


def built(found, limit=50_000_000, **more):
    cover = {"facts": [["Matter", "CASE"]], "lines": ["Line"]}
    return assemble(
        found, title="Bundle", language="en", cover=lambda pages: cover, words=WORDS, made=MADE, limit=limit, **more
    )


def printed(content):
    """The number printed on each page and the label that readers show for it."""
    reader = PdfReader(io.BytesIO(content))
    shown = []
    for page in reader.pages:
        words = re.findall(rb"\((\d+(?:\.\d+)?)\) Tj ET Q\s*$", page.get_contents().get_data())
        shown.append(words[-1].decode())
    return shown, list(reader.page_labels)


def test_the_printed_number_is_the_one_readers_show_and_the_page_it_is():
    (volume,) = built(exhibits("1", "2", "3", "4"))
    shown, labels = printed(volume.content)
    assert shown == labels == [str(place) for place in range(1, volume.pages + 1)]


def test_the_number_grows_with_a_page_larger_than_a4():
    large = pikepdf.Pdf.new()
    large.add_blank_page(page_size=(1190, 1684))
    (volume,) = built([Exhibit("1", "A plan", "", large, SHEET)])
    drawn = [page.get_contents().get_data() for page in PdfReader(io.BytesIO(volume.content)).pages]
    assert b"q 1 0 0 1 " in drawn[-2]
    assert b"q 2 0 0 2 " in drawn[-1]


def test_building_again_gives_the_same_bytes():
    assert [one.sha256 for one in built(exhibits("1", "2", "3"))] == [
        one.sha256 for one in built(exhibits("1", "2", "3"))
    ]


def test_index_links_and_bookmarks_lead_to_the_exhibits():
    (volume,) = built(exhibits("1", "2", "3", "4"))
    pdf = pikepdf.open(io.BytesIO(volume.content))
    targets = {note.Dest[0].objgen for page in pdf.pages for note in page.get("/Annots", [])}
    assert len(targets) == 4
    assert all("/A" not in note for page in pdf.pages for note in page.get("/Annots", []))
    with pdf.open_outline() as outline:
        assert [part.title for part in outline.root] == ["First", "Second"]
        assert [len(part.children) for part in outline.root] == [2, 2]


def test_a_late_exhibit_moves_nothing_that_was_cited():
    (before,) = built(exhibits("1", "2", "3"))
    found = exhibits("1", "2", "3")
    late = Exhibit("2A", "Late", "First", pages(photo(colour="red"), "image/jpeg"), SHEET)
    (after,) = built([*found[:2], late, found[2]], front_pages=before.front)
    labels = printed(after.content)[1]
    assert [one for one in labels if "." not in one] == printed(before.content)[1]
    assert [one for one in labels if "." in one] == ["8.1", "8.2"]
    assert printed(after.content)[0] == labels


def test_a_bundle_over_the_size_is_split_and_keeps_its_numbers():
    whole = built(exhibits("1", "2", "3", "4"))[0]
    volumes = built(exhibits("1", "2", "3", "4"), limit=len(whole.content) // 2)
    assert len(volumes) > 1
    labels = [label for one in volumes for label in printed(one.content)[1]]
    assert labels == printed(whole.content)[1]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed (Debian: apt-get install qpdf)")
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_qpdf_finds_nothing(tmp_path, rotate):
    found = [*exhibits("1", "2", "3"), Exhibit("4", "Turned", "", pages(paper(1, rotate), "application/pdf"), SHEET)]
    path = tmp_path / "bundle.pdf"
    path.write_bytes(built(found)[0].content)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert not checked.stderr


def test_pictures_are_no_finer_than_paper_shows_and_bear_no_metadata():
    pdf = pages(photo(6000, 4000), "image/jpeg")
    picture = pdf.pages[0].Resources.XObject.Picture
    assert int(picture.Width) <= 8.27 * DPI
    assert b"Exif" not in picture.read_raw_bytes()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"not a picture", "image/jpeg"),
        (b"%PDF-1.4 broken", "application/pdf"),
        (files.pdf(), "application/pdf"),
        (b"x", "video/mp4"),
    ],
)
def test_what_has_no_pages_gets_a_sheet(content, media_type):
    with pytest.raises(NotShown):
        pages(content, media_type)


def test_nothing_that_acts_comes_along():
    pdf = pages(paper(), "application/pdf")
    assert not [page for page in pdf.pages if "/Annots" in page]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.integers(1, 4), st.data())
def test_labels_are_unique_and_late_ones_move_none(counts, front, data):
    plain = [(str(place), pages) for place, pages in enumerate(counts, start=1)]
    at = data.draw(st.integers(1, len(plain)))
    late = [*plain[:at], (late_number(str(at), []), 2), *plain[at:]]
    before = [label for span in page_labels(front, plain) for label in span.labels]
    after = [label for span in page_labels(front, late) for label in span.labels]
    assert len(set(after)) == len(after)
    assert [label for label in after if "." not in label] == before


def test_late_numbers_go_on_and_end():
    assert late_number("12", ["12"]) == "12A"
    assert late_number("12A", ["12", "12A", "12B"]) == "12C"
    with pytest.raises(ValueError, match="no number"):
        late_number("1", [f"1{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])


def written(words, rotate=0):
    """A photograph of a sign."""
    picture = Image.new("RGB", (900, 500), "white")
    ImageDraw.Draw(picture).text((60, 200), words, fill="black", font=ImageFont.load_default(60))
    held = io.BytesIO()
    picture.rotate(rotate, expand=True).save(held, "JPEG")
    return held.getvalue()


def turned_scan(words):
    """A scan that lies on its side, in a page that says so."""
    pdf = pages(written(words, 90), "image/jpeg")
    pdf.pages[0].Rotate = 90
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed (apt-get: tesseract-ocr)")
def test_words_of_pictures_can_be_searched_where_a_reader_is_installed(settings, tmp_path):
    settings.TESSERACT = "tesseract"
    reader = reader_for("en")

    def bundle():
        papers = [
            pages(written("Cameras at work"), "image/jpeg"),
            pages(b"A letter.", "text/plain"),
            pages(turned_scan("Consent given"), "application/pdf"),
            pages(photo(), "image/jpeg"),
            None,
        ]
        done = []
        read, whole = read_words(papers, reader=reader, done=lambda: done.append(1))
        assert (read, whole, len(done)) == ([(0,), (), (0,), (), ()], True, 5)
        found = [
            Exhibit(str(number), f"Exhibit {number}", "", paper, SHEET, pages_read)
            for number, (paper, pages_read) in enumerate(zip(papers, read, strict=True), start=1)
        ]
        (volume,) = built(found)
        return volume

    volume = bundle()
    assert volume.read == "4, 8"
    seen = PdfReader(io.BytesIO(volume.content)).pages
    assert "Cameras" in seen[3].extract_text()
    assert "Consent" in seen[7].extract_text()
    assert bundle().sha256 == volume.sha256
    assert reader.program.startswith("tesseract 5")


def test_one_exhibit_that_cannot_be_shown_keeps_no_other_from_being_read(monkeypatch):
    def read(content, **_how):
        several = len(pikepdf.open(io.BytesIO(content)).pages) > 1
        return Words({}, "costly") if several else Words({0: paper(1)}, "")

    monkeypatch.setattr("caseapp.documents.bundling.recognition.invisible_words", read)
    done = []
    papers = [pages(photo(), "image/jpeg"), pages(photo(), "image/jpeg"), None]
    assert read_words(papers, reader=None, done=lambda: done.append(1)) == ([(0,), (0,), ()], True)
    assert len(done) == 3


def test_what_was_read_before_is_not_read_again(monkeypatch):
    """Only what was read whole is kept: not the rest beyond the bounds, nor a page that time did not reach."""
    seen = []

    def read(content, *, most, **_how):
        seen.append(most)
        return Words({page: paper(1) for page in range(most)}, "", frozenset({2}))

    monkeypatch.setattr("caseapp.documents.bundling.recognition.invisible_words", read)
    monkeypatch.setattr("caseapp.documents.bundling.recognition.MOST_PAGES", 5)
    kept, done = {}, []

    def bundle(known):
        papers = [pages(paper(count), "application/pdf") for count in (1, 2, 1, 3)]
        return read_words(papers, reader=None, done=lambda: done.append(1), known=known, keep=kept.__setitem__)

    first = bundle({})
    assert first == ([(0,), (0, 1), (0,), (0,)], False)
    assert {place: sorted(layers) for place, layers in kept.items()} == {0: [0], 2: [0]}
    assert bundle(dict(kept)) == first
    assert (seen, len(done)) == ([5, 3], 8)


def test_without_a_reader_nothing_is_read(settings):
    settings.TESSERACT = ""
    assert reader_for("en") is None
    settings.TESSERACT = "no-such-program"
    assert reader_for("zh-hans") is None


def test_pages_that_count_on_are_named_together():
    assert runs(["3", "5", "6", "7", "45.1", "45.2", "46"]) == "3, 5–7, 45.1–45.2, 46"
    assert runs([]) == ""


@pytest.mark.slow
def test_fifty_exhibits_take_less_than_a_minute():
    picture = pages(photo(2000, 1500), "image/jpeg")
    found = [Exhibit(str(place), f"Exhibit {place}", "", picture, SHEET) for place in range(1, 51)]
    begun = time.monotonic()
    (volume,) = built(found)
    assert time.monotonic() - begun < 60
    assert volume.pages >= 101
