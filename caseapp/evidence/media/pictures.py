"""Looks into the headers of pictures: are they what they seem, and how many points would they open to."""

import struct
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from caseapp.evidence.media.verdicts import AnotherKind, Unacceptable

MOST_POINTS = 50_000_000
"""A picture of more points is refused from its header: 17 KB of PNG can open to 700 MB of memory."""

TOO_MANY_POINTS = _("“%(name)s” has more than 50 million pixels. Save it smaller, or as a PDF, and add it again.")
INCOMPLETE = _("“%(name)s” is not complete: its end is missing. Save or copy it again, then add it once more.")


def check_points(width: int, height: int) -> None:
    """Refuse sides that no picture has, and too many points."""
    if width < 1 or height < 1:
        raise AnotherKind("a picture has at least one point")
    if width * height > MOST_POINTS:
        raise Unacceptable(TOO_MANY_POINTS)


def check_by_header(pillow_format: str, stream: IO[bytes]) -> None:
    """Read the header, and nothing else, with one named decoder of Pillow; no point of the picture is decoded."""
    try:
        with Image.open(stream, formats=[pillow_format]) as picture:
            width, height = picture.size
    except Image.DecompressionBombError as fault:
        raise Unacceptable(TOO_MANY_POINTS) from fault
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as fault:
        raise AnotherKind(str(fault)) from fault
    check_points(width, height)


def check_jpeg(stream: IO[bytes], size: int, name: str) -> None:
    check_by_header("JPEG", stream)


def check_png(stream: IO[bytes], size: int, name: str) -> None:
    check_by_header("PNG", stream)


def check_gif(stream: IO[bytes], size: int, name: str) -> None:
    check_by_header("GIF", stream)


def check_tiff(stream: IO[bytes], size: int, name: str) -> None:
    check_by_header("TIFF", stream)


def check_webp(stream: IO[bytes], size: int, name: str) -> None:
    """Read the size from the first chunk ourselves: Pillow's decoder would take the whole file into memory."""
    head = stream.read(30)
    if len(head) < 30 or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        raise AnotherKind("no WebP header")
    if int.from_bytes(head[4:8], "little") + 8 > size:
        raise Unacceptable(INCOMPLETE)
    chunk = head[12:16]
    if chunk == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    elif chunk == b"VP8L" and head[20] == 0x2F:
        packed = int.from_bytes(head[21:25], "little")
        width, height = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    elif chunk == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    else:
        raise AnotherKind("no WebP picture")
    check_points(width, height)
