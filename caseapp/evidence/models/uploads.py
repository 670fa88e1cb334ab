"""Files that are still arriving, a piece at a time, over as many requests as the line needs."""

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from django.db import models

from caseapp.core.models import Stamped
from caseapp.evidence import cipher, gateways
from caseapp.evidence.models.vaults import Vault


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by who may go on with them."""

    def held_by(self, holder: str) -> "UploadQuerySet":
        return self.filter(holder=holder)

    def arriving(self, now: datetime) -> "UploadQuerySet":
        """Begun, not finished, and still to be expected."""
        return self.filter(finished_at=None, expires_at__gt=now)


class Upload(Stamped):
    """A resumable upload. `offset` is how many plain bytes lie on disk for good; nothing beyond it counts.

    All but the last frame's worth of them are sealed in the file `path`; what is left over, at most a frame, is
    `sealed_tail`. `holder` is who may go on: an account, a receipt, a draft or an evidence request. `original_id` is
    the id that the finished original bears, bound into every frame. What was told of the file is sealed under the
    vault's key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="uploads")
    holder = models.CharField(max_length=80)
    original_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    header = models.BinaryField(default=b"")
    sealed_tail = models.BinaryField(default=b"")
    sealed_words = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "upload"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offset__gte=0, offset__lte=models.F("length"), length__gt=0),
                name="evidence_upload_offset_within_length",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    @property
    def path(self) -> Path:
        """Where the sealed frames lie while they arrive."""
        return gateways.uploads() / str(self.pk)

    def keep_words(self, words: dict[str, Any], key: bytes) -> None:
        """Seal what was told of the file: its name, title and description."""
        told = json.dumps(words, ensure_ascii=False).encode()
        self.sealed_words = cipher.seal_small(told, key=key, context=self._context("sealed_words"))

    def words(self, key: bytes) -> dict[str, Any]:
        """What was told of the file."""
        told = cipher.open_small(bytes(self.sealed_words), key=key, context=self._context("sealed_words"))
        found: dict[str, Any] = json.loads(told)
        return found

    def keep_tail(self, tail: bytes, key: bytes) -> None:
        """Seal the bytes that do not fill a frame yet."""
        self.sealed_tail = cipher.seal_small(tail, key=key, context=self._context("sealed_tail"))

    def tail(self, key: bytes) -> bytes:
        """The bytes that do not fill a frame yet."""
        held = bytes(self.sealed_tail)
        return cipher.open_small(held, key=key, context=self._context("sealed_tail")) if held else b""

    def _context(self, field: str) -> str:
        return f"evidence.upload.{field}:{self.pk}"
