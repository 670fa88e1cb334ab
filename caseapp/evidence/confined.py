"""Starts the limited child process for one file and serves it the bytes it asks for; nothing of it touches the disk.

The child gets no environment, no key and no open file but two pipes. It is killed when it takes too long, sends too
much, or when the caller goes away.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

import structlog
from django.conf import settings

from caseapp.evidence.child.channel import HEAD, MOST_BYTES

log = structlog.get_logger(__name__)

WALL_SECONDS = 60.0
"""Longer than the processor limit of the child, because a busy machine may make it wait its turn."""

MOST_OUTPUT_BYTES = 200_000_000
_BEAT_SECONDS = 2.0
_OUR_OWN_SIGNALS = {signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class Interrupted(Exception):
    """The child was ended from outside, could not start or had to wait too long: nothing is known of the file."""


class Taker(Protocol):
    """Takes one file that the child makes, piece by piece."""

    def write(self, data: bytes, /) -> Any: ...

    def finish(self) -> Any: ...


NewOutput = Callable[[dict[str, Any]], Taker]


@dataclass(frozen=True)
class Answer:
    """What the child found. `finding` is empty, or why the file cannot be shown: damaged, locked, too_large, costly.

    `kept_in` says what kept the child from the network; `seconds` how long it took.
    """

    finding: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    kept_in: str = ""
    fault: str = ""
    seconds: float = 0.0


def run(
    stream: IO[bytes],
    *,
    task: str,
    media_type: str,
    size: int,
    output: NewOutput,
    progress: Callable[[int, int], None] = lambda done, total: None,
    beat: Callable[[], None] = lambda: None,
    wall_seconds: float = WALL_SECONDS,
    limits: Mapping[str, int] | None = None,
    **given: Any,
) -> Answer:
    """Let the child do one task with a seekable plain stream. `beat` is called about every two seconds.

    A child that breaks or uses up its processor time or memory is an answer as well: “costly”, for the file is made to
    harm. Raises Interrupted for all that is not the file's doing, and what reading `stream` raises.
    """
    begun = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "caseapp.evidence.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
        close_fds=True,
    )
    told = {"task": task, "media_type": media_type, "size": size, "limits": dict(limits or {}), **given}
    conversation = _Conversation(child, stream, output, progress, beat, begun + wall_seconds)
    try:
        found = conversation.hold(told)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
    seconds = round(time.monotonic() - begun, 2)
    if found is not None:
        return Answer(
            finding=str(found.get("finding", "")),
            facts=found.get("facts", {}),
            kept_in=str(found.get("kept_in", "")),
            fault=str(found.get("fault", "")),
            seconds=seconds,
        )
    ended = conversation.ended_by
    log.warning("evidence_child_broke", task=task, media_type=media_type, ended_by=ended, seconds=seconds)
    if ended is None or -ended in _OUR_OWN_SIGNALS:
        raise Interrupted(f"the child ended with {ended}")
    return Answer(finding="costly", fault=f"ended with {ended}", seconds=seconds)


class _Conversation:
    """Answers a child until it says its last word, ends, or its time is over."""

    def __init__(
        self,
        child: "subprocess.Popen[bytes]",
        stream: IO[bytes],
        output: NewOutput,
        progress: Callable[[int, int], None],
        beat: Callable[[], None],
        deadline: float,
    ) -> None:
        assert child.stdin is not None  # noqa: S101 - it is a pipe
        assert child.stdout is not None  # noqa: S101 - so is it
        self._child = child
        self._to = child.stdin.fileno()
        self._from = child.stdout.fileno()
        self._stream = stream
        self._output = output
        self._progress = progress
        self._beat = beat
        self._deadline = deadline
        self._next_beat = time.monotonic() + _BEAT_SECONDS
        self._taker: Taker | None = None
        self._sent = 0
        self.ended_by: int | None = None

    def hold(self, told: dict[str, Any]) -> dict[str, Any] | None:
        """The child's result; None when it ended without one, and then `ended_by` says how."""
        try:
            self._write(json.dumps(told).encode() + b"\n")
            while True:
                letter, first, second = HEAD.unpack(self._read(HEAD.size))
                if letter == b"R":
                    self._serve(first, second)
                elif letter == b"P":
                    self._progress(first, second)
                elif letter == b"E":
                    result: dict[str, Any] = json.loads(self._payload(second))
                    return result
                else:
                    self._take(letter, second)
        except (EOFError, BrokenPipeError):
            self.ended_by = self._child.wait(timeout=5)
            return None

    def _take(self, letter: bytes, length: int) -> None:
        if letter == b"N":
            self._taker = self._output(json.loads(self._payload(length)))
        elif letter == b"D" and self._taker is not None:
            self._sent += length
            if self._sent > MOST_OUTPUT_BYTES:
                raise Interrupted("the child sends too much")
            self._taker.write(self._payload(length))
        elif letter == b"F" and self._taker is not None:
            self._taker.finish()
            self._taker = None
        else:
            raise Interrupted("the child says what nobody understands")

    def _serve(self, offset: int, length: int) -> None:
        if length > MOST_BYTES:
            raise Interrupted("the child asks for too much at once")
        self._stream.seek(offset)
        content = self._stream.read(length)
        if len(content) != length:
            raise Interrupted("the child asks for what is not there")
        self._write(content)

    def _payload(self, length: int) -> bytes:
        if length > MOST_BYTES:
            raise Interrupted("the child says too much at once")
        return self._read(length)

    def _read(self, length: int) -> bytes:
        pieces = bytearray()
        while len(pieces) < length:
            self._wait([self._from], [])
            piece = os.read(self._from, length - len(pieces))
            if not piece:
                raise EOFError
            pieces += piece
        return bytes(pieces)

    def _write(self, content: bytes) -> None:
        waiting = memoryview(content)
        while waiting:
            self._wait([], [self._to])
            waiting = waiting[os.write(self._to, waiting[:65536]) :]

    def _wait(self, readable: list[int], writable: list[int]) -> None:
        while True:
            now = time.monotonic()
            if now > self._deadline:
                raise Interrupted("the child took too long")
            if now > self._next_beat:
                self._beat()
                self._next_beat = now + _BEAT_SECONDS
            ready = select.select(readable, writable, [], _BEAT_SECONDS)
            if ready[0] or ready[1]:
                return
