"""What parent and child say to each other over two pipes: ranges of one file in, facts and files out.

The child speaks in heads of 17 bytes (a letter and two numbers), some with a payload:

    R offset length   give me these bytes of the file      (answered with exactly as many)
    P done total      this far
    N -      length   a new file begins; payload: its name and facts as JSON
    D -      length   the next bytes of that file          (at most 1 MiB)
    F -      -        that file is complete
    E -      length   the end; payload: the result as JSON

The parent first writes one line of JSON, which says what to do, and afterwards only what R asks for.
"""

import io
import json
import os
import struct
from typing import Any

from caseapp.evidence.ranges import RangedFile

HEAD = struct.Struct(">cQQ")
MOST_BYTES = 1024 * 1024
_BUFFER = 256 * 1024


class Channel:
    """The child's end."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._in = incoming
        self._out = outgoing

    def task(self) -> dict[str, Any]:
        """What the parent wants done."""
        line = bytearray()
        while not line.endswith(b"\n"):
            line += self._exactly(1)
        found: dict[str, Any] = json.loads(line)
        return found

    def file(self, size: int) -> io.BufferedReader:
        """The one file, as a stream that can be read from any place."""
        return io.BufferedReader(_Ranges(self, size), _BUFFER)

    def range(self, offset: int, length: int) -> bytes:
        self._say(b"R", offset, length)
        return self._exactly(length)

    def progress(self, done: int, total: int) -> None:
        self._say(b"P", done, total)

    def output(self, name: str, content: bytes, **facts: Any) -> None:
        """Hand over a whole small file."""
        with self.begin(name, **facts) as sink:
            sink.write(content)

    def begin(self, name: str, **facts: Any) -> "Sink":
        """Begin a file that is handed over piece by piece."""
        told = json.dumps({"name": name, **facts}).encode()
        self._say(b"N", 0, len(told), told)
        return Sink(self)

    def end(self, result: dict[str, Any]) -> None:
        told = json.dumps(result).encode()
        self._say(b"E", 0, len(told), told)

    def _say(self, letter: bytes, first: int, second: int, payload: bytes = b"") -> None:
        waiting = memoryview(HEAD.pack(letter, first, second) + payload)
        while waiting:
            waiting = waiting[os.write(self._out, waiting) :]

    def _exactly(self, length: int) -> bytes:
        pieces = bytearray()
        while len(pieces) < length:
            piece = os.read(self._in, length - len(pieces))
            if not piece:
                # The worker is gone, and nobody waits for the answer.
                os._exit(1)
            pieces += piece
        return bytes(pieces)


class Sink(io.RawIOBase):
    """A file on its way to the parent: written from start to end, never twice."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        content = bytes(data)
        for start in range(0, len(content), MOST_BYTES):
            part = content[start : start + MOST_BYTES]
            self._channel._say(b"D", 0, len(part), part)
        self._at += len(content)
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._channel._say(b"F", 0, 0)
        super().close()


class _Ranges(RangedFile):
    """The file as the parent opens it, a range at a time: whatever its size, little of it is here."""

    def __init__(self, channel: Channel, size: int) -> None:
        super().__init__(size)
        self._channel = channel

    def fetch(self, start: int, wanted: int) -> bytes:
        return self._channel.range(start, min(wanted, MOST_BYTES))
