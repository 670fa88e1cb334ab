"""An S3-compatible store behind Django's storages: sealed files are written whole and read by ranges.

What the store's client raises becomes OSError, as from a disk, so that nobody above has to know which of both it is.
"""

import errno
import io
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from caseapp.evidence.ranges import RangedFile

READ_BYTES = 1024 * 1024
"""One request for so much: sixteen frames of a sealed file."""

_GONE = {"404", "NoSuchKey", "NotFound"}


P = ParamSpec("P")
T = TypeVar("T")


def _as_disk(call: Callable[P, T]) -> Callable[P, T]:
    @wraps(call)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(*args, **kwargs)
        except ClientError as fault:
            if str(fault.response.get("Error", {}).get("Code")) in _GONE:
                raise FileNotFoundError(errno.ENOENT, "no such object") from fault
            raise OSError(errno.EIO, "the object store refused") from fault
        except (BotoCoreError, Boto3Error, HTTPClientError) as fault:
            raise OSError(errno.EIO, "the object store does not answer") from fault

    return told


class ObjectStore(S3Storage):  # type: ignore[misc]
    """The storage of sealed files in a bucket. A name is never written twice."""

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "file_overwrite": False, "querystring_auth": True}

    @_as_disk
    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        if mode != "rb":
            raise ValueError("sealed files are only read")
        found = self.bucket.Object(self._normalize_name(name))
        return File(io.BufferedReader(ObjectRanges(found), READ_BYTES), name)

    _save = _as_disk(S3Storage._save)
    delete = _as_disk(S3Storage.delete)
    exists = _as_disk(S3Storage.exists)
    listdir = _as_disk(S3Storage.listdir)
    size = _as_disk(S3Storage.size)
    get_modified_time = _as_disk(S3Storage.get_modified_time)


class ObjectRanges(RangedFile):
    """An object as a seekable stream; each read is one request for a range, and nothing of it lies on our disk."""

    def __init__(self, found: Any) -> None:
        super().__init__(int(found.content_length))
        self._object = found

    @_as_disk
    def fetch(self, start: int, wanted: int) -> bytes:
        content: bytes = self._object.get(Range=f"bytes={start}-{start + wanted - 1}")["Body"].read()
        return content
