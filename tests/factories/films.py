"""Small films for tests: a drawn face that crosses a patterned wall, with a tone, a place and a camera written in."""

import io
import struct
from fractions import Fraction

import av
import numpy
from PIL import Image

from tests.factories.evidence import portrait

SIDE, HIGH = 640, 400
RATE = 10
_FACE = 240


def film(seconds: float = 3.0, *, sound: bool = True, container: str = "mp4") -> bytes:
    """The face goes from left to right in front of the wall."""
    wall, face = (
        _wall(),
        Image.open(io.BytesIO(portrait())).crop((100, 40, 300, 320)).resize((_FACE * 200 // 280, _FACE)),
    )
    held = io.BytesIO()
    with av.open(held, "w", format=container, options={"movflags": "use_metadata_tags"}) as target:
        target.metadata.update({"location": "+29.8683+121.5440/", "model": "Telefon 9", "title": "Zhang Wei"})
        picture = target.add_stream("libx264" if container == "mp4" else "libvpx", rate=RATE)
        picture.width, picture.height, picture.pix_fmt = SIDE, HIGH, "yuv420p"
        voice = target.add_stream("aac", rate=48000, layout="mono") if sound else None
        count = round(seconds * RATE)
        for number in range(count):
            shown = wall.copy()
            shown.paste(face, place_of_face(number, count))
            frame = av.VideoFrame.from_image(shown)
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            target.mux(picture.encode(frame))
        if voice is not None:
            tone = numpy.sin(numpy.arange(round(seconds * 48000)) * 0.06).astype(numpy.float32)[None, :] * 0.4
            for start in range(0, tone.shape[1] - 1023, 1024):
                part = av.AudioFrame.from_ndarray(tone[:, start : start + 1024], format="fltp", layout="mono")
                part.sample_rate, part.pts, part.time_base = 48000, start, Fraction(1, 48000)
                target.mux(voice.encode(part))
            target.mux(voice.encode(None))
        target.mux(picture.encode(None))
    return held.getvalue()


def held_upright(content: bytes) -> bytes:
    """An MP4 as a telephone writes it that was held upright: the picture lies on its side, a matrix says so."""
    turned = bytearray(content)
    matrix = turned.index(b"tkhd") + 4 + 40
    turned[matrix : matrix + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    return bytes(turned)


def place_of_face(number: int, count: int) -> tuple[int, int]:
    """The left upper corner of the face in a frame."""
    return round(20 + number / count * (SIDE - 220)), 90


def box_of_face(number: int, count: int) -> dict[str, float]:
    """Where the face is in a frame, in shares of it."""
    left, top = place_of_face(number, count)
    return {"left": left / SIDE, "top": top / HIGH, "width": _FACE * 200 / 280 / SIDE, "height": _FACE / HIGH}


def _wall() -> Image.Image:
    rows, columns = numpy.mgrid[0:HIGH, 0:SIDE]
    lines = ((columns // 23 + rows // 17) % 2 * 30 + 120).astype(numpy.uint8)
    return Image.fromarray(numpy.stack([lines, lines + 10, lines + 25], axis=2))
