"""One exhibit as PDF pages: pictures at most 300 dots an inch on A4, PDFs without anything that acts, words as text."""

import datetime as dt
import io

import pikepdf
import pillow_heif
from PIL import Image, ImageOps

from caseapp.documents.writing.shapes import Written, as_pdf
from caseapp.documents.writing.structure import paragraph

pillow_heif.register_heif_opener()

DPI = 300
A4 = (595.276, 841.89)
MARGIN = 42.5
STAMP_ROOM = 34.0
MOST_PIXELS = 50_000_000
MOST_CHARACTERS = 200_000
QUALITY = 85
PICTURES = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "HEIF")


class NotShown(Exception):
    """This file has no pages: a sheet stands for it, and the file itself is handed over."""


def pages_of(content: bytes, media_type: str, *, title: str, language: str, made: dt.datetime) -> pikepdf.Pdf:
    """The pages of a file, for a bundle. Raises NotShown."""
    if media_type.startswith("image/"):
        return _picture(content)
    if media_type == "application/pdf":
        return _pdf(content)
    if media_type in {"text/plain", "message/rfc822"}:
        return _words(content, title=title, language=language, made=made)
    raise NotShown


def _picture(content: bytes) -> pikepdf.Pdf:
    """Upright, without what the camera wrote into it, no finer than paper shows."""
    try:
        with Image.open(io.BytesIO(content), formats=PICTURES) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotShown
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError) as fault:
        raise NotShown from fault
    width, height = A4[0] - 2 * MARGIN, A4[1] - MARGIN - STAMP_ROOM - MARGIN
    upright.thumbnail((round(width / 72 * DPI), round(height / 72 * DPI)), Image.Resampling.LANCZOS)
    scale = min(width / upright.width, height / upright.height, 1.0)
    held = io.BytesIO()
    upright.save(held, "JPEG", quality=QUALITY, optimize=False)
    shown = (upright.width * scale, upright.height * scale)
    place = ((A4[0] - shown[0]) / 2, STAMP_ROOM + MARGIN + (height - shown[1]) / 2)
    pdf = pikepdf.Pdf.new()
    picture = pikepdf.Stream(pdf, held.getvalue())
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=upright.width,
        Height=upright.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    drawn = f"q {shown[0]:.2f} 0 0 {shown[1]:.2f} {place[0]:.2f} {place[1]:.2f} cm /Picture Do Q"
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, *A4],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=pdf.make_indirect(picture))),
        Contents=pdf.make_stream(drawn.encode()),
    )
    pdf.pages.append(pikepdf.Page(page))
    return pdf


def _pdf(content: bytes) -> pikepdf.Pdf:
    """The pages as they are; links, forms, scripts and attachments stay behind."""
    try:
        pdf = pikepdf.open(io.BytesIO(content))
        if not len(pdf.pages):
            raise NotShown
        for page in pdf.pages:
            for name in ("/Annots", "/AA", "/Metadata", "/PieceInfo", "/StructParents"):
                if name in page:
                    del page[name]
            page.contents_coalesce()
        # What pages inherit from their document becomes their own as they leave it.
        own = pikepdf.Pdf.new()
        own.pages.extend(pdf.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError) as fault:
        raise NotShown from fault
    return own


def _words(content: bytes, *, title: str, language: str, made: dt.datetime) -> pikepdf.Pdf:
    text = content.decode("utf-8", errors="replace")[:MOST_CHARACTERS]
    blocks = [paragraph(part) for part in text.split("\n\n") if part.strip()] or [paragraph("–")]
    return pikepdf.open(io.BytesIO(as_pdf(Written(title, language, blocks), made=made)))
