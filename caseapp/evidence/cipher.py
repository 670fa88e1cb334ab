"""Encrypts files as they stream by, so that a changed, moved, swapped or cut-off byte is found when they are read.

The layout is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM, with a key of its
own for every file:

    header   "CNEV", version 1, 16 bytes of salt, 7 bytes of nonce prefix
    frames   65,536 plain bytes each (the last one 0 to 65,536), every frame followed by its 16-byte tag

    file key = HKDF-SHA-256(vault key, salt, info = "countenance evidence 1" + item id)
    nonce    = prefix (7) + frame number (4, big-endian) + 1 for the last frame, else 0
    AAD      = header + item id

The frame number finds a swap, the last-frame byte a cut, the item id a file put in another one's place.
"""

import io
import os
from collections.abc import Iterator
from typing import IO, Any, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
FRAME_BYTES = 64 * 1024
TAG_BYTES = 16

_MAGIC = b"CNEV\x01"
_SALT_BYTES = 16
_PREFIX_BYTES = 7
HEADER_BYTES = len(_MAGIC) + _SALT_BYTES + _PREFIX_BYTES
_SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES
_MOST_FRAMES = 2**32


class Damaged(Exception):
    """What was stored is not what was written: altered, cut, lengthened, or it belongs to another item."""


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, data: bytes, /) -> Any: ...


def new_key() -> bytes:
    """A fresh 256-bit data key from the operating system's source."""
    return os.urandom(KEY_BYTES)


def sealed_size(plain_size: int) -> int:
    """How many bytes a file of `plain_size` bytes takes once sealed."""
    frames = max(1, -(-plain_size // FRAME_BYTES))
    return HEADER_BYTES + plain_size + frames * TAG_BYTES


class Sealer:
    """Seals one file into a sink as it arrives; holds at most one frame. `finish` writes the last frame."""

    def __init__(self, sink: Sink, *, key: bytes, item_id: UUID) -> None:
        header = _MAGIC + os.urandom(_SALT_BYTES + _PREFIX_BYTES)
        self._sink = sink
        self._frames = _Frames(header, key=key, item_id=item_id)
        self._waiting = bytearray()
        self._number = 0
        sink.write(header)

    def write(self, data: bytes) -> None:
        """Take the next plain bytes. A full frame is written only when more follows, for the last one is marked."""
        self._waiting += data
        while len(self._waiting) > FRAME_BYTES:
            self._put(bytes(self._waiting[:FRAME_BYTES]), last=False)
            del self._waiting[:FRAME_BYTES]

    def finish(self) -> None:
        """Write the last frame; nothing may follow."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._sink.write(self._frames.seal(self._number, plain, last=last))
        self._number += 1


class OpenedFile(io.RawIOBase):
    """A sealed file as the plain file it was: readable, seekable, one frame in memory at a time.

    Takes the sealed file (binary, seekable) and closes it with itself. Raises Damaged as soon as a byte that was not
    written is met; reading from the middle checks the frames read and, through the file's length, that it was not cut
    at a frame's edge.
    """

    def __init__(self, sealed: IO[bytes], *, key: bytes, item_id: UUID) -> None:
        super().__init__()
        self._sealed = sealed
        length = sealed.seek(0, io.SEEK_END)
        body = length - HEADER_BYTES
        if body < TAG_BYTES:
            raise Damaged("shorter than an empty sealed file")
        self._count = -(-body // _SEALED_FRAME_BYTES)
        if body - (self._count - 1) * _SEALED_FRAME_BYTES < TAG_BYTES:
            raise Damaged("its last frame is cut")
        self.size = body - self._count * TAG_BYTES
        sealed.seek(0)
        header = sealed.read(HEADER_BYTES)
        if not header.startswith(_MAGIC):
            raise Damaged("not a sealed file of a known version")
        self._frames = _Frames(header, key=key, item_id=item_id)
        self._position = 0
        self._held_number = -1
        self._held = b""

    def frames(self) -> Iterator[bytes]:
        """The whole file frame by frame, from its first byte: what a download streams."""
        for number in range(self._count):
            yield self._frame(number)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise OSError("cannot seek before the start of a file")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        if self._position >= self.size:
            # The end is believed only when the frame marked last says so.
            self._frame(self._count - 1)
            return 0
        number, start = divmod(self._position, FRAME_BYTES)
        part = self._frame(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._sealed.close()
        super().close()

    def _frame(self, number: int) -> bytes:
        if number != self._held_number:
            self._sealed.seek(HEADER_BYTES + number * _SEALED_FRAME_BYTES)
            sealed = self._sealed.read(_SEALED_FRAME_BYTES)
            self._held = self._frames.open(number, sealed, last=number == self._count - 1)
            self._held_number = number
        return self._held


class _Frames:
    """Seals and opens single frames of one file."""

    def __init__(self, header: bytes, *, key: bytes, item_id: UUID) -> None:
        salt = header[len(_MAGIC) : len(_MAGIC) + _SALT_BYTES]
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"countenance evidence 1" + item_id.bytes)
        self._cipher = AESGCM(derived.derive(key))
        self._prefix = header[-_PREFIX_BYTES:]
        self._bound = header + item_id.bytes

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(number, last=last), plain, self._bound)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        if len(sealed) < TAG_BYTES:
            raise Damaged(f"frame {number} is missing")
        try:
            return self._cipher.decrypt(self._nonce(number, last=last), sealed, self._bound)
        except InvalidTag as fault:
            raise Damaged(f"frame {number} is not what was written") from fault

    def _nonce(self, number: int, *, last: bool) -> bytes:
        if number >= _MOST_FRAMES:
            raise ValueError("a sealed file has at most 2**32 frames")
        return self._prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")
