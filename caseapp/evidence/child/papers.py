"""PDF: what it says of itself, its pages as pictures, and its words for the search inside the case."""

import io
import time
from collections.abc import Iterator
from typing import IO, Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from . import bounds, pictures
from .channel import Channel
from .findings import Damaged, Locked, TooLarge, clean
from .sheets import Sheets

MOST_PAGES_SHOWN = 50
MOST_PAGES = 2_000
MOST_LETTERS = 1_000_000
PREVIEW_SECONDS = 6.0
"""How much processor time pictures of pages may take; pages after that are named as not shown."""

_PASSWORD = 4


def warm_up() -> None:
    """Go once through everything: the library reads the fonts of the machine, and modules, now or never."""
    blank = io.BytesIO()
    Image.new("RGB", (8, 8)).save(blank, "JPEG")
    pictures.warm_up()
    held = io.BytesIO()
    sheets = Sheets(held)
    sheets.add(blank.getvalue(), (8, 8), (72, 72))
    sheets.finish()
    with opened(held) as document:
        page_picture(document, 0, 16)
        list(words(document))
        told(document)


def opened(stream: IO[bytes]) -> pypdfium2.PdfDocument:
    """The document. Raises Locked when it wants a password, Damaged when it does not open."""
    try:
        return pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) == _PASSWORD or "password" in str(fault).lower():
            raise Locked(str(fault)) from fault
        raise Damaged(str(fault)) from fault


def look(channel: Channel, stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Hand over pictures of the first pages and the words of all; answer the facts."""
    document = opened(stream)
    count = len(document)
    facts: dict[str, Any] = {"pages": count, **told(document)}
    if count < 1:
        raise Damaged("no pages")
    begun = time.process_time()
    shown = 0
    for number in range(min(count, MOST_PAGES_SHOWN)):
        if time.process_time() - begun > PREVIEW_SECONDS:
            break
        try:
            picture = page_picture(document, number, pictures.PREVIEW_SIDE)
        except (pypdfium2.PdfiumError, ValueError) as fault:
            if number == 0:
                raise Damaged(str(fault)) from fault
            break
        pictures.hand_over(channel, picture, facts, name="page", page=number + 1)
        channel.progress(number + 1, min(count, MOST_PAGES_SHOWN))
        shown += 1
    facts["pages_shown"] = shown
    text = "\f".join(words(document))
    if text.strip("\f \n\r\t"):
        channel.output("text", text.encode("utf-8", "replace"), media_type="text/plain")
    facts["letters"] = len(text.replace("\f", ""))
    return facts


def page_picture(document: pypdfium2.PdfDocument, number: int, side: int) -> Image.Image:
    """One page on white, its longer side at most `side` points, forms and annotations included."""
    page = document[number]
    try:
        width, height = page.get_size()
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise ValueError("a page without size")
        scale = side / max(width, height)
        return page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    finally:
        page.close()


def words(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """The text of each page, up to a million letters in all."""
    room = MOST_LETTERS
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
            held = page.get_textpage()
            found = held.get_text_bounded()[:room]
            held.close()
            page.close()
        except pypdfium2.PdfiumError:
            found = ""
        room -= len(found)
        yield found.replace("\x00", "").replace("\f", " ")
        if room <= 0:
            return


def rasterised(channel: Channel, stream: IO[bytes]) -> Iterator[tuple[int, Image.Image, tuple[float, float]]]:
    """Every page as a picture at about 150 dots an inch, with its number from 1 and its size in points."""
    document = opened(stream)
    if len(document) > bounds.MOST_PAGES:
        raise TooLarge("more pages than can be redacted")
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        page.close()
        side = int(min(3000, max(600, max(width, height) / 72 * 150)))
        yield number + 1, page_picture(document, number, side), (width, height)
        channel.progress(number + 1, len(document))


def told(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    """Who and what made it, and what travels inside it."""
    facts: dict[str, Any] = {}
    for key, name in (("Title", "title"), ("Author", "author"), ("Creator", "software"), ("Producer", "producer")):
        if word := clean(document.get_metadata_value(key), 200):
            facts[name] = word
    for key, name in (("CreationDate", "created"), ("ModDate", "changed")):
        if word := _date(clean(document.get_metadata_value(key), 40)):
            facts[name] = word
    if attached := max(0, pdfium.FPDFDoc_GetAttachmentCount(document.raw)):
        facts["attachments"] = attached
    if scripts := max(0, pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw)):
        facts["scripts"] = scripts
    if signatures := max(0, pdfium.FPDF_GetSignatureCount(document.raw)):
        facts["signatures"] = signatures
    return facts


def _date(raw: str) -> str:
    """`D:20260302100000+08'00'` as 2026-03-02 10:00:00 +08:00; other forms stay as they are."""
    digits = raw.removeprefix("D:")
    if len(digits) < 14 or not digits[:14].isdigit():
        return raw
    zone = digits[14:].replace("'", ":").strip(":")
    stamp = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}:{digits[12:14]}"
    return f"{stamp} {zone}".strip()
