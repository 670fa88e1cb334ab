"""Takes files in as they stream by: hashed, sealed and looked at, with nothing of them on disk in the clear.

A page that takes evidence wears `streams_evidence`; a view of the API inherits `ReceivesEvidence`. Either way the
files of the request are `Incoming`: accepted ones wait, sealed, for `services.add_item`; refused ones carry the
refusal, which `add_item` raises, so that it ends up beside the field. What no service kept is gone afterwards.
"""

import hashlib
import io
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from caseapp.core import throttle
from caseapp.core.errors import DomainError, InvalidInput, TooLarge, TooManyRequests
from caseapp.evidence import gateways
from caseapp.evidence.cipher import FRAME_BYTES, OpenedFile, Sealer
from caseapp.evidence.file_names import shown_name
from caseapp.evidence.media import Kind, recognise
from caseapp.evidence.models import Vault

FIELD = "file"
"""The field at which a refusal of a file is shown, in forms and in the API alike."""

VISITORS_FILES_AN_HOUR = 100
"""How many files one client without an account may send in an hour, so that nobody fills the disk with drafts."""

GetVault = Callable[[], Vault]


def size_in_words(size: int) -> str:
    """Bytes as people say them, in powers of 1,000 as browsers and file managers show them: “2.1 GB”."""
    unit, figure = ("GB", size / 10**9) if size >= 10**9 else ("MB", size / 10**6)
    return f"{figure:.1f}".removesuffix(".0") + f"\N{NO-BREAK SPACE}{unit}"


def too_many_files() -> DomainError:
    """The refusal of a file beyond the number that a complaint may hold."""
    most = settings.EVIDENCE_MAX_FILES
    words = ngettext(
        "A complaint can hold at most %(most)s file.", "A complaint can hold at most %(most)s files.", most
    )
    return InvalidInput.field(FIELD, words % {"most": most})


def too_large(name: str) -> DomainError:
    """The refusal of a file over the limit of one file."""
    limit = size_in_words(settings.EVIDENCE_MAX_FILE_BYTES)
    return TooLarge(_("“%(name)s” is larger than %(limit)s.") % {"name": name, "limit": limit})


