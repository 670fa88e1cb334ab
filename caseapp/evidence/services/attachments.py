"""Files that are no evidence but kept like it, such as a firm's receipts: sealed as they arrive, told by content."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from caseapp.core.errors import InvalidInput, TooLarge
from caseapp.evidence import clamd
from caseapp.evidence.enums import Scan
from caseapp.evidence.media import recognise
from caseapp.evidence.services.parcels import Parcel, ParcelWriter

_PIECE = 64 * 1024


class SealedUpload(UploadedFile):
    """A file that arrived and lies sealed, to be looked at, kept or dropped. `too_large` ones hold nothing."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, size=0)
        self.sha256 = ""
        self.too_large = False
        self._writer = ParcelWriter()
        self._digest = hashlib.sha256()

    @classmethod
    def of(cls, content: IO[bytes], *, name: str) -> "SealedUpload":
        """A file that is at hand already, as if it had been sent."""
        made = cls(name)
        while piece := content.read(_PIECE):
            made.take(piece)
        made.finish()
        return made

    def take(self, piece: bytes) -> None:
        """The next bytes of the file."""
        self._digest.update(piece)
        self._writer.write(piece)
        self.size = (self.size or 0) + len(piece)

    def finish(self) -> None:
        """No more bytes come."""
        self._writer.seal()
        self.sha256 = self._digest.hexdigest()

    def reread(self) -> Any:
        """The plain file, to be read from any place in it; a context manager."""
        return self._writer.reread()

    def keep(self) -> Parcel:
        """Move it into the store."""
        return self._writer.keep()

    def drop(self) -> None:
        """Forget it, unless it was kept; doing it again changes nothing."""
        self._writer.drop()

    def close(self) -> None:
        self.drop()


class SealingUploadHandler(FileUploadHandler):
    """Seals the files of a form as they come, each at most `most` bytes; nothing of them lies on disk in the clear."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.arrived: list[SealedUpload] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.arrived.append(SealedUpload(str(self.file_name)))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        current = self.arrived[-1]
        if current.too_large or start + len(raw_data) > self.most:
            current.too_large = True
        else:
            current.take(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        self.arrived[-1].finish()
        return self.arrived[-1]

    def upload_interrupted(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop what nobody kept."""
        for one in self.arrived:
            one.drop()


@contextmanager
def sealing(request: HttpRequest, *, most: int) -> Iterator[None]:
    """Let the files of a request arrive sealed; must be entered before anything reads its body."""
    handler = SealingUploadHandler(request, most)
    request.upload_handlers = [handler]
    try:
        yield
    finally:
        handler.forget()


def seals_uploads(most: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a page that takes files by POST. The CSRF token lies in the body, so the view is exempt outside and
    protected inside, as Django's manual has it for changing upload handlers.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def entry(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with sealing(request, most=most):
                answer: HttpResponse = guarded(request, *args, **kwargs)
                return answer

        return entry

    return decorate


@dataclass(frozen=True)
class Attachment:
    """A kept file: where it lies sealed, what it is by its content, and its fingerprint."""

    parcel: Parcel
    media_type: str
    sha256: str


def keep_attachment(*, file: SealedUpload) -> Attachment:
    """Keep a file that arrived.

    Refuses what was too large, of a kind that the service does not take, or in which the scanner finds malware.
    """
    if file.too_large:
        raise TooLarge()
    size = file.size or 0
    with file.reread() as plain:
        kind = recognise(plain, size=size, name=file.name or "")
    with file.reread() as plain:
        refuse_malware(plain, size, field="receipt")
    return Attachment(file.keep(), kind.media_type, file.sha256)


def refuse_malware(plain: IO[bytes], size: int, *, field: str) -> str:
    """Let the scanner look at a file. Answers why it was not scanned, by the names of `NotScanned`, or nothing where it
    was. Raises InvalidInput where malware was found.
    """
    verdict = clamd.scan(plain, size)
    if verdict.scan == Scan.FOUND:
        raise InvalidInput.field(field, _("Malware was found in this file. It was not kept."))
    return verdict.note if verdict.scan == Scan.NOT_SCANNED else ""
