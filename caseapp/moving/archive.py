"""The archive of a matter: one ZIP file of JSON, files and a manifest with the SHA-256 of each. Read with suspicion."""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import InvalidInput

FORMAT = "countenance-matter/1"
MANIFEST = "manifest.json"
MATTER = "matter.json"
MOST_FILES = 3000
MOST_BYTES = 2_000_000_000
MOST_JSON = 50_000_000
MOST_RATIO = 200
PIECE = 256 * 1024
FOLDERS = ("documents", "receipts", "evidence", "bundles", "invoices", "history")
NAME = re.compile(rf"^(?:{'|'.join(FOLDERS)})/[\w .,()@+-]{{1,120}}$")
_DATED = (2020, 1, 1, 0, 0, 0)


class Writing:
    """Writes an archive file by file and ends it with the manifest."""

    def __init__(self, target: Any, head: dict[str, Any]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._head = head
        self.files: list[dict[str, Any]] = []

    def put(self, path: str, pieces: Iterable[bytes]) -> str:
        """Add a file under a name that unpacks everywhere; answers its SHA-256."""
        if path != MATTER and not NAME.match(path):
            raise ValueError(f"{path!r} is no name of this archive")
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, date_time=_DATED)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.files.append({"path": path, "size": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()

    def close(self) -> None:
        """Write the manifest."""
        told = {"format": FORMAT, **self._head, "files": self.files}
        self._zip.writestr(zipfile.ZipInfo(MANIFEST, date_time=_DATED), as_json(told))
        self._zip.close()


class Reading:
    """An archive that somebody sent: opened only after its names, sizes and fingerprints hold. Raises InvalidInput."""

    def __init__(self, source: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
            self._check_names()
            self.manifest = self._json(MANIFEST)
            self._check_manifest()
            self.matter = self._json(MATTER)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
            raise refused(_("This is not a ZIP file that can be read.")) from None

    @property
    def paths(self) -> list[str]:
        """The files beside the JSON, in the order of the manifest."""
        return [one["path"] for one in self.manifest["files"] if one["path"] != MATTER]

    def opened(self, path: str) -> IO[bytes]:
        """A file, to be read once."""
        return self._zip.open(path)

    def size(self, path: str) -> int:
        """How many bytes a file has."""
        return self._zip.getinfo(path).file_size

    def content(self, path: str) -> Iterator[bytes]:
        """A file, piece by piece."""
        with self.opened(path) as file:
            while piece := file.read(PIECE):
                yield piece

    def _check_names(self) -> None:
        infos = self._zip.infolist()
        names = [info.filename for info in infos]
        if len(names) > MOST_FILES or len(set(names)) != len(names):
            raise refused(_("It holds too many files, or one name twice."))
        for info in infos:
            kind = stat.S_IFMT(info.external_attr >> 16)
            if info.filename not in {MANIFEST, MATTER} and not NAME.match(info.filename):
                raise refused(_("It holds a file whose name is not one of an archive of ours."))
            if kind not in {0, stat.S_IFREG} or info.flag_bits & 0x1:
                raise refused(_("It holds something that is no plain file."))
            if info.file_size > MOST_RATIO * max(info.compress_size, 1024):
                raise refused(_("It would unpack to far more than it is."))
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise refused(_("It would unpack to far more than it is."))

    def _check_manifest(self) -> None:
        told = self.manifest
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise refused(_("This is no archive of a matter, or one of a version that is not known here."))
        listed = told.get("files")
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            raise refused(_("Its list of files cannot be read."))
        names = [one.get("path") for one in listed]
        if sorted(map(str, names)) != sorted(set(self._zip.namelist()) - {MANIFEST}):
            raise refused(_("Its list of files does not name what is in it."))
        for one in listed:
            digest = hashlib.sha256()
            for piece in self.content(str(one["path"])):
                digest.update(piece)
            if digest.hexdigest() != one.get("sha256"):
                raise refused(_("A file is not what its fingerprint says: %(path)s") % {"path": one["path"]})

    def _json(self, name: str) -> Any:
        try:
            info = self._zip.getinfo(name)
        except KeyError:
            raise refused(_("It lacks %(name)s.") % {"name": name}) from None
        if info.file_size > MOST_JSON:
            raise refused(_("It would unpack to far more than it is."))
        try:
            return json.loads(self._zip.read(name).decode())
        except (ValueError, RecursionError):
            raise refused(_("%(name)s cannot be read.") % {"name": name}) from None


def refused(message: Any) -> InvalidInput:
    """The refusal of an archive, beside the field of the file."""
    return InvalidInput.field("file", message)


def as_json(told: Any) -> bytes:
    """Values as an archive holds them."""
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True).encode()


def safe_name(name: str) -> str:
    """A file name as archives of ours hold them."""
    return re.sub(r"[^\w .,()@+-]", "_", name)[-100:].strip() or "file"