class Incoming(UploadedFile):
    """A file that arrived: sealed in a temporary place under `item_id`, or refused, when it carries `refusal` alone."""

    def __init__(
        self,
        *,
        name: str,
        size: int,
        vault_id: uuid.UUID,
        item_id: uuid.UUID,
        sha256: str = "",
        kind: Kind | None = None,
        path: Path | None = None,
        refusal: DomainError | None = None,
    ) -> None:
        super().__init__(name=name, size=size, content_type=kind.media_type if kind else "")
        self.shown_name = name
        self.plain_size = size
        self.vault_id = vault_id
        self.item_id = item_id
        self.sha256 = sha256
        self.kind = kind
        self.refusal = refusal
        self._path = path

    def __str__(self) -> str:
        """Name and hash, so that two requests with different files of one name are told apart."""
        return f"{self.name} {self.sha256}".strip()

    def keep(self) -> str:
        """Move the sealed bytes into the store and answer their name there. Raises NoRoom; nothing is kept then."""
        if self._path is None:
            raise RuntimeError("this file was refused, kept or forgotten already")
        name = gateways.name_for(self.vault_id, self.item_id)
        gateways.keep(self._path, name)
        self._path = None
        return name

    def close(self) -> None:
        """Forget what was not kept; Django calls it when the request ends."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None


class EvidenceUploadHandler(FileUploadHandler):
    """Seals every file of one request into the vault that `get_vault` names when the first file begins."""

    chunk_size = FRAME_BYTES

    def __init__(self, request: HttpRequest, get_vault: GetVault) -> None:
        super().__init__(request)
        self._get_vault = get_vault
        self._vault: Vault | None = None
        self._key = b""
        self._room = 0
        self._arriving: _Arriving | None = None
        self._arrived: list[Incoming] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._vault is None:
            self._vault = self._get_vault()
            self._key = self._vault.key()
            self._room = settings.EVIDENCE_MAX_FILES - self._vault.items.count()
        self._arriving = _Arriving(shown_name(self.file_name or ""), vault_id=self._vault.pk, key=self._key)
        if self._room <= 0:
            self._arriving.refuse(too_many_files())
        self._room -= 1
        try:
            self._count_visitors()
        except TooManyRequests as refusal:
            self._arriving.refuse(refusal)

    def _count_visitors(self) -> None:
        actor = getattr(self.request, "actor", None)
        if self.request is not None and actor is not None and actor.is_visitor:
            client = throttle.client_key(self.request)
            throttle.hit("evidence.arrivals", client, limit=VISITORS_FILES_AN_HOUR, seconds=3600)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._arriving is not None  # noqa: S101 - the parser calls new_file first
        self._arriving.take(raw_data)

    def file_complete(self, file_size: int) -> Incoming:
        assert self._arriving is not None  # noqa: S101 - the parser calls new_file first
        incoming = self._arriving.complete()
        if incoming.refusal is not None:
            self._room += 1
        self._arriving = None
        self._arrived.append(incoming)
        return incoming

    def upload_interrupted(self) -> None:
        if self._arriving is not None:
            self._arriving.drop()
            self._arriving = None

    def forget_left(self) -> None:
        """Remove every file of this request that nobody kept."""
        self.upload_interrupted()
        for incoming in self._arrived:
            incoming.close()


class _Arriving:
    """One file while its bytes pass: at most a frame of it in memory, and sealed bytes alone on disk."""

    def __init__(self, name: str, *, vault_id: uuid.UUID, key: bytes) -> None:
        self.name = name
        self.size = 0
        self.refusal: DomainError | None = None
        self._vault_id = vault_id
        self._item_id = uuid.uuid4()
        self._key = key
        self._digest = hashlib.sha256()
        self._file: IO[bytes] | None = None
        self._path: Path | None = None
        self._sealer: Sealer | None = None

    def take(self, data: bytes) -> None:
        """Hash and seal the next bytes; once refused, let the rest pass unseen so that the page can still answer."""
        self.size += len(data)
        if self.refusal is not None:
            return
        if self.size > settings.EVIDENCE_MAX_FILE_BYTES:
            self.refuse(too_large(self.name))
            return
        self._digest.update(data)
        try:
            self._begun().write(data)
        except OSError as fault:
            self.refuse(gateways.no_room(fault))
        except gateways.NoRoom as refusal:
            self.refuse(refusal)

    def complete(self) -> Incoming:
        """Finish the sealed file, look what it is, and make it durable; or answer why not."""
        kind = None
        if self.refusal is None:
            try:
                kind = self._finish()
            except DomainError as refusal:
                self.refuse(refusal)
            except OSError as fault:
                self.refuse(gateways.no_room(fault))
        path, self._path = self._path, None
        return Incoming(
            name=self.name,
            size=self.size,
            vault_id=self._vault_id,
            item_id=self._item_id,
            sha256=self._digest.hexdigest() if self.refusal is None else "",
            kind=kind,
            path=path,
            refusal=self.refusal,
        )

    def refuse(self, refusal: DomainError) -> None:
        """Remember why, and forget what arrived so far."""
        refusal.errors = refusal.errors or {FIELD: refusal.message}
        self.refusal = refusal
        self.drop()

    def drop(self) -> None:
        """Close and remove the temporary file."""
        if self._file is not None:
            # A full disk refuses the last flush as well; the file goes either way.
            with suppress(OSError):
                self._file.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self._file = self._path = self._sealer = None

    def _begun(self) -> Sealer:
        if self._sealer is None:
            self._file, self._path = gateways.new_arrival()
            self._sealer = Sealer(self._file, key=self._key, item_id=self._item_id)
        return self._sealer

    def _finish(self) -> Kind:
        if self.size == 0 or self._file is None or self._path is None:
            raise InvalidInput(_("“%(name)s” is empty.") % {"name": self.name})
        self._begun().finish()
        self._file.flush()
        opened = OpenedFile(self._path.open("rb"), key=self._key, item_id=self._item_id)
        with io.BufferedReader(opened, FRAME_BYTES) as plain:
            kind = recognise(plain, size=self.size, name=self.name)
        os.fsync(self._file.fileno())
        self._file.close()
        return kind


def arrived(vault: Vault, content: bytes, *, name: str) -> Incoming:
    """A file that the software itself made, as if it had been sent: hashed, sealed and looked at. `close` it after."""
    arriving = _Arriving(shown_name(name), vault_id=vault.pk, key=vault.key())
    arriving.take(content)
    return arriving.complete()


@contextmanager
def receiving(request: HttpRequest, get_vault: GetVault) -> Iterator[EvidenceUploadHandler]:
    """Let the files of a request stream into a vault; afterwards nothing is left of those that no service kept.

    Must be entered before anything reads the body of the request. `get_vault` is called when the first file begins.
    Raises TooLarge when more files came than the parser of forms counts at all.
    """
    handler = EvidenceUploadHandler(request, get_vault)
    request.upload_handlers = [handler]
    try:
        yield handler
    except TooManyFilesSent as fault:
        raise TooLarge(too_many_files().message) from fault
    finally:
        handler.forget_left()


def streams_evidence(get_vault: Callable[..., Vault]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a page that takes evidence by POST. `get_vault` takes what the view takes and answers the vault.

    It is asked before a byte of the body is read, and raises NotFound or NotAllowed for whoever may not add there.
    The CSRF token lies in the body, so Django's middleware must not look for it before the handler is in place: the
    view is exempt outside and protected inside, as Django's manual has it for changing upload handlers.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def entry(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return guarded(request, *args, **kwargs)
            vault = get_vault(request, *args, **kwargs)
            with receiving(request, lambda: vault):
                return guarded(request, *args, **kwargs)

        return entry

    return decorate


class ReceivesEvidence:
    """Mix into a view of Django REST framework, before it in the bases, with MultiPartParser as its parser.

    `evidence_vault(request)` takes Django's own request. It runs when the first file begins to arrive: for a session
    that is while the CSRF token is looked for, so it must read `request.actor` and not the framework's `request.user`.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with receiving(request, lambda: self.evidence_vault(request, *args, **kwargs)):
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            return answer

    def handle_exception(self, fault: Exception) -> HttpResponse:
        """Let too many files be a problem document like every other refusal."""
        if isinstance(fault, TooManyFilesSent):
            fault = TooLarge(too_many_files().message)
        answer: HttpResponse = super().handle_exception(fault)  # type: ignore[misc]
        return answer

    def evidence_vault(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Vault:
        """The vault that this request adds to, or NotFound or NotAllowed."""
        raise NotImplementedError
