"""Files that we make for somebody to take away: sealed as they are written, under a key of their own."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from caseapp.core.sealing import seal, unseal
from caseapp.evidence import cipher, gateways

FOLDER = "parcels"


@dataclass(frozen=True)
class Parcel:
    """Where a finished file lies, and the key that opens it, sealed. Forgetting the key is forgetting the file."""

    name: str
    sealed_key: bytes
    size: int


class ParcelWriter(io.RawIOBase):
    """Takes the plain bytes of one file in order and lets nothing of them lie on disk in the clear."""

    def __init__(self) -> None:
        super().__init__()
        self._id = uuid.uuid4()
        self._key = cipher.new_key()
        self._file, self._path = gateways.new_arrival()
        self._sealer = cipher.Sealer(self._file, key=self._key, item_id=self._id)
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        plain = bytes(data)  # type: ignore[call-overload]
        self._sealer.write(plain)
        self._size += len(plain)
        return len(plain)

    def seal(self) -> None:
        """Write the last frame; from now on the file can only be read."""
        self._sealer.finish()
        self._file.flush()

    @contextmanager
    def reread(self) -> Iterator[IO[bytes]]:
        """The file as it was written, decrypted again, to be checked before it is kept."""
        with io.BufferedReader(cipher.OpenedFile(self._path.open("rb"), key=self._key, item_id=self._id)) as plain:
            yield plain  # type: ignore[misc]

    def keep(self) -> Parcel:
        """Move the sealed file into the store. Raises NoRoom."""
        self._file.close()
        name = f"{FOLDER}/{self._id}"
        gateways.keep(self._path, name)
        return Parcel(name, seal(self._key, context=parcel_context(name)), self._size)

    def drop(self) -> None:
        """Forget what was written and not kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def open_parcel(*, name: str, sealed_key: bytes) -> Iterator[bytes]:
    """The plain bytes of a parcel, piece by piece. Raises FileNotFoundError, and `Damaged` where a byte was altered."""
    return _pieces(opened_parcel(name=name, sealed_key=sealed_key))


def opened_parcel(*, name: str, sealed_key: bytes) -> cipher.OpenedFile:
    """The same as a file that can be read from any place, for downloads that go on. Close it."""
    key = unseal(sealed_key, context=parcel_context(name))
    item_id = uuid.UUID(name.rpartition("/")[2])
    return cipher.OpenedFile(gateways.opened(name), key=key, item_id=item_id)


def remove_parcel(*, name: str) -> None:
    """Delete a parcel's file; one that is gone already is fine."""
    gateways.remove(name)


def _pieces(opened: cipher.OpenedFile) -> Iterator[bytes]:
    with opened:
        yield from opened.frames()


def parcel_context(name: str) -> str:
    """What the key of the parcel of that name is bound to, so that it opens nothing else."""
    return f"evidence.parcel:{name}"
