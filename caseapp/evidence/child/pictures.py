"""Pictures: their facts, an upright preview that holds nothing but points, and a fingerprint of what they look like."""

import io
import math
import warnings
from typing import IO, Any

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from .channel import Channel
from .findings import Damaged, TooLarge, clean

MOST_POINTS = 50_000_000
PREVIEW_SIDE = 1600
THUMBNAIL_SIDE = 320
PREVIEW_QUALITY = 85

FORMATS = {
    "image/jpeg": ["JPEG", "MPO"],
    "image/png": ["PNG"],
    "image/heic": ["HEIF"],
    "image/webp": ["WEBP"],
    "image/gif": ["GIF"],
    "image/tiff": ["TIFF"],
}
_READABLE_FAULTS = (OSError, SyntaxError, ValueError, KeyError, IndexError, EOFError, TypeError, ZeroDivisionError)

warnings.simplefilter("error", Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", module="PIL.TiffImagePlugin")
Image.MAX_IMAGE_PIXELS = MOST_POINTS


def warm_up() -> None:
    """Load every decoder now, because no file can be opened later."""
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.init()
    for name in ("JPEG", "PNG", "WEBP", "TIFF", "GIF"):
        held = io.BytesIO()
        Image.new("RGB", (16, 16)).save(held, name)
        Image.open(io.BytesIO(held.getvalue())).load()


def opened(stream: IO[bytes], media_type: str) -> Image.Image:
    """The picture with its header read and its points counted, nothing decoded. Raises Damaged or TooLarge."""
    try:
        picture = Image.open(stream, formats=FORMATS[media_type])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise TooLarge(str(fault)) from fault
    except _READABLE_FAULTS as fault:
        raise Damaged(str(fault)) from fault
    width, height = picture.size
    if width < 1 or height < 1:
        raise Damaged("a picture has at least one point")
    if width * height > MOST_POINTS:
        raise TooLarge("too many points")
    return picture


def upright(picture: Image.Image) -> Image.Image:
    """All points as they are meant to be seen, in RGB, on white where they were transparent, and no metadata."""
    try:
        turned = ImageOps.exif_transpose(picture)
        if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info:
            layer = turned.convert("RGBA")
            plain = Image.new("RGB", layer.size, "white")
            plain.paste(layer, mask=layer.getchannel("A"))
        elif turned.mode.startswith("I;16") or turned.mode in {"I", "F"}:
            plain = _stretched(turned).convert("RGB")
        else:
            plain = turned.convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise TooLarge(str(fault)) from fault
    except _READABLE_FAULTS as fault:
        raise Damaged(str(fault)) from fault
    plain.info = {}
    return plain


def encoded(picture: Image.Image, side: int, quality: int = PREVIEW_QUALITY) -> bytes:
    """A JPEG of the points alone, its longer side at most `side`."""
    shown = picture.copy()
    shown.thumbnail((side, side), Image.Resampling.LANCZOS)
    held = io.BytesIO()
    shown.save(held, "JPEG", quality=quality, optimize=True)
    return held.getvalue()


def look(channel: Channel, stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Hand over preview and thumbnail, and answer what the file says of itself."""
    picture = opened(stream, media_type)
    facts: dict[str, Any] = {
        "width": picture.width,
        "height": picture.height,
        "format": clean(picture.format, 20),
        **_told(picture),
    }
    if facts.get("turned"):
        facts["width"], facts["height"] = picture.height, picture.width
    if media_type == "image/jpeg":
        # Decoded at an eighth to a half of its size, which takes a fraction of the memory.
        picture.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
    frames = int(getattr(picture, "n_frames", 1) or 1)
    if frames > 1:
        facts["frames"] = frames
    hand_over(channel, upright(picture), facts)
    return facts


def hand_over(
    channel: Channel,
    picture: Image.Image,
    facts: dict[str, Any],
    name: str = "preview",
    thumbnail: str = "thumbnail",
    **more: Any,
) -> None:
    """Preview and, once, thumbnail and fingerprint of a picture that is upright already."""
    content = encoded(picture, PREVIEW_SIDE)
    shown = Image.open(io.BytesIO(content))
    channel.output(name, content, width=shown.width, height=shown.height, media_type="image/jpeg", **more)
    if "likeness" not in facts:
        facts["likeness"] = likeness(picture)
        small = encoded(picture, THUMBNAIL_SIDE)
        channel.output(thumbnail, small, media_type="image/jpeg")


def likeness(picture: Image.Image) -> str:
    """A difference hash: 64 bits, one for each pair of neighbours in a 9 × 8 grey copy, set where the right is lighter.

    Two copies of one picture, scaled or compressed anew, differ in a few bits; it says nothing of who is on it.
    """
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BILINEAR)
    points = list(grey.tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (points[at + 1] > points[at])
    return f"{bits:016x}"


def _stretched(picture: Image.Image) -> Image.Image:
    """More than 8 bits a point, brought into the range that a screen shows."""
    low, high = picture.convert("F").getextrema()
    span = float(high) - float(low) or 1.0  # type: ignore[arg-type]
    return picture.convert("F").point(lambda value: (value - float(low)) * (255.0 / span)).convert("L")  # type: ignore[arg-type]


def _told(picture: Image.Image) -> dict[str, Any]:
    """What the camera wrote into the file; nothing, where that is broken."""
    try:
        exif = picture.getexif()
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:
        return {"metadata_broken": True}
    facts: dict[str, Any] = {}
    maker, model = clean(exif.get(ExifTags.Base.Make, ""), 60), clean(exif.get(ExifTags.Base.Model, ""), 60)
    if maker or model:
        facts["camera"] = model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()
    if software := clean(exif.get(ExifTags.Base.Software, ""), 100):
        facts["software"] = software
    taken = clean(detail.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or "", 40)
    if taken:
        facts["taken_at"] = taken
        if offset := clean(detail.get(ExifTags.Base.OffsetTimeOriginal) or "", 10):
            facts["taken_offset"] = offset
    if exif.get(ExifTags.Base.Orientation) in {5, 6, 7, 8}:
        facts["turned"] = True
    facts.update(_position(place))
    facts["tags"] = len(exif) + len(detail) + len(place)
    return facts


def _position(place: dict[int, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value, side, negative, most in (
        ("latitude", ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90),
        ("longitude", ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180),
    ):
        try:
            degrees, minutes, seconds = (float(part) for part in place[value])
            number = degrees + minutes / 60 + seconds / 3600
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            return {}
        if not math.isfinite(number) or not 0 <= number <= most:
            return {}
        found[name] = round(-number if clean(place.get(side, ""), 2).upper() == negative else number, 6)
    try:
        height = float(place[ExifTags.GPS.GPSAltitude])
        if math.isfinite(height):
            found["altitude"] = round(-height if place.get(ExifTags.GPS.GPSAltitudeRef) in {1, b"\x01"} else height, 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        pass
    if day := clean(place.get(ExifTags.GPS.GPSDateStamp, ""), 20):
        found["gps_day"] = day
    return found
