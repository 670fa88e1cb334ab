"""Looks into documents: the ends of a PDF, the list of an office file's parts, the decoding of a text."""

import codecs
import re
import stat
import struct
import zipfile
from email.parser import BytesHeaderParser
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext_lazy as _

from caseapp.evidence.media.pictures import INCOMPLETE
from caseapp.evidence.media.verdicts import AnotherKind, Unacceptable

MOST_PARTS = 1_000
MOST_LIST_BYTES = 1024 * 1024
MOST_UNPACKED_BYTES = 500 * 1024 * 1024
MOST_RATIO = 100
"""How many times larger a part of over a megabyte may become when unpacked."""

BOMB = _("“%(name)s” would open to far more than it seems to hold. We cannot accept it.")
LOCKED = _("“%(name)s” is protected by a password. Save it without one and add it again.")
MACROS = _("“%(name)s” holds macros (small programs). Save it as a PDF and add that.")
MARKUP = _("“%(name)s” is a web page or a drawing that can run programs. Save it as a PDF or a picture and add that.")

TEXT_NAMES = (".txt", ".csv", ".log")
_PIECE = 256 * 1024
_END_RECORD = struct.Struct("<4s4H2LH")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_STARTS_AS_PROGRAM = re.compile(
    r"\s*(?:#!|<\?|<%|<!doctype|(?:<!--.*?-->\s*)*<(?:html|head|body|script|svg|iframe|object|embed|style|title|meta|img)\b)",
    re.IGNORECASE | re.DOTALL,
)


def check_pdf(stream: IO[bytes], size: int, name: str) -> None:
    """Header at the start, and the pointer to the table of contents near the end, where every reader looks for it."""
    stream.seek(0)
    if not re.match(rb"%PDF-[12]\.\d", stream.read(16)):
        raise AnotherKind("no PDF header")
    stream.seek(max(0, size - 4096))
    if b"startxref" not in stream.read(4096):
        raise Unacceptable(INCOMPLETE)


def check_docx(stream: IO[bytes], size: int, name: str) -> None:
    parts = {part.filename for part in _parts(stream, size)}
    if not {"[Content_Types].xml", "word/document.xml"} <= parts:
        raise AnotherKind("no Word document inside")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise Unacceptable(MACROS)


def check_odt(stream: IO[bytes], size: int, name: str) -> None:
    found = _parts(stream, size)
    stream.seek(0)
    head = stream.read(30 + 8 + 39)
    if head[30:38] != b"mimetype" or head[38:] != b"application/vnd.oasis.opendocument.text":
        raise AnotherKind("no OpenDocument text inside")
    parts = {part.filename for part in found}
    if "content.xml" not in parts:
        raise AnotherKind("no content inside")
    if any(part.startswith(("Basic/", "Scripts/")) for part in parts):
        raise Unacceptable(MACROS)


def check_email(stream: IO[bytes], size: int, name: str) -> None:
    """Headers that every mail has: a sender, and a date or a way it came."""
    if not name.lower().endswith(".eml"):
        raise AnotherKind("a mail is named .eml")
    stream.seek(0)
    head = stream.read(64 * 1024)
    if b"\0" in head:
        raise AnotherKind("not text")
    headers = BytesHeaderParser().parsebytes(head.lstrip(b"\xef\xbb\xbf"))
    if "From" not in headers or not any(each in headers for each in ("Date", "Received", "Message-ID")):
        raise AnotherKind("no mail headers")


def check_text(stream: IO[bytes], size: int, name: str) -> None:
    """All of it decodes as text (UTF-8, UTF-16 with its mark, or GB 18030), and it does not begin as a program does.

    Any text could be a script, so the name has to say that it is meant to be read.
    """
    stream.seek(0)
    head = stream.read(4096)
    beginning = head.decode(_encoding(head), errors="ignore")
    if _STARTS_AS_PROGRAM.match(beginning.lstrip("\ufeff")):
        raise Unacceptable(MARKUP)
    if not name.lower().endswith(TEXT_NAMES):
        raise AnotherKind("a text is named as one")
    encodings = [_encoding(head)] if _encoding(head) != "utf-8" else ["utf-8", "gb18030"]
    if not any(_decodes(stream, encoding) for encoding in encodings):
        raise AnotherKind("does not decode as text")


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"


def _decodes(stream: IO[bytes], encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(_PIECE):
            if _NOT_TEXT.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _parts(stream: IO[bytes], size: int) -> list[zipfile.ZipInfo]:
    """The parts of a ZIP file from its list alone; nothing is unpacked.

    The length of the list is read first, because reading the list itself takes memory in proportion.
    """
    start = max(0, size - 65_557)
    stream.seek(start)
    tail = stream.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise Unacceptable(INCOMPLETE)
    _mark, _disk, _list_disk, _here, count, list_bytes, list_at, _comment = _END_RECORD.unpack_from(tail, at)
    if count > MOST_PARTS or list_bytes > MOST_LIST_BYTES:
        raise Unacceptable(BOMB)
    if list_at == 0xFFFFFFFF:
        raise AnotherKind("office files are not that large")
    try:
        with zipfile.ZipFile(stream) as packed:  # type: ignore[arg-type]
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as fault:
        raise Unacceptable(INCOMPLETE) from fault
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unacceptable(BOMB)
    for part in parts:
        _check_part(part)
    return parts


def _check_part(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(part.external_attr >> 16):
        raise AnotherKind("a part that points outside")
    if part.flag_bits & 1:
        raise Unacceptable(LOCKED)
    if part.file_size > 1024 * 1024 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise Unacceptable(BOMB)
