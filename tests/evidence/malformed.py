"""Files that are broken, lying or made to harm, from a seed: the same seed makes the same files, byte for byte."""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import av
import numpy
import pikepdf
from PIL import Image

from tests.factories import evidence as files

SEED = 20261127


@dataclass(frozen=True)
class Malformed:
    """A file and how it was spoiled."""

    how: str
    name: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.how} {self.name}"


def generated(count: int, seed: int = SEED) -> Iterator[Malformed]:
    """Every way of spoiling in turn, each with its own random choices."""
    chance = random.Random(seed)
    for number in range(count):
        how, make = _WAYS[number % len(_WAYS)]
        name, content = make(chance)
        yield Malformed(how, f"{number:03d}-{name}", content)


@cache
def whole_files() -> dict[str, bytes]:
    """One small true file of each kind, by the ending of its name."""
    photograph = Image.fromarray(numpy.random.default_rng(1).integers(0, 255, (48, 64, 3), dtype=numpy.uint8))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    found = {}
    for ending, pillow_format, more in (
        ("jpg", "JPEG", {"exif": exif}),
        ("png", "PNG", {}),
        ("gif", "GIF", {}),
        ("webp", "WEBP", {}),
        ("tif", "TIFF", {}),
    ):
        held = io.BytesIO()
        photograph.save(held, pillow_format, **more)
        found[ending] = held.getvalue()
    found["pdf"] = paper("A letter about cameras", pages=2)
    found["mp4"] = film()
    found["docx"], found["odt"], found["eml"] = files.docx(), files.odt(), files.email()
    found["txt"] = b"They filmed us.\n" * 40
    return found


def film(seconds: float = 1.0, *, container: str = "mp4", size: tuple[int, int] = (96, 64)) -> bytes:
    """A short film of a square that moves."""
    held = io.BytesIO()
    with av.open(held, "w", format=container) as output:
        stream = output.add_stream("mpeg4" if container == "mp4" else "libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(int(seconds * 10)):
            points = numpy.zeros((size[1], size[0], 3), dtype=numpy.uint8)
            points[10:30, 5 + number : 25 + number] = (200, 40, 40)
            for packet in stream.encode(av.VideoFrame.from_ndarray(points, format="rgb24")):
                output.mux(packet)
        for packet in stream.encode():
            output.mux(packet)
    return held.getvalue()


def paper(words: str, *, pages: int = 1) -> bytes:
    """A PDF with words that can be found again."""
    document = pikepdf.new()
    for number in range(pages):
        page = document.add_blank_page(page_size=(300, 400))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 14 Tf 30 330 Td ({words}, page {number + 1}) Tj ET".encode())
    document.docinfo["/Author"] = "Zhang Wei"
    held = io.BytesIO()
    document.save(held, deterministic_id=True)
    return held.getvalue()


def _cut(chance: random.Random) -> tuple[str, bytes]:
    ending, content = chance.choice(sorted(whole_files().items()))
    return f"cut.{ending}", content[: chance.randrange(1, len(content))]


def _flipped(chance: random.Random) -> tuple[str, bytes]:
    ending, content = chance.choice(sorted(whole_files().items()))
    spoiled = bytearray(content)
    for _ in range(chance.choice([1, 4, 40])):
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
    return f"flipped.{ending}", bytes(spoiled)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _wide_png(chance: random.Random) -> tuple[str, bytes]:
    """Zeros that open to far more than they seem: from just under our limit of points to far over it."""
    width, height = chance.choice([(7000, 7000), (20_000, 20_000), (60_000, 60_000), (2**31 - 1, 4)])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(min(width * 3 + 1, 3_000_000) * min(height, 40)), 9)
    return "wide.png", b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _long_text_png(chance: random.Random) -> tuple[str, bytes]:
    """A comment of a few kilobytes that unpacks to a hundred megabytes."""
    bomb = b"Comment\0\0" + zlib.compress(bytes(chance.choice([20, 100]) * 1024 * 1024), 9)
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = [_chunk(b"IHDR", head), _chunk(b"zTXt", bomb), _chunk(b"IDAT", zlib.compress(bytes(25 * 8)))]
    return "comment.png", b"\x89PNG\r\n\x1a\n" + b"".join(parts) + _chunk(b"IEND", b"")


def _packed_bomb(chance: random.Random) -> tuple[str, bytes]:
    zeros = bytes(chance.choice([3, 30]) * 1024 * 1024)
    return "bomb.docx", files.docx(**{f"word/media/{number}.bin": zeros for number in range(chance.choice([1, 4]))})


def _pdf_bomb(chance: random.Random) -> tuple[str, bytes]:
    """Content packed several times over, which unpacks to a hundred times a hundred."""
    content = (
        bytes(chance.choice([1, 8]) * 1024 * 1024).replace(b"\0", b"0 0 m ") if chance.random() < 0.5 else bytes(10**7)
    )
    layers = chance.choice([1, 2, 3])
    for _ in range(layers):
        content = zlib.compress(content, 9)
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 400))
    stream = pikepdf.Stream(document, content)
    stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * layers)
    page.Contents = document.make_indirect(stream)
    held = io.BytesIO()
    document.save(held, compress_streams=False, recompress_flate=False, deterministic_id=True)
    return "bomb.pdf", held.getvalue()


