"""Redacted copies: where faces are, a copy in which boxes are filled, and the proof that nothing is left under them."""

import io
from collections.abc import Iterator
from typing import IO, Any

from PIL import Image, ImageDraw

from . import papers, pictures
from .channel import Channel
from .faces import Detector, Face
from .sheets import Sheets

FILL = (0, 0, 0)
MARGIN = 0.15
"""By how much of its size a proposed box is larger than the face found: hair and ears tell as well."""

UNDER = 0.3
"""A face counts as under a box when so much of it lies there."""

_MOST_LIGHT = 40
"""JPEG lets the edge of a filled box shimmer; inside it nothing is lighter than this."""

_EDGE = 0.12
_QUALITY = 92
_detector: Detector | None = None


def warm_up() -> None:
    """Load the model and all that reads and writes pictures and pages."""
    papers.warm_up()
    detector()


def detector() -> Detector:
    """The one detector of this process."""
    global _detector
    if _detector is None:
        _detector = Detector()
    return _detector


def faces(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Propose a box for every face, in shares of its page; hand over pictures of pages that have none yet."""
    boxes = []
    for page, picture, _size in _pages(channel, stream, given["media_type"]):
        boxes += [{"page": page, **widened(face)} for face in detector().faces(picture)]
        if page > given["pages_shown"]:
            content = pictures.encoded(picture, pictures.PREVIEW_SIDE)
            shown = Image.open(io.BytesIO(content))
            channel.output("frame", content, page=page, width=shown.width, height=shown.height, media_type="image/jpeg")
    return {"boxes": boxes}


def redact(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Hand over a copy with every box filled, its pages as pictures, and nothing else that was in the original."""
    media_type = given["media_type"]
    if media_type == "application/pdf":
        with channel.begin("redacted", media_type="application/pdf") as sink:
            sheets = Sheets(sink)
            for page, picture, size in _pages(channel, stream, media_type):
                _fill(picture, [box for box in given["boxes"] if box["page"] == page])
                sheets.add(pictures.encoded(picture, max(picture.size), _QUALITY), picture.size, size)
            sheets.finish()
        return {}
    for _page, picture, _size in _pages(channel, stream, media_type):
        _fill(picture, given["boxes"])
        _hand_over_whole(channel, picture, media_type)
    return {}


def prove(channel: Channel, stream: IO[bytes], given: dict[str, Any]) -> dict[str, Any]:
    """Read the finished copy as a stranger would, and answer what can still be found in it; hand over its pictures."""
    found = {"letters": 0, "metadata": 0, "open_boxes": 0, "faces_under_boxes": 0, "faces_left": 0, "pages": 0}
    facts: dict[str, Any] = {}
    media_type = given["media_type"]
    found["metadata"], found["letters"] = _left_over(stream, media_type)
    stream.seek(0)
    for page, picture, _size in _pages(channel, stream, media_type):
        boxes = [box for box in given["boxes"] if box["page"] == page]
        found["pages"] += 1
        found["open_boxes"] += sum(not _is_filled(picture, box) for box in boxes)
        for face in detector().faces(picture):
            under = any(share_under(face, box) > UNDER for box in boxes)
            found["faces_under_boxes" if under else "faces_left"] += 1
        pictures.hand_over(channel, picture, facts, "redacted_page", "redacted_thumbnail", page=page)
    return found


def _pages(
    channel: Channel, stream: IO[bytes], media_type: str
) -> Iterator[tuple[int, Image.Image, tuple[float, float]]]:
    """Every page as an upright picture with its number from 1; a picture is a document of one page."""
    if media_type == "application/pdf":
        yield from papers.rasterised(channel, stream)
        return
    picture = pictures.upright(pictures.opened(stream, media_type))
    yield 1, picture, (float(picture.width), float(picture.height))
    channel.progress(1, 1)


def _hand_over_whole(channel: Channel, picture: Image.Image, media_type: str) -> None:
    """PNG stays PNG, because screens are photographed with it; everything else becomes a JPEG."""
    held = io.BytesIO()
    plain = media_type == "image/png"
    if plain:
        picture.save(held, "PNG")
    else:
        picture.save(held, "JPEG", quality=_QUALITY)
    kind = "image/png" if plain else "image/jpeg"
    channel.output("redacted", held.getvalue(), width=picture.width, height=picture.height, media_type=kind)


def _fill(picture: Image.Image, boxes: list[dict[str, Any]]) -> None:
    """The points under a box are replaced, not covered: no layer lies over anything."""
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle(_corners(picture, box), fill=FILL)


def _corners(picture: Image.Image, box: dict[str, Any]) -> tuple[int, int, int, int]:
    left, top = int(box["left"] * picture.width), int(box["top"] * picture.height)
    right = -int(-(box["left"] + box["width"]) * picture.width)
    low = -int(-(box["top"] + box["height"]) * picture.height)
    return left, top, max(left, right), max(top, low)


def _is_filled(picture: Image.Image, box: dict[str, Any]) -> bool:
    left, top, right, low = _corners(picture, box)
    across, down = max(1, int((right - left) * _EDGE)), max(1, int((low - top) * _EDGE))
    if right - left <= 2 * across or low - top <= 2 * down:
        return True
    inside = picture.crop((left + across, top + down, right - across, low - down))
    return all(int(most) <= _MOST_LIGHT for _least, most in inside.getextrema())  # type: ignore[misc]


def _left_over(stream: IO[bytes], media_type: str) -> tuple[int, int]:
    """How many pieces of metadata, and how many letters of text, a reader finds."""
    if media_type == "application/pdf":
        document = papers.opened(stream)
        letters = sum(len(page.strip()) for page in papers.words(document))
        told = papers.told(document)
        return len(told), letters
    picture = pictures.opened(stream, media_type)
    told_keys = set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return len(picture.getexif()) + len(told_keys), 0


def widened(face: Face) -> dict[str, Any]:
    """A box for a face, larger on each side by the margin."""
    across, down = face.width * MARGIN, face.height * MARGIN
    left, top = max(0.0, face.left - across), max(0.0, face.top - down)
    return {
        "left": round(left, 4),
        "top": round(top, 4),
        "width": round(min(1.0, face.left + face.width + across) - left, 4),
        "height": round(min(1.0, face.top + face.height + down) - top, 4),
    }


def share_under(face: Face, box: dict[str, Any]) -> float:
    """How much of a face lies under a box."""
    across = min(face.left + face.width, box["left"] + box["width"]) - max(face.left, box["left"])
    down = min(face.top + face.height, box["top"] + box["height"]) - max(face.top, box["top"])
    return max(0.0, across) * max(0.0, down) / (face.width * face.height)
