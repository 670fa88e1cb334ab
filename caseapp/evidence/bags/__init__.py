"""Writes a BagIt bag (RFC 8493) of exhibits into a ZIP as a stream: nothing is held whole, in memory or on disk."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from caseapp.audit.models import Entry

SCRIPT = Path(__file__).parent / "verify.py"


class Sink(Protocol):
    """Where the ZIP goes, byte after byte."""

    def write(self, data: bytes, /) -> Any: ...


@dataclass(frozen=True)
class Exhibit:
    """A file of the bag: its name there, the id and SHA-256 that the chain knows, and its bytes, opened when needed."""

    name: str
    item_id: str
    sha256: str
    size: int
    received_at: datetime
    frames: Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Stamp:
    """A time-stamp over an entry: what was stamped, and the authority's answer."""

    sequence: int
    statement: bytes
    response: bytes


class Changed(Exception):
    """A file is no longer what was received: no bag is made of it."""


class BagWriter:
    """One bag in one ZIP. Call in this order: `exhibit` for each, `tag` for each further file, `finish`."""

    def __init__(self, sink: Sink, folder: str) -> None:
        self._zip = zipfile.ZipFile(_Unseekable(sink), "w", zipfile.ZIP_STORED)  # type: ignore[call-overload]
        self._folder = folder
        self._payload: list[tuple[str, str]] = []
        self._tags: list[tuple[str, str]] = []
        self._bytes = 0

    def exhibit(self, exhibit: Exhibit, progress: Callable[[int], None] = lambda size: None) -> str:
        """Copy one file into the payload and answer its path. Raises Changed when it is not what was received."""
        path, digest, size = f"data/{exhibit.name}", hashlib.sha256(), 0
        with self._zip.open(self._info(path, exhibit.received_at), "w", force_zip64=True) as target:
            for frame in exhibit.frames():
                digest.update(frame)
                size += len(frame)
                target.write(frame)
                progress(len(frame))
        if digest.hexdigest() != exhibit.sha256 or size != exhibit.size:
            raise Changed(exhibit.item_id)
        self._payload.append((path, exhibit.sha256))
        self._bytes += size
        return path

    def tag(self, path: str, content: bytes) -> None:
        """Add a file beside the payload."""
        self._zip.writestr(self._info(path, datetime.now(UTC)), content)
        self._tags.append((path, hashlib.sha256(content).hexdigest()))

    def finish(self, facts: Iterable[tuple[str, str]]) -> None:
        """Write `bag-info.txt` with these facts, the manifests, and end the ZIP."""
        told = [
            *facts,
            ("Payload-Oxum", f"{self._bytes}.{len(self._payload)}"),
            ("Bagging-Date", f"{datetime.now(UTC):%F}"),
        ]
        self.tag("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        self.tag("bag-info.txt", "".join(f"{name}: {value}\n" for name, value in told).encode())
        self.tag("manifest-sha256.txt", _manifest(self._payload))
        content = _manifest(self._tags)
        self._zip.writestr(self._info("tagmanifest-sha256.txt", datetime.now(UTC)), content)
        self._zip.close()

    def _info(self, path: str, at: datetime) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(f"{self._folder}/{path}", at.astimezone(UTC).timetuple()[:6])
        info.external_attr = 0o644 << 16
        return info


def chain_lines(entries: Iterable[Entry]) -> bytes:
    """The custody chain, an entry a line, with everything that its hash is taken over."""
    return b"".join(
        json.dumps(
            {
                "chain": entry.chain,
                "sequence": entry.sequence,
                "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "actor_kind": entry.actor_kind,
                "actor_id": entry.actor_id,
                "action": entry.action,
                "subject_model": entry.subject_model,
                "subject_id": entry.subject_id,
                "payload": entry.payload,
                "previous_hash": entry.previous_hash,
                "hash": entry.hash,
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for entry in entries
    )


def exhibits_json(exhibits: Iterable[tuple[Exhibit, str]]) -> bytes:
    """Which file of the bag is which item of the chain."""
    rows = [
        {"path": path, "id": exhibit.item_id, "sha256": exhibit.sha256, "size": exhibit.size}
        for exhibit, path in exhibits
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"


def _manifest(rows: list[tuple[str, str]]) -> bytes:
    """Lines of digest and path; in paths a percent sign and line ends are written as RFC 8493 has it."""
    return "".join(
        f"{digest}  {path.replace('%', '%25').replace(chr(10), '%0A').replace(chr(13), '%0D')}\n"
        for path, digest in rows
    ).encode()


class _Unseekable:
    """Makes zipfile write front to back, with sizes behind each file."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        self._sink.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""
