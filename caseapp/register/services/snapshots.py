"""The daily copy of the register: a data package whose hashes are signed, so that anybody can keep and check it."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from caseapp.core.errors import NotFound
from caseapp.core.sheets import csv_lines, json_lines
from caseapp.evidence import services as evidence
from caseapp.register import gateways, selectors
from caseapp.register.models import Snapshot
from caseapp.register.services.fields import FIELDS

SUMS, SIGNATURE, PACKAGE = "SHA256SUMS", "SHA256SUMS.sig", "datapackage.json"
DAYS_KEPT = 90
"""After so many days only the first copy of each month is kept."""


def make_snapshot(*, day: dt.date | None = None) -> Snapshot:
    """Write everything that is public into one ZIP and keep it under its day; a day that has one keeps it.

    In it: decisions, fines and orders as CSV and JSON, statistics as CSV, `datapackage.json` (Data Package v2), the
    SHA-256 of each file in `SHA256SUMS`, its Ed25519 signature and the public key where a key is set.
    """
    day = day or timezone.now().date()
    known = Snapshot.objects.filter(day=day).first()
    if known is not None:
        return known
    key = gateways.signing_key()
    writer = evidence.ParcelWriter()
    total = hashlib.sha256()
    try:
        with override("en"), zipfile.ZipFile(_Hashing(writer, total), "w", zipfile.ZIP_DEFLATED) as archive:
            sums: dict[str, tuple[str, int]] = {}
            for name, pieces in _files():
                sums[name] = _put(archive, name, pieces, day)
            package = json.dumps(describe(day, sums), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            sums[PACKAGE] = _put(archive, PACKAGE, [package.encode()], day)
            readme = render_to_string("register/snapshot_readme.txt", {"day": day, "signed": key is not None})
            sums["README.txt"] = _put(archive, "README.txt", [readme.encode()], day)
            listing = "".join(f"{digest}  {name}\n" for name, (digest, _size) in sorted(sums.items())).encode()
            _put(archive, SUMS, [listing], day)
            if key is not None:
                _put(archive, SIGNATURE, [key.sign(listing)], day)
                _put(archive, "key.pem", [gateways.public_pem(key)], day)
        writer.seal()
        parcel = writer.keep()
    except BaseException:
        writer.drop()
        raise
    with transaction.atomic():
        made, fresh = Snapshot.objects.get_or_create(
            day=day,
            defaults={
                "storage_name": parcel.name,
                "sealed_key": parcel.sealed_key,
                "size": parcel.size,
                "sha256": total.hexdigest(),
                "key_id": gateways.key_id(key) if key is not None else "",
            },
        )
    if not fresh:
        evidence.remove_parcel(name=parcel.name)
    return made


def open_snapshot(*, day: dt.date) -> evidence.Content:
    """The ZIP of a day, from any place on. Raises NotFound."""
    found = Snapshot.objects.filter(day=day).first()
    if found is None:
        raise NotFound()
    opened = evidence.opened_parcel(name=found.storage_name, sealed_key=bytes(found.sealed_key or b""))
    name = f"countenance-register-{day}.zip"
    return evidence.Content(
        file_name=name, media_type="application/zip", size=found.size, opened=opened, frames=opened.frames()
    )


def prune_snapshots(today: dt.date | None = None) -> int:
    """Forget copies older than ninety days that are not the first of their month; answers how many."""
    today = today or timezone.now().date()
    months: set[tuple[int, int]] = set()
    gone = 0
    for one in Snapshot.objects.order_by("day"):
        first = (one.day.year, one.day.month) not in months
        months.add((one.day.year, one.day.month))
        if not first and (today - one.day).days > DAYS_KEPT:
            evidence.remove_parcel(name=one.storage_name)
            one.delete()
            gone += 1
    return gone


def describe(day: dt.date, sums: dict[str, tuple[str, int]]) -> dict[str, Any]:
    """The description of the package by the Data Package standard, version 2."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "countenance-register",
        "title": "Public register of decisions, fines and orders about the capture of faces without consent",
        "description": "What authorities published through this service. No complainant is named.",
        "homepage": settings.SITE_URL,
        "version": day.isoformat(),
        "created": f"{day.isoformat()}T00:00:00Z",
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "resources": [_resource(name, digest, size) for name, (digest, size) in sorted(sums.items())],
    }


def _resource(path: str, digest: str, size: int) -> dict[str, Any]:
    name, _dot, ending = path.partition(".")
    told: dict[str, Any] = {
        "name": f"{name}-{ending}",
        "path": path,
        "format": ending,
        "mediatype": {"csv": "text/csv", "json": "application/json"}[ending],
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest}",
    }
    if ending == "csv":
        told |= {"type": "table", "schema": {"fields": FIELDS[name]}}
    return told


def _files() -> Iterator[tuple[str, Iterable[bytes]]]:
    for name, header, records in (
        ("decisions", selectors.DECISION_HEADER, selectors.decision_records),
        ("orders", selectors.ORDER_HEADER, selectors.order_records),
    ):
        yield f"{name}.csv", csv_lines(header, (selectors.flat(record, header) for record in records()))
        yield f"{name}.json", json_lines(records())
    query = selectors.FineQuery()
    yield "fines.csv", csv_lines(selectors.SHEET_HEADER, selectors.sheet_rows(query))
    yield "fines.json", json_lines(selectors.fine_histories())
    rows = (
        [table.key, row.value or "others", row.label, row.count]
        for table in selectors.statistics()
        for row in table.rows
    )
    yield "statistics.csv", csv_lines(("table", "value", "label", "count"), rows)


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes], day: dt.date) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    info = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return digest.hexdigest(), size


class _Hashing(io.RawIOBase):
    """A sink that cannot be read back, with the SHA-256 of what passed."""

    def __init__(self, sink: Any, digest: Any) -> None:
        super().__init__()
        self._sink, self._digest = sink, digest

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._digest.update(data)
        return int(self._sink.write(data))
