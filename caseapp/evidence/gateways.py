"""Where the sealed originals lie: the storage named `evidence`, and a folder beside it for what is still arriving."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import DomainError

log = structlog.get_logger(__name__)

ORIGINALS = "originals"
EXPORTS = "exports"
DERIVATIVES = "derivatives"
RESERVE_BYTES = 300_000_000
"""Room that files must leave on the disk: the database of a small office lies on the same one and must not starve."""


class NoRoom(DomainError):
    """The disk or the store is full, or cannot be reached."""

    code = "no_room"
    status = 507
    title = _("We cannot keep files at the moment. Nothing of this one was kept; try again later.")


def store() -> Storage:
    """The storage of sealed files; a folder, or an S3-compatible store through Django's storages."""
    return storages["evidence"]


def name_for(vault_id: UUID, item_id: UUID, *, folder: str = ORIGINALS) -> str:
    """Our own name of an original or an export, spread over 256 folders; nothing a person typed is in it."""
    return f"{folder}/{vault_id.hex[:2]}/{vault_id}/{item_id}"


def derivative_name(vault_id: UUID, derivative_id: UUID) -> str:
    """Our own name of something made from an original, apart from the originals."""
    return f"{DERIVATIVES}/{vault_id.hex[:2]}/{vault_id}/{derivative_id}"


def arrivals() -> Path:
    """The folder of files still arriving (sealed as well), on the same disk as the store where that is a folder."""
    return _folder("arriving")


def uploads() -> Path:
    """The folder of resumable uploads, sealed; they may rest for days between two of their requests."""
    return _folder("uploads")


def _folder(name: str) -> Path:
    root = Path(settings.EVIDENCE_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = root / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def check_room(size: int = 0) -> None:
    """Raise NoRoom unless so many more bytes fit on the disk beside the reserve."""
    if shutil.disk_usage(arrivals()).free < RESERVE_BYTES + size:
        raise no_room(OSError(errno.ENOSPC, "less room than the reserve"))


def second_link(path: Path) -> Path:
    """The same file under a second name among the arrivals, so that moving that away leaves the first where it is."""
    target = arrivals() / f"{path.name}.finished"
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        # Not every file system knows links.
        shutil.copyfile(path, target)
    return target


def new_arrival() -> tuple[IO[bytes], Path]:
    """A new empty file that only this account can read, open for writing, and its path. Raises NoRoom."""
    check_room()
    try:
        descriptor, path = tempfile.mkstemp(dir=arrivals())
    except OSError as fault:
        raise no_room(fault) from fault
    return os.fdopen(descriptor, "wb"), Path(path)


def keep(path: Path, name: str) -> None:
    """Move a finished, synced arrival into the store under its name, durable when this returns. Raises NoRoom."""
    try:
        with path.open("rb") as content:
            kept = store().save(name, _Arrival(content, path))
        path.unlink(missing_ok=True)
        _sync(kept)
    except OSError as fault:
        raise no_room(fault) from fault
    if kept != name:
        store().delete(kept)
        raise FileExistsError(f"the store already holds {name}")


def opened(name: str) -> IO[bytes]:
    """The sealed file of a name, to be read and closed. Raises FileNotFoundError."""
    found: IO[bytes] = store().open(name, "rb")  # type: ignore[assignment]
    return found


def remove(name: str) -> None:
    """Forget a sealed file; one that is gone already is fine."""
    store().delete(name)


def exists(name: str) -> bool:
    """Whether the store holds a file of this name."""
    return store().exists(name)


def kept_files(folder: str = ORIGINALS) -> Iterator[str]:
    """Every name in a folder of the store and those inside it."""
    try:
        folders, files = store().listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        yield f"{folder}/{file}"
    for inner in folders:
        yield from kept_files(f"{folder}/{inner}")


def kept_since(name: str) -> datetime:
    """When a file came into the store, as an aware time."""
    return store().get_modified_time(name)


def stale_arrivals(before: datetime, folder: Path | None = None) -> Iterator[Path]:
    """What last grew before a time and was never finished, because the process was killed."""
    for path in (folder or arrivals()).iterdir():
        try:
            begun = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        except FileNotFoundError:
            continue
        if begun < before:
            yield path


def no_room(fault: OSError) -> NoRoom:
    """The refusal that a failed write becomes; the cause goes to the log."""
    log.error("evidence_store_failed", errno=fault.errno, fault=type(fault).__name__)
    return NoRoom()


def sync(file: IO[bytes]) -> None:
    """Make what was written to a file survive a power cut."""
    os.fsync(file.fileno())


def _sync(name: str) -> None:
    """Make a file and its entry in each folder survive a power cut; a remote store does so itself."""
    try:
        path = Path(store().path(name))
    except NotImplementedError:
        return
    for each in [path, *path.parents][: name.count("/") + 2]:
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class _Arrival(File):  # type: ignore[type-arg]
    """Lets a storage on the same disk move the file instead of copying it."""

    def __init__(self, content: IO[bytes], path: Path) -> None:
        super().__init__(content, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)
