"""What the tus protocol says in headers, read and checked."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework.request import Request

from caseapp.api.parsers import refuse_unstorable
from caseapp.core.errors import DomainError, InvalidInput, NotFound
from caseapp.evidence import services, tickets

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration"
PIECE = "application/offset+octet-stream"
TICKET_HEADER = "Upload-Ticket"
STALL_SECONDS = 30
"""How long a connection may send nothing before its upload is let go, to be resumed by another."""


class UnknownVersion(DomainError):
    """The client speaks another version of the protocol, or did not say which."""

    code = "unknown_version"
    status = 412
    title = "Say Tus-Resumable: 1.0.0"


def ticket(request: Request) -> tuple[str, str] | None:
    """Purpose and subject of the ticket sent along; one that is not valid opens nothing."""
    given = request.headers.get(TICKET_HEADER)
    if not given:
        return None
    found = tickets.read(given)
    if found is None:
        raise NotFound()
    return found


def metadata(request: Request) -> dict[str, str]:
    """`Upload-Metadata`: pairs of key and Base64, separated by commas."""
    told: dict[str, str] = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        key, _, encoded = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise InvalidInput("Upload-Metadata takes pairs of a key and its value in Base64, in UTF-8.") from None
    refuse_unstorable(told)
    return told


def whole_number(request: Request, header: str) -> int:
    given = request.headers.get(header, "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise InvalidInput(f"{header} takes a whole number of bytes.")
    return int(given)


def checksum(request: Request) -> services.Checksum | None:
    given = request.headers.get("Upload-Checksum")
    if given is None:
        return None
    algorithm, _, encoded = given.partition(" ")
    if algorithm not in services.ALGORITHMS:
        raise InvalidInput(f"Upload-Checksum takes one of {', '.join(services.ALGORITHMS)}.")
    try:
        digest = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise InvalidInput("Upload-Checksum takes an algorithm and a digest in Base64.") from None
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise InvalidInput("The digest of Upload-Checksum has the wrong length.")
    return services.Checksum(algorithm, digest)


def reader(request: HttpRequest, *, most: int) -> Callable[[int], bytes]:
    """Reads the body; a line that breaks ends it, and what came counts. Raises InvalidInput beyond the upload's end."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise InvalidInput("This piece goes beyond the end of the file.")

    def read(size: int) -> bytes:
        try:
            return request.read(size)
        except (UnreadablePostError, OSError):
            return b""

    return read


def moment(written: str) -> datetime | None:
    """When a file was made: a day, which is kept as its noon, or a moment with its offset. Raises InvalidInput."""
    if not written:
        return None
    try:
        day = parse_date(written)
        found = datetime.combine(day, time(12), tzinfo=UTC) if day else parse_datetime(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput("captured_at takes a day, as 2026-03-14, or a moment with its offset.")
    if found > timezone.now() + timedelta(days=1):
        raise InvalidInput("captured_at must not lie in the future.")
    return found


def written(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


@contextmanager
def impatient(request: HttpRequest) -> Iterator[None]:
    """Let go of a line that has gone silent, where the web server lends us its socket."""
    socket = request.META.get("gunicorn.socket")
    if socket is None:
        yield
        return
    before = socket.gettimeout()
    socket.settimeout(STALL_SECONDS)
    try:
        yield
    finally:
        socket.settimeout(before)
