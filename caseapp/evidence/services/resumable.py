"""Takes a file in over several requests; whatever dies in between, the offset in the database is what lies on disk.

Bytes are sealed into the upload's own file as they pass. Every two seconds or 256 MiB the file is synced and the offset
committed; a killed process loses what came after that, and the client sends it again. One row lock, held while bytes
pass and let go for a moment at each of these points, keeps a second request out; it ends with the process that held it.
The last frame is committed together with the evidence item alone, so “everything has arrived” is never said of a file
that was not kept.
"""

import hashlib
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import DomainError, InvalidInput, NotFound, TooLarge, WrongState
from caseapp.core.web_server import BODY_PIECE_BYTES
from caseapp.evidence import gateways
from caseapp.evidence.cipher import FRAME_BYTES, OpenedFile
from caseapp.evidence.file_names import shown_name
from caseapp.evidence.media import recognise
from caseapp.evidence.models import EvidenceItem, Upload, Vault
from caseapp.evidence.refusals import Expired, InUse, WrongChecksum, WrongOffset
from caseapp.evidence.sealing import GrowingFile
from caseapp.evidence.services.items import check_total
from caseapp.evidence.uploads import FIELD, Incoming, too_large, too_many_files

COMMIT_BYTES = 256 * 1024 * 1024
COMMIT_SECONDS = 2.0
ALGORITHMS = ("sha1", "sha256", "sha512", "md5")
"""Checksums of single pieces, as the tus protocol has them; the first must be known to every server."""

Read = Callable[[int], bytes]
Add = Callable[[Incoming, dict[str, Any]], EvidenceItem]


@dataclass(frozen=True)
class Checksum:
    """What a piece must add up to: one of ALGORITHMS and the digest."""

    algorithm: str
    digest: bytes


def begin_upload(*, actor: Actor, holder: str, vault: Vault, length: int, words: dict[str, Any]) -> Upload:
    """Promise room for a file of `length` bytes in a vault that the caller may add to.

    `words` are `file_name`, `title`, `description`. Raises InvalidInput for an empty file, TooLarge over the limit of a
    file or of the complaint (what others are sending counts), NoRoom when the disk could not hold it.
    """
    words = {**words, "file_name": shown_name(str(words.get("file_name") or ""))}
    if length <= 0:
        raise InvalidInput.field(FIELD, _("“%(name)s” is empty.") % {"name": words["file_name"]})
    if length > settings.EVIDENCE_MAX_FILE_BYTES:
        raise too_large(words["file_name"])
    gateways.check_room(length)
    now = timezone.now()
    with transaction.atomic():
        locked = Vault.objects.select_for_update().get(pk=vault.pk)
        arriving = locked.uploads.arriving(now)
        if locked.items.count() + arriving.count() >= settings.EVIDENCE_MAX_FILES:
            refusal = too_many_files()
            raise TooLarge(refusal.errors[FIELD])
        check_total(locked, length + (arriving.aggregate(sum=Sum("length"))["sum"] or 0))
        upload = Upload(vault=locked, holder=holder, length=length, expires_at=_expiry())
        upload.keep_words(words, locked.key())
        upload.save(force_insert=True)
    return upload


def receive(
    *,
    actor: Actor,
    holder: str,
    upload_id: UUID,
    offset: int,
    read: Read,
    add: Add,
    checksum: Checksum | None = None,
) -> Upload:
    """Take the next bytes of an upload from `read` until it gives none; the last make it an evidence item by `add`.

    Answers the upload with its new offset, committed and synced. A piece with a checksum counts whole or not at all.
    Raises InUse while another request sends, WrongOffset, WrongChecksum, Expired, NoRoom (what was committed stays, to
    be resumed), and what `add` refuses, which ends the upload: nothing of it is kept then.
    """
    piece = _Piece(actor, holder, upload_id, offset, read, add, checksum)
    try:
        return piece.take()
    except (gateways.NoRoom, InUse, WrongOffset, WrongChecksum, Expired, NotFound):
        raise
    except DomainError:
        _forget(upload_id)
        raise
    finally:
        piece.close()


@transaction.atomic
def end_upload(*, actor: Actor, holder: str, upload_id: UUID) -> None:
    """Give up an upload with everything that came of it. Raises WrongState once it is an evidence item."""
    upload = _locked(holder, upload_id)
    if upload.finished_at is not None:
        raise WrongState(_("This file has been received. It is part of the evidence now."))
    path = upload.path
    upload.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def remove_expired_uploads(*, actor: Actor = SYSTEM, limit: int = 500) -> int:
    """Forget uploads whose time is over, with their files; answers how many. Finished ones leave their row alone."""
    gone = 0
    while gone < limit:
        with transaction.atomic():
            upload = (
                Upload.objects.select_for_update(skip_locked=True)
                .filter(expires_at__lte=timezone.now())
                .order_by("expires_at")
                .first()
            )
            if upload is None:
                break
            upload.path.unlink(missing_ok=True)
            upload.delete()
            gone += 1
    return gone


def _expiry() -> Any:
    return timezone.now() + timedelta(hours=settings.EVIDENCE_UPLOAD_HOURS)


