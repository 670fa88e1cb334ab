"""The one table of accepted kinds of file; the hints on the pages, the `accept` of the inputs and the API read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import puremagic
import structlog
from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import UnsupportedMedia
from caseapp.evidence.cipher import Damaged
from caseapp.evidence.media import boxes, documents, pictures
from caseapp.evidence.media.verdicts import AnotherKind, Unacceptable

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

log = structlog.get_logger(__name__)

Check = Callable[[IO[bytes], int, str], None]

_ISO = "ISO base media"
_ZIP = "ZIP"
_NO_GUESS = "none"


@dataclass(frozen=True)
class Kind:
    """One accepted kind. `guesses` are the media types by which puremagic may nominate it; `check` then decides.

    `check` takes the plain file (seekable), its size in bytes and its name, and raises AnotherKind or Unacceptable.
    """

    word: str
    label: "_StrOrPromise"
    media_type: str
    extensions: tuple[str, ...]
    guesses: frozenset[str]
    check: Check


def _kind(word: str, label: "_StrOrPromise", media_type: str, extensions: str, guesses: set[str], check: Check) -> Kind:
    return Kind(word, label, media_type, tuple(extensions.split()), frozenset(guesses), check)


KINDS: tuple[Kind, ...] = (
    _kind("JPEG", _("JPEG picture"), "image/jpeg", ".jpg .jpeg .jfif", {"image/jpeg"}, pictures.check_jpeg),
    _kind("PNG", _("PNG picture"), "image/png", ".png", {"image/png"}, pictures.check_png),
    _kind("HEIC", _("HEIC picture"), "image/heic", ".heic .heif", {_ISO}, boxes.check_heic),
    _kind("WebP", _("WebP picture"), "image/webp", ".webp", {"image/webp"}, pictures.check_webp),
    _kind("GIF", _("GIF picture"), "image/gif", ".gif", {"image/gif"}, pictures.check_gif),
    _kind("TIFF", _("TIFF picture"), "image/tiff", ".tif .tiff", {"image/tiff"}, pictures.check_tiff),
    _kind("PDF", _("PDF document"), "application/pdf", ".pdf", {"application/pdf"}, documents.check_pdf),
    _kind(
        "DOCX",
        _("Word document"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        {_ZIP},
        documents.check_docx,
    ),
    _kind(
        "ODT",
        _("OpenDocument text"),
        "application/vnd.oasis.opendocument.text",
        ".odt",
        {_ZIP},
        documents.check_odt,
    ),
    _kind("MP4", _("MP4 video"), "video/mp4", ".mp4 .m4v", {_ISO}, boxes.check_mp4),
    _kind("MOV", _("QuickTime video"), "video/quicktime", ".mov .qt", {_ISO, "video/quicktime"}, boxes.check_quicktime),
    _kind("WebM", _("WebM video"), "video/webm", ".webm", {"video/webm", "application/x-matroska"}, boxes.check_webm),
    _kind("M4A", _("Sound recording"), "audio/mp4", ".m4a", {_ISO}, boxes.check_m4a),
    _kind("EML", _("Saved e-mail"), "message/rfc822", ".eml", {_NO_GUESS, "message/rfc822"}, documents.check_email),
    _kind("TXT", _("Plain text"), "text/plain", " ".join(documents.TEXT_NAMES), {_NO_GUESS}, documents.check_text),
)

_BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}

_REFUSED = _("“%(name)s” is not a kind of file that we can accept. Send one of these: %(kinds)s.")
_HEAD_BYTES = 8192


def recognise(stream: IO[bytes], *, size: int, name: str) -> Kind:
    """The kind of a file by its content: puremagic nominates, a parse of our own or of Pillow decides.

    A picture named as another kind of picture is taken for what it is; a text or mail must be named as one, because
    any text could be a program. Raises UnsupportedMedia with a sentence that names the file and says what to do.
    """
    stream.seek(0)
    nominated = _guesses(stream.read(_HEAD_BYTES))
    for kind in KINDS:
        if not kind.guesses & nominated:
            continue
        try:
            stream.seek(0)
            kind.check(stream, size, name)
        except AnotherKind:
            continue
        except Unacceptable as refusal:
            raise UnsupportedMedia(refusal.sentence % {"name": name}) from refusal
        except Damaged:
            raise
        except Exception as fault:
            # A hostile file may break a parser in ways its authors did not think of: then it is not of that kind.
            log.warning("evidence_parser_broke", kind=kind.word, fault=type(fault).__name__)
            continue
        return kind
    raise UnsupportedMedia(_REFUSED % {"name": name, "kinds": kinds_in_words()})


def kind_of(media_type: str) -> Kind | None:
    """The kind of a stored media type."""
    return _BY_MEDIA_TYPE.get(media_type)


def kinds_in_words() -> str:
    """The accepted kinds as a list for people: JPEG, PNG, HEIC …"""
    return ", ".join(kind.word for kind in KINDS)


def accepted_extensions() -> str:
    """The accepted endings for the `accept` attribute of a file input."""
    return ",".join(extension for kind in KINDS for extension in kind.extensions)


def _guesses(head: bytes) -> set[str]:
    try:
        found = {match.mime_type for match in puremagic.magic_string(head) if match.mime_type}
    except (puremagic.PureError, ValueError):
        found = set()
    if head[4:8] == b"ftyp":
        found.add(_ISO)
    if head.startswith(b"PK\x03\x04"):
        found.add(_ZIP)
    # Words that begin like some magic number ("BM", "function") must not hide that a file is text.
    found.add(_NO_GUESS)
    return found
