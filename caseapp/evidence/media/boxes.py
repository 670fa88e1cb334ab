"""Walks the boxes of the ISO base media format (MP4, QuickTime, M4A, HEIC) and the elements of WebM."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from caseapp.evidence.media.pictures import INCOMPLETE, check_points
from caseapp.evidence.media.verdicts import AnotherKind, Unacceptable

MOST_BOXES = 10_000
"""A file cut into more boxes than this is made to keep us busy; hour-long fragmented videos have some thousand."""

_QUICKTIME_STARTS = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_MP4_BRANDS = {b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV", b"isom", b"XAVC", b"mmp4"}
_AUDIO_BRANDS = {b"M4A ", b"M4B "}


@dataclass(frozen=True)
class Box:
    """One box: its four-letter name and where its content starts and ends."""

    name: bytes
    start: int
    end: int


def boxes(stream: IO[bytes], start: int, end: int) -> Iterator[Box]:
    """The boxes between two places. Raises AnotherKind for what is no box, Unacceptable for one that is cut off."""
    for _number in range(MOST_BOXES):
        if start >= end:
            return
        stream.seek(start)
        head = stream.read(16)
        if len(head) < 8:
            raise Unacceptable(INCOMPLETE)
        length, name, content = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if length == 1:
            length, content = int.from_bytes(head[8:16], "big"), start + 16
        elif length == 0:
            length = end - start
        if start + length < content or not all(32 <= letter < 127 or letter == 0xA9 for letter in name):
            raise AnotherKind(f"no box at {start}")
        if start + length > end:
            raise Unacceptable(INCOMPLETE)
        yield Box(name, content, start + length)
        start += length
    raise AnotherKind("too many boxes")


def brand(stream: IO[bytes]) -> bytes:
    """The main brand of a file that begins with a `ftyp` box; empty when it begins otherwise."""
    stream.seek(0)
    head = stream.read(12)
    return head[8:12] if head[4:8] == b"ftyp" else b""


def check_mp4(stream: IO[bytes], size: int, name: str) -> None:
    main = brand(stream)
    if main not in _MP4_BRANDS and not (main[:3] == b"iso" and main[3:].isalnum()):
        raise AnotherKind("not an MP4 brand")
    _check_film(stream, size)


def check_m4a(stream: IO[bytes], size: int, name: str) -> None:
    if brand(stream) not in _AUDIO_BRANDS:
        raise AnotherKind("not a brand of MPEG-4 sound")
    _check_film(stream, size)


def check_quicktime(stream: IO[bytes], size: int, name: str) -> None:
    if brand(stream) != b"qt  " and _name_at_start(stream) not in _QUICKTIME_STARTS:
        raise AnotherKind("not QuickTime")
    _check_film(stream, size)


def check_heic(stream: IO[bytes], size: int, name: str) -> None:
    """Find the sides of every picture inside: meta → iprp → ipco → ispe."""
    if brand(stream) not in _HEIC_BRANDS:
        raise AnotherKind("not a HEIC brand")
    found = list(boxes(stream, 0, size))
    sides = [
        _sides(stream, each)
        for meta in _named(b"meta", found)
        for properties in _named(b"iprp", boxes(stream, meta.start + 4, meta.end))
        for container in _named(b"ipco", boxes(stream, properties.start, properties.end))
        for each in _named(b"ispe", boxes(stream, container.start, container.end))
    ]
    if not sides:
        raise AnotherKind("no picture in the file")
    for width, height in sides:
        check_points(width, height)


def check_webm(stream: IO[bytes], size: int, name: str) -> None:
    """An EBML header that says `webm`, followed by a segment."""
    stream.seek(0)
    head = stream.read(4096)
    if head[:4] != b"\x1a\x45\xdf\xa3":
        raise AnotherKind("no EBML header")
    length, at = _vint(head, 4)
    end = at + length
    document_type = b""
    while at < end <= len(head):
        identity = head[at : at + 2]
        wide = 2 if identity[:1] == b"\x42" else 1
        length, content = _vint(head, at + wide)
        if identity == b"\x42\x82":
            document_type = head[content : content + length].rstrip(b"\0")
        at = content + length
    if document_type != b"webm" or head[end : end + 4] != b"\x18\x53\x80\x67":
        raise AnotherKind("not WebM")


def _check_film(stream: IO[bytes], size: int) -> None:
    names = {box.name for box in boxes(stream, 0, size)}
    if b"moov" not in names or not names & {b"mdat", b"moof"}:
        raise Unacceptable(INCOMPLETE)


def _name_at_start(stream: IO[bytes]) -> bytes:
    stream.seek(4)
    return stream.read(4)


def _named(name: bytes, found: "Iterator[Box] | list[Box]") -> list[Box]:
    return [box for box in found if box.name == name]


def _sides(stream: IO[bytes], box: Box) -> tuple[int, int]:
    stream.seek(box.start + 4)
    content = stream.read(8)
    return int.from_bytes(content[:4], "big"), int.from_bytes(content[4:], "big")


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """An EBML number: its value, and where what follows it begins."""
    if at >= len(data) or data[at] == 0:
        raise AnotherKind("no EBML number")
    wide = 9 - data[at].bit_length()
    raw = int.from_bytes(data[at : at + wide], "big")
    return raw & ((1 << 7 * wide) - 1), at + wide
