"""Keeping store and table in step: files that nobody needs go, rows whose file is gone are reported."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import structlog
from django.utils import timezone

from caseapp.core.actors import SYSTEM, Actor
from caseapp.evidence import gateways
from caseapp.evidence.models import Derivative, EvidenceItem, Export, Upload

log = structlog.get_logger(__name__)

GRACE = timedelta(days=1)
"""A file comes into the store just before its row is committed, so a young one without a row may be on its way."""


@dataclass(frozen=True)
class Tidied:
    """How many files went, and which items have lost theirs."""

    removed: int
    missing: list[str]


def delete_file(*, storage_name: str, actor: Actor = SYSTEM) -> None:
    """Delete a sealed file whose row is gone; while a row names it, it stays. Doing it again changes nothing."""
    if any(table.objects.filter(storage_name=storage_name).exists() for table in (EvidenceItem, Derivative)):
        return
    gateways.remove(storage_name)


def remove_orphan_files(*, actor: Actor = SYSTEM) -> Tidied:
    """Compare store and table, one of 256 folders at a time so that memory stays flat.

    Removes files without a row, and arrivals that were never finished, once they are older than a day. Items without
    a file are logged as errors and returned: nothing can be done for them but to find a backup.
    """
    before = timezone.now() - GRACE
    removed = 0
    missing: list[str] = []
    folders: tuple[tuple[Any, str], ...] = (
        (EvidenceItem.objects, gateways.ORIGINALS),
        (Derivative.objects, gateways.DERIVATIVES),
        (Export.objects, gateways.EXPORTS),
    )
    for (table, top), shard in product(folders, range(256)):
        folder = f"{top}/{shard:02x}"
        files = set(gateways.kept_files(folder))
        rows = dict(table.filter(storage_name__startswith=f"{folder}/").values_list("storage_name", "pk"))
        for name in files - rows.keys():
            if gateways.kept_since(name) < before:
                gateways.remove(name)
                removed += 1
        for name in rows.keys() - files:
            # It may have come in after the folder was read.
            if not gateways.exists(name):
                log.error("evidence_file_missing", item=str(rows[name]))
                missing.append(str(rows[name]))
    for path in gateways.stale_arrivals(before):
        path.unlink(missing_ok=True)
        removed += 1
    for path in gateways.stale_arrivals(before, gateways.uploads()):
        if not Upload.objects.filter(pk=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    if removed:
        log.info("evidence_orphans_removed", count=removed)
    return Tidied(removed=removed, missing=missing)