def _locked(holder: str, upload_id: UUID, *, patient: bool = False) -> Upload:
    """The upload under its row lock. Nobody waits for one who sends; one who sends waits for those who only ask."""
    try:
        if patient:
            _wait_at_most("3s")
        found: Upload | None = (
            Upload.objects.select_for_update(nowait=not patient, of=("self",))
            .select_related("vault")
            .held_by(holder)
            .filter(pk=upload_id)
            .first()
        )
    except OperationalError as fault:
        if getattr(fault.__cause__, "pgcode", "") == "55P03":
            raise InUse() from fault
        raise
    if patient:
        _wait_at_most("0")
    if found is None:
        raise NotFound()
    if found.finished_at is None and found.expires_at <= timezone.now():
        raise Expired()
    return found


def _wait_at_most(limit: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [limit])


@transaction.atomic
def _forget(upload_id: UUID) -> None:
    for upload in Upload.objects.filter(pk=upload_id):
        path = upload.path
        upload.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))


class _Piece:
    """The bytes of one request on their way into an upload."""

    def __init__(
        self, actor: Actor, holder: str, upload_id: UUID, offset: int, read: Read, add: Add, checksum: Checksum | None
    ) -> None:
        self._actor, self._holder, self._id = actor, holder, upload_id
        self._offset, self._read, self._add = offset, read, add
        self._checksum = checksum
        self._piece_digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
        # A whole file's hash is known at its end when all of it came in this request; else it is read back once.
        self._digest = hashlib.sha256() if offset == 0 else None
        self._key = b""
        self._file: GrowingFile | None = None
        self._kept: Incoming | None = None

    def take(self) -> Upload:
        more = True
        while more:
            with transaction.atomic():
                upload = _locked(self._holder, self._id, patient=self._file is not None)
                if upload.offset != self._offset:
                    raise WrongOffset()
                if upload.finished_at is not None:
                    return upload
                try:
                    file = self._growing(upload)
                    more = self._fill(file, upload)
                    file.settle()
                except OSError as fault:
                    raise gateways.no_room(fault) from fault
                self._check()
                self._write_down(file, upload)
        return upload

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._kept is not None:
            self._kept.close()

    def _growing(self, upload: Upload) -> GrowingFile:
        """Go on where the last commit was: what lies behind it in the file belongs to nobody and is cut off."""
        if self._file is None:
            self._key = upload.vault.key()
            self._file = GrowingFile(
                upload.path,
                key=self._key,
                item_id=upload.original_id,
                offset=upload.offset,
                header=bytes(upload.header),
                tail=upload.tail(self._key) if upload.offset else b"",
            )
        return self._file

    def _fill(self, file: GrowingFile, upload: Upload) -> bool:
        """Take bytes until the request gives no more (False) or it is time to write down what came (True)."""
        begun, came = time.monotonic(), 0
        while (room := upload.length - self._offset) > 0:
            data = self._read(min(BODY_PIECE_BYTES, room))
            if not data:
                return False
            file.write(data)
            if self._digest is not None:
                self._digest.update(data)
            if self._piece_digest is not None:
                self._piece_digest.update(data)
            self._offset += len(data)
            came += len(data)
            if (
                self._checksum is None
                and self._offset < upload.length
                and (came >= COMMIT_BYTES or time.monotonic() - begun >= COMMIT_SECONDS)
            ):
                return True
        return False

    def _check(self) -> None:
        if self._checksum is not None and self._piece_digest is not None:
            if self._piece_digest.digest() != self._checksum.digest:
                raise WrongChecksum()
            self._checksum = None

    def _write_down(self, file: GrowingFile, upload: Upload) -> None:
        upload.offset = self._offset
        upload.header = file.header
        upload.expires_at = _expiry()
        if upload.offset == upload.length:
            self._finish(file, upload)
        else:
            upload.keep_tail(file.tail, self._key)
        upload.save(update_fields=["offset", "header", "sealed_tail", "expires_at", "finished_at", "updated_at"])

    def _finish(self, file: GrowingFile, upload: Upload) -> None:
        """Make the evidence item, in the transaction that says all of it has arrived."""
        words, path = upload.words(self._key), upload.path
        try:
            file.finish()
            sha256 = self._digest.hexdigest() if self._digest is not None else self._read_back(upload)
            with io.BufferedReader(self._opened(upload), FRAME_BYTES) as plain:
                kind = recognise(plain, size=upload.length, name=words["file_name"])
            self._kept = Incoming(
                name=words["file_name"],
                size=upload.length,
                vault_id=upload.vault_id,
                item_id=upload.original_id,
                sha256=sha256,
                kind=kind,
                path=gateways.second_link(path),
            )
        except OSError as fault:
            raise gateways.no_room(fault) from fault
        # A process killed between keeping and committing left a file under this name, which no row knows.
        gateways.remove(gateways.name_for(upload.vault_id, upload.original_id))
        self._add(self._kept, words)
        upload.sealed_tail = b""
        upload.finished_at = timezone.now()
        transaction.on_commit(partial(path.unlink, missing_ok=True))

    def _read_back(self, upload: Upload) -> str:
        """The hash of all of it, taken from the sealed frames: what came in other requests is on disk alone."""
        digest = hashlib.sha256()
        with self._opened(upload) as opened:
            for frame in opened.frames():
                digest.update(frame)
        return digest.hexdigest()

    def _opened(self, upload: Upload) -> OpenedFile:
        return OpenedFile(upload.path.open("rb"), key=self._key, item_id=upload.original_id)
