"""Encrypts files as they stream by, so that a changed, moved, swapped or cut-off byte is found when they are read.

Every file has a key of its own, and a file can be sealed in several sittings (an upload that is resumed):

    header   "CNEV", version 2, 23 bytes of salt
    frames   65,536 plain bytes each (the last one 0 to 65,536): a random 12-byte nonce, ciphertext, 16-byte tag

    file key = HKDF-SHA-256(vault key, salt, info = "countenance evidence 2" + item id)
    AAD      = header + item id + frame number (4, big-endian) + 1 for the last frame, else 0

The frame number finds a swap, the last-frame byte a cut, the item id a file put in another one's place. Nonces are
random because a frame may be sealed again with other bytes when a sitting was cut off before it was written down.

Version 1 is read still: 16 bytes of salt and 7 of nonce prefix in the header, nonce = prefix + number + last-frame
byte, no nonce in the frame, AAD = header + item id.
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

_MAGIC = b"CNEV"
_VERSION = 2
_SALT_BYTES = 23
NONCE_BYTES = 12
HEADER_BYTES = len(_MAGIC) + 1 + _SALT_BYTES
SEALED_FRAME_BYTES = NONCE_BYTES + FRAME_BYTES + TAG_BYTES
_MOST_FRAMES = 2**32


Plain = bytes | bytearray | memoryview


class Damaged(Exception):
    """What was stored is not what was written: altered, cut, lengthened, or it belongs to another item."""


class Sink(Protocol):
    """Where sealed bytes go."""

    def write(self, data: bytes | memoryview, /) -> Any: ...


def new_key() -> bytes:
    """A fresh 256-bit data key from the operating system's source."""
    return os.urandom(KEY_BYTES)


