"""Small files that are no evidence but kept like it, such as a firm's receipts: told by content, scanned, sealed."""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import InvalidInput, TooLarge
from caseapp.evidence import clamd
from caseapp.evidence.enums import Scan
from caseapp.evidence.media import recognise
from caseapp.evidence.services.parcels import Parcel, ParcelWriter

_PIECE = 64 * 1024


@dataclass(frozen=True)
class Attachment:
    """A kept file: where it lies sealed, what it is by its content, and its fingerprint."""

    parcel: Parcel
    media_type: str
    sha256: str


def keep_attachment(*, file: IO[bytes], name: str, size: int, most: int) -> Attachment:
    """Keep a file of at most `most` bytes, sealed under a key of its own.

    Refuses what is too large, of a kind that the service does not take, or in which the scanner finds malware.
    """
    if size > most:
        raise TooLarge()
    file.seek(0)
    kind = recognise(file, size=size, name=name)
    file.seek(0)
    if clamd.scan(file, size).scan == Scan.FOUND:
        raise InvalidInput.field("file", _("Malware was found in this file. It was not kept."))
    file.seek(0)
    writer, digest = ParcelWriter(), hashlib.sha256()
    try:
        while piece := file.read(_PIECE):
            digest.update(piece)
            writer.write(piece)
        writer.seal()
        return Attachment(writer.keep(), kind.media_type, digest.hexdigest())
    except BaseException:
        writer.drop()
        raise
