"""Asks clamd whether a file holds malware, over its INSTREAM command; in doubt the answer is “not scanned”.

clamd skips what lies over its own limits in silence, so larger files are not sent. It should be set up with
`AlertExceedsMax yes`: then an archive that it could not look into whole is named, and counts as not scanned here.
"""

import contextlib
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from caseapp.evidence.enums import NotScanned, Scan

log = structlog.get_logger(__name__)

CONNECT_SECONDS = 3.0
SCAN_SECONDS = 60.0
_PIECE = 64 * 1024
_LIMIT_NAMES = ("Heuristics.Limits.Exceeded", "(null)")


@dataclass(frozen=True)
class Verdict:
    """The answer. `note` is why there was no scan, or what was found; `by` how the scanner calls itself."""

    scan: Scan
    note: str = ""
    by: str = ""


def scan(stream: IO[bytes], size: int, *, beat: Callable[[], None] = lambda: None) -> Verdict:
    """Send a plain file to the scanner that is set up. Never raises for what the scanner does or fails to do."""
    if not settings.CLAMD_URL:
        return Verdict(Scan.NOT_SCANNED, NotScanned.NO_SCANNER)
    if size > settings.CLAMD_MAX_BYTES:
        return Verdict(Scan.NOT_SCANNED, NotScanned.TOO_LARGE)
    try:
        by = _ask(b"zVERSION\0").strip("\0\n")[:120]
        answer = _ask(b"zINSTREAM\0", stream, beat)
    except TimeoutError:
        return Verdict(Scan.NOT_SCANNED, NotScanned.SLOW)
    except OSError as fault:
        log.warning("clamd_failed", fault=type(fault).__name__)
        return Verdict(Scan.NOT_SCANNED, NotScanned.UNREACHABLE)
    return _verdict(answer.strip("\0\n"), by)


def _verdict(answer: str, by: str) -> Verdict:
    if answer == "stream: OK":
        return Verdict(Scan.NOTHING_FOUND, by=by)
    name = answer.removeprefix("stream: ").removesuffix(" FOUND")
    if answer.endswith(" FOUND") and not name.startswith(_LIMIT_NAMES):
        return Verdict(Scan.FOUND, name[:200], by)
    log.warning("clamd_did_not_scan", answer=answer[:100])
    return Verdict(Scan.NOT_SCANNED, NotScanned.NOT_WHOLE, by)


def _ask(command: bytes, stream: IO[bytes] | None = None, beat: Callable[[], None] = lambda: None) -> str:
    """One command on a connection of its own. Raises TimeoutError when it all takes too long, else OSError."""
    deadline = time.monotonic() + SCAN_SECONDS
    with _connected() as line:
        line.sendall(command)
        if stream is not None:
            stream.seek(0)
            # A scanner that has seen enough answers and hangs up while bytes are still coming.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                while piece := stream.read(_PIECE):
                    line.settimeout(max(0.1, deadline - time.monotonic()))
                    line.sendall(struct.pack(">I", len(piece)) + piece)
                    beat()
                line.sendall(struct.pack(">I", 0))
        answer = bytearray()
        while not answer.endswith(b"\0") and len(answer) < 4096:
            line.settimeout(min(5.0, max(0.1, deadline - time.monotonic())))
            try:
                piece = line.recv(4096)
            except TimeoutError:
                if time.monotonic() >= deadline:
                    raise
                beat()
                continue
            if not piece:
                break
            answer += piece
    if not answer:
        raise ConnectionError("clamd hung up without an answer")
    return answer.decode(errors="replace")


def _connected() -> socket.socket:
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname or "127.0.0.1", where.port or 3310), CONNECT_SECONDS)