def _polyglot(chance: random.Random) -> tuple[str, bytes]:
    whole = whole_files()
    page = b"<html><script>alert(1)</script></html>"
    return chance.choice(
        [
            ("both.jpg", whole["jpg"] + files.packed({"run.js": b"alert(1)"})),
            ("both.gif", whole["gif"][:6] + b"/*" + whole["gif"][6:] + b"*/=1;alert(1)"),
            ("both.pdf", whole["pdf"] + page),
            ("before.pdf", page + whole["pdf"]),
            ("both.png", whole["png"] + b"<?php system($_GET[0]); ?>"),
            ("both.mp4", whole["mp4"] + whole["pdf"]),
        ]
    )


def _misnamed(chance: random.Random) -> tuple[str, bytes]:
    whole = whole_files()
    ending = chance.choice(["pdf", "jpg", "mp4", "docx", "png", "txt", "exe", "html", "svg"])
    content = chance.choice([*whole.values(), b"MZ" + bytes(200), b"<svg onload=alert(1)>", b"\x7fELF" + bytes(200)])
    return f"misnamed.{ending}", content


def _outward(chance: random.Random) -> tuple[str, bytes]:
    """An office file with a part that would be unpacked somewhere else."""
    part = chance.choice(["../../etc/cron.d/x", "/etc/passwd", "..\\..\\x.exe", "word/../../../x"])
    return "outward.docx", files.docx(**{part: b"x"})


def _nested(chance: random.Random) -> tuple[str, bytes]:
    """A document inside a document inside a document; or a tree of pages that never ends."""
    if chance.random() < 0.5:
        content = whole_files()["pdf"]
        for _ in range(chance.choice([3, 12])):
            with pikepdf.open(io.BytesIO(content)) as document:
                document.attachments["inside.pdf"] = content
                held = io.BytesIO()
                document.save(held, deterministic_id=True)
                content = held.getvalue()
        return "nested.pdf", content
    deep = chance.choice([50, 5_000])
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    for number in range(2, deep):
        kid = number + 1 if number < deep - 1 else 2
        body += f"{number} 0 obj<</Type/Pages/Count 1/Kids[{kid} 0 R]>>endobj\n".encode()
    return "endless.pdf", body + f"trailer<</Root 1 0 R/Size {deep}>>\nstartxref\n0\n%%EOF\n".encode()


def _empty(chance: random.Random) -> tuple[str, bytes]:
    return f"empty.{chance.choice(['jpg', 'pdf', 'mp4', 'txt'])}", b""


def _huge(chance: random.Random) -> tuple[str, bytes]:
    """Sides that no paper and no picture has."""
    if chance.random() < 0.6:
        document = pikepdf.new()
        document.add_blank_page(page_size=(300, 400))
        side = chance.choice([14_000_000_000, 10**9, -5, 0.0001])
        document.pages[0].MediaBox = pikepdf.Array([0, 0, side, chance.choice([side, 10])])
        held = io.BytesIO()
        document.save(held, deterministic_id=True)
        return "huge.pdf", held.getvalue()
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    head += struct.pack("<HHII", 256, 4, 1, 2**31 - 1) + struct.pack("<HHII", 257, 4, 1, chance.choice([1, 2**31 - 1]))
    return "huge.tif", head + bytes(4) + bytes(100)


def _noise(chance: random.Random) -> tuple[str, bytes]:
    start = chance.choice(
        [b"\xff\xd8\xff\xe0", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypmp42", b"GIF89a", b"RIFF", b""]
    )
    return f"noise.{chance.choice(['jpg', 'pdf', 'png', 'mp4', 'gif'])}", start + chance.randbytes(3000)


def _shortened_box(chance: random.Random) -> tuple[str, bytes]:
    """A film whose index says that its parts are longer, or more, than they are."""
    spoiled = bytearray(whole_files()["mp4"])
    at = spoiled.find(chance.choice([b"stsz", b"stco", b"stts", b"stsc"]))
    spoiled[at + 8 : at + 12] = struct.pack(">I", chance.choice([0x7FFFFFFF, 0xFFFFFFFF, 100_000]))
    return "index.mp4", bytes(spoiled)


_WAYS: tuple[tuple[str, Callable[[random.Random], tuple[str, bytes]]], ...] = (
    ("cut", _cut),
    ("flipped", _flipped),
    ("wide", _wide_png),
    ("comment", _long_text_png),
    ("packed bomb", _packed_bomb),
    ("PDF bomb", _pdf_bomb),
    ("polyglot", _polyglot),
    ("misnamed", _misnamed),
    ("outward", _outward),
    ("nested", _nested),
    ("empty", _empty),
    ("huge", _huge),
    ("noise", _noise),
    ("film index", _shortened_box),
    ("flipped", _flipped),
)
