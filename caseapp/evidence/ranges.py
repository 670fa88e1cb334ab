"""A file of which a part is fetched at a time, as Python reads any other file."""

import errno
import io
from typing import Any


class RangedFile(io.RawIOBase):
    """A seekable stream over something of `size` bytes; a subclass fetches a range of it."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._at = 0

    def fetch(self, start: int, wanted: int) -> bytes:
        """At most `wanted` bytes from `start` on, which lies before the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise OSError(errno.EINVAL, "before the start of a file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        content = self.fetch(self._at, wanted)
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)
