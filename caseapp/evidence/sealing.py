"""A sealed file that grows while its bytes still arrive: sealing, writing and syncing go on beside the reading."""

import io
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from caseapp.evidence.cipher import HEADER_BYTES, SEALED_FRAME_BYTES, Sealer, sealed_frames

MOST_WAITING = 8
"""Pieces that may wait to be written: what is in memory stays flat when the disk is slower than the line."""
EARLY_BYTES = 4 * 1024 * 1024
"""The disk begins with this much while more arrives, so that `settle` finds little left to do."""


class _Whole:
    """Writes all it is given: a disk that fills up takes a part first, and refuses only the next bytes."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file

    def write(self, data: bytes | memoryview) -> None:
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]


class GrowingFile:
    """Takes plain bytes and keeps them sealed; what `settle` came back from survives a crash.

    A file that has `offset` plain bytes already is cut where their last full frame ends, and goes on with its `header`
    and the `tail` that fills no frame. Every method may raise OSError, the fault of an earlier write too.
    """

    def __init__(
        self, path: Path, *, key: bytes, item_id: UUID, offset: int = 0, header: bytes = b"", tail: bytes = b""
    ) -> None:
        self._file = io.FileIO(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        self._writer, self._syncer = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._writes: deque[Future[None]] = deque()
        self._sync: Future[None] | None = None
        self._unsynced = 0
        try:
            self._sealer = self._begin(key, item_id) if offset == 0 else self._go_on(key, item_id, offset, header, tail)
        except BaseException:
            self.close()
            raise

    @property
    def header(self) -> bytes:
        """What the file begins with, to go on from."""
        return self._sealer.header

    @property
    def tail(self) -> bytes:
        """What fills no frame yet and is not in the file; complete once everything is settled."""
        return self._sealer.waiting

    def write(self, data: bytes) -> None:
        """Hand over the next plain bytes; waits only while too much is unwritten."""
        while len(self._writes) >= MOST_WAITING:
            self._writes.popleft().result()
        self._writes.append(self._writer.submit(self._sealer.write, data))
        self._unsynced += len(data)
        if self._unsynced >= EARLY_BYTES and (self._sync is None or self._sync.done()):
            self._wait_for_sync()
            self._sync, self._unsynced = self._syncer.submit(os.fdatasync, self._file.fileno()), 0

    def settle(self) -> None:
        """Come back once all that was handed over lies on the disk, but for the tail."""
        while self._writes:
            self._writes.popleft().result()
        self._wait_for_sync()
        os.fdatasync(self._file.fileno())

    def finish(self) -> None:
        """Seal what is left as the last frame, and settle it; nothing may follow."""
        self.settle()
        self._sealer.finish()
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Leave the file as it is. What was not settled may be in it or not."""
        self._writer.shutdown(cancel_futures=True)
        self._syncer.shutdown(cancel_futures=True)
        self._file.close()

    def _begin(self, key: bytes, item_id: UUID) -> Sealer:
        self._file.truncate(0)
        return Sealer(_Whole(self._file), key=key, item_id=item_id)

    def _go_on(self, key: bytes, item_id: UUID, offset: int, header: bytes, tail: bytes) -> Sealer:
        number = sealed_frames(offset)
        end = HEADER_BYTES + number * SEALED_FRAME_BYTES
        if self._file.seek(0, io.SEEK_END) < end:
            raise OSError("the file of an upload is shorter than its offset")
        self._file.truncate(end)
        self._file.seek(end)
        sealer = Sealer(_Whole(self._file), key=key, item_id=item_id, header=header, number=number)
        sealer.write(tail)
        return sealer

    def _wait_for_sync(self) -> None:
        """A fault of the disk is told once, to whoever asks first: it must be heard."""
        if self._sync is not None:
            self._sync.result()
            self._sync = None