def sealed_size(plain_size: int) -> int:
    """How many bytes a file of `plain_size` bytes takes once sealed."""
    frames = max(1, -(-plain_size // FRAME_BYTES))
    return HEADER_BYTES + plain_size + frames * (NONCE_BYTES + TAG_BYTES)


def sealed_frames(plain_size: int) -> int:
    """How many frames of a file are written for good once `plain_size` bytes of it came: all but the last."""
    return max(0, plain_size - 1) // FRAME_BYTES


def seal_small(plain: bytes, *, key: bytes, context: str) -> bytes:
    """Seal a short value under a vault's key, bound to the place (table, field, row) where it will lie."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _small(key).encrypt(nonce, plain, context.encode())


def open_small(sealed: bytes, *, key: bytes, context: str) -> bytes:
    """What `seal_small` sealed. Raises Damaged when it was altered or moved."""
    try:
        return _small(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as fault:
        raise Damaged("a sealed value is not what was written") from fault


def _small(key: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"countenance value 1").derive(key))


class Sealer:
    """Seals one file into a sink as it arrives; holds at most one frame. `finish` writes the last frame.

    To go on where another sitting ended give its `header` and how many frames it wrote (`number`), and write the bytes
    that were still `waiting` once more.
    """

    def __init__(self, sink: Sink, *, key: bytes, item_id: UUID, header: bytes = b"", number: int = 0) -> None:
        self.header = header or _MAGIC + bytes([_VERSION]) + os.urandom(_SALT_BYTES)
        self._sink = sink
        self._frames = _Frames(self.header, key=key, item_id=item_id)
        self._waiting = bytearray()
        self._room = memoryview(bytearray())
        self._number = number
        if not header:
            sink.write(self.header)

    @property
    def waiting(self) -> bytes:
        """What came and is not written yet, at most one frame."""
        return bytes(self._waiting)

    def write(self, data: bytes) -> None:
        """Take the next plain bytes. A full frame is written only when more follows, for the last one is marked."""
        full, taken = sealed_frames(len(self._waiting) + len(data)), 0
        room = self._room_for(full)
        with memoryview(data) as plain:
            for place in range(full):
                if self._waiting:
                    taken = FRAME_BYTES - len(self._waiting)
                    self._waiting += plain[:taken]
                    self._seal(self._waiting, room[place * SEALED_FRAME_BYTES :])
                    self._waiting.clear()
                else:
                    self._seal(plain[taken : taken + FRAME_BYTES], room[place * SEALED_FRAME_BYTES :])
                    taken += FRAME_BYTES
            self._waiting += plain[taken:]
        if full:
            self._sink.write(room[: full * SEALED_FRAME_BYTES])

    def finish(self) -> None:
        """Write the last frame; nothing may follow."""
        room = self._room_for(1)
        self._sink.write(room[: self._seal(self._waiting, room, last=True)])
        self._waiting.clear()

    def _seal(self, plain: Plain, room: memoryview, *, last: bool = False) -> int:
        length = self._frames.seal_into(self._number, plain, room, last=last)
        self._number += 1
        return length

    def _room_for(self, frames: int) -> memoryview:
        """Where sealed frames are made; used again and again, so that nothing is copied or emptied for them."""
        if len(self._room) < frames * SEALED_FRAME_BYTES:
            self._room = memoryview(bytearray(frames * SEALED_FRAME_BYTES))
        return self._room


def seal_bytes(content: bytes, *, key: bytes, item_id: UUID) -> bytes:
    """Seal something small, for a column of the database."""
    held = io.BytesIO()
    sealer = Sealer(held, key=key, item_id=item_id)
    sealer.write(content)
    sealer.finish()
    return held.getvalue()


def open_bytes(sealed: bytes, *, key: bytes, item_id: UUID) -> bytes:
    """What `seal_bytes` was given. Raises Damaged."""
    with OpenedFile(io.BytesIO(sealed), key=key, item_id=item_id) as opened:
        return b"".join(opened.frames())


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
        sealed.seek(0)
        self._frames = _Frames(sealed.read(HEADER_BYTES), key=key, item_id=item_id)
        extra = self._frames.extra
        body = length - HEADER_BYTES
        if body < extra:
            raise Damaged("shorter than an empty sealed file")
        self._sealed_frame = FRAME_BYTES + extra
        self._count = -(-body // self._sealed_frame)
        if body - (self._count - 1) * self._sealed_frame < extra:
            raise Damaged("its last frame is cut")
        self.size = body - self._count * extra
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
            self._sealed.seek(HEADER_BYTES + number * self._sealed_frame)
            sealed = self._sealed.read(self._sealed_frame)
            self._held = self._frames.open(number, sealed, last=number == self._count - 1)
            self._held_number = number
        return self._held


class _Frames:
    """Seals and opens single frames of one file; `extra` is what each is longer once sealed."""

    def __init__(self, header: bytes, *, key: bytes, item_id: UUID) -> None:
        if len(header) != HEADER_BYTES or not header.startswith(_MAGIC) or header[len(_MAGIC)] not in {1, _VERSION}:
            raise Damaged("not a sealed file of a known version")
        version = header[len(_MAGIC)]
        rest = header[len(_MAGIC) + 1 :]
        salt, self._prefix = (rest, b"") if version == _VERSION else (rest[:16], rest[16:])
        info = f"countenance evidence {version}".encode() + item_id.bytes
        derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info)
        self._cipher = AESGCM(derived.derive(key))
        self._bound = header + item_id.bytes
        self.extra = TAG_BYTES if self._prefix else NONCE_BYTES + TAG_BYTES

    def seal_into(self, number: int, plain: Plain, room: memoryview, *, last: bool) -> int:
        """Put a sealed frame at the beginning of `room`; answers how long it is."""
        length = NONCE_BYTES + len(plain) + TAG_BYTES
        room[:NONCE_BYTES] = nonce = os.urandom(NONCE_BYTES)
        bound = self._bound + _place(number, last=last)
        self._cipher.encrypt_into(nonce, plain, bound, room[NONCE_BYTES:length])
        return length

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        if len(sealed) < self.extra:
            raise Damaged(f"frame {number} is missing")
        place = _place(number, last=last)
        try:
            if self._prefix:
                return self._cipher.decrypt(self._prefix + place, sealed, self._bound)
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound + place)
        except InvalidTag as fault:
            raise Damaged(f"frame {number} is not what was written") from fault


def _place(number: int, *, last: bool) -> bytes:
    """Where a frame stands: its number and whether it is the last."""
    if number >= _MOST_FRAMES:
        raise ValueError("a sealed file has at most 2**32 frames")
    return number.to_bytes(4, "big") + bytes([last])
