"""Pages that hold no words, as pictures for a reader of letters: photographs, scans, faxes."""

import io
from typing import IO, Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from . import papers
from .channel import Channel

DPI = 200
"""Fine enough for print of 8 points, and a page is read in a second or two."""

MOST_SIDE = 3400

FEW_LETTERS, PART = 200, 0.2
"""A picture over more than this part of a page with fewer letters than that is a scan that bears a stamp."""


def warm_up() -> None:
    """Go once through everything, as nothing can be loaded later."""
    papers.warm_up()
    _png(Image.new("L", (8, 8)))


def scans(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Hand over a grey picture of each page without words, from page `first` (counted from 0), at most `most` pages."""
    document = papers.opened(stream)
    last = min(len(document), given["first"] + given["most"])
    for number in range(given["first"], last):
        found = _scan(document, number)
        if found is not None:
            picture, dpi = found
            channel.output("scan", _png(picture), page=number, dpi=dpi)
        channel.progress(number + 1, len(document))
    return {"pages": len(document)}


def _scan(document: pypdfium2.PdfDocument, number: int) -> tuple[Image.Image, int] | None:
    """The page in grey and its dots an inch; None where it has words, is blank, or does not open."""
    try:
        page = document[number]
        try:
            width, height = page.get_size()
            if not (0 < width < 1e6 and 0 < height < 1e6) or _has_words(page, width * height):
                return None
            dpi = min(DPI, round(MOST_SIDE / max(width, height) * 72)) or 1
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError):
        return None
    lightest_and_darkest = picture.getextrema()
    return None if lightest_and_darkest[0] == lightest_and_darkest[1] else (picture, dpi)


def _has_words(page: pypdfium2.PdfPage, area: float) -> bool:
    words = page.get_textpage()
    letters = len(words.get_text_bounded().strip())
    words.close()
    if letters == 0 or letters >= FEW_LETTERS:
        return letters > 0
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        covered += (right - left) * (top - bottom)
    return covered < PART * area


def _png(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "PNG", compress_level=1)
    return held.getvalue()
