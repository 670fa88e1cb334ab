"""Seals what the child makes while it comes, and keeps or forgets all of it together."""

import hashlib
import os
import uuid
from pathlib import Path
from typing import Any

from caseapp.evidence import gateways
from caseapp.evidence.cipher import Sealer
from caseapp.evidence.models import Derivative, EvidenceItem


class Making:
    """One file on its way from the child into the store: hashed and sealed, never on disk in the clear."""

    def __init__(self, told: dict[str, Any], *, item: EvidenceItem, key: bytes) -> None:
        self.id = uuid.uuid4()
        self.told = told
        self.size = 0
        self._item = item
        self._digest = hashlib.sha256()
        self._file, self.path = gateways.new_arrival()
        self._sealer = Sealer(self._file, key=key, item_id=self.id)

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self._sealer.write(data)
        self.size += len(data)

    def finish(self) -> None:
        self._sealer.finish()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def close(self) -> None:
        """Let go of the open file; what was not kept is removed by `Batch.forget`."""
        self._file.close()

    def row(self, **more: Any) -> Derivative:
        """The unsaved row of it."""
        return Derivative(
            pk=self.id,
            item=self._item,
            kind=str(self.told["name"]),
            page=int(self.told.get("page", 0)),
            media_type=str(self.told.get("media_type", "application/octet-stream")),
            size=self.size,
            sha256=self._digest.hexdigest(),
            width=int(self.told.get("width", 0)),
            height=int(self.told.get("height", 0)),
            second=self.told.get("second"),
            storage_name=gateways.derivative_name(self._item.vault_id, self.id),
            **more,
        )


class Batch:
    """Everything `made` in one go. `take` is what the child's files go to; `keep` runs inside the transaction."""

    def __init__(self, item: EvidenceItem) -> None:
        self._item = item
        self._key = item.vault.key()
        self.made: list[Making] = []
        self._kept: list[str] = []

    def take(self, told: dict[str, Any]) -> Making:
        making = Making(told, item=self._item, key=self._key)
        self.made.append(making)
        return making

    def keep(self, **more: Any) -> list[Derivative]:
        """Move all into the store and make their rows."""
        rows = []
        for making in self.made:
            row = making.row(**more)
            gateways.keep(making.path, row.storage_name)
            self._kept.append(row.storage_name)
            rows.append(row)
        return Derivative.objects.bulk_create(rows)

    def undo(self) -> None:
        """Take back what `keep` moved, because the transaction did not hold."""
        for name in self._kept:
            gateways.remove(name)
        self.forget()

    def forget(self) -> None:
        """Remove what was not kept."""
        for making in self.made:
            making.close()
            Path(making.path).unlink(missing_ok=True)
