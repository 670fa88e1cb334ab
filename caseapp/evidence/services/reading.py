"""Reading an original: allowed, written down, and then streamed, in this order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import structlog
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.evidence import gateways
from caseapp.evidence.cipher import Damaged, OpenedFile
from caseapp.evidence.enums import Custody, EvidenceState
from caseapp.evidence.file_names import handed_name
from caseapp.evidence.media import kind_of
from caseapp.evidence.models import Derivative, EvidenceItem
from caseapp.evidence.services import custody

log = structlog.get_logger(__name__)

ONE_DOWNLOAD_SECONDS = 3600


class Unreadable(DomainError):
    """The stored bytes are gone or are not what was received."""

    code = "unreadable"
    status = 503
    title = _("This file cannot be read. It may be damaged in our store; we are looking into it.")


@dataclass(frozen=True)
class Content:
    """An original on its way out. `frames` gives its plain bytes; `close` lets go of the file when they are not wanted.

    `file_name` is safe to save under. `opened` is the same file, seekable, for answers that take a part of it.
    """

    file_name: str
    media_type: str
    size: int
    opened: OpenedFile = field(repr=False)
    frames: Iterator[bytes] = field(repr=False)

    def close(self) -> None:
        self.opened.close()


def record_opened(*, actor: Actor, item: EvidenceItem) -> None:
    """Write down that somebody looked at an item and what is known of it. Raises NotAllowed."""
    if not can(actor, "evidence.open", item):
        raise NotAllowed()
    with transaction.atomic():
        custody.write(actor=actor, act=Custody.OPENED, item=item)


def open_content(*, actor: Actor, item: EvidenceItem, continues: bool = False) -> Content:
    """Hand out an original. The custody entry “downloaded” is committed before the first byte leaves.

    `continues` says that only a later part is asked for: within an hour that is the same download, not another one.
    Every frame is checked as it is read. Raises NotAllowed; WrongState for a file that is kept but not handed out;
    Unreadable when the file is missing or its size or first frame is wrong. Damage further in ends the stream.
    """
    if not can(actor, "evidence.download", item):
        raise NotAllowed()
    if item.state in {EvidenceState.RECEIVED, EvidenceState.SCANNING}:
        raise WrongState(_("This file is still being looked at. Try again in a moment."))
    if item.state != EvidenceState.READY:
        raise WrongState(_("This file is kept, but it is not handed out."))
    opened = opened_original(item)
    try:
        frames = opened.frames()
        first = next(frames)
        mark = f"evidence.download:{actor.kind}:{actor.audit_id}:{item.pk}"
        if not (continues and cache.get(mark)):
            with transaction.atomic():
                custody.write(actor=actor, act=Custody.DOWNLOADED, item=item)
            cache.set(mark, True, ONE_DOWNLOAD_SECONDS)
    except Damaged as fault:
        opened.close()
        raise _unreadable(item, fault) from fault
    except BaseException:
        opened.close()
        raise
    return Content(
        file_name=handed_name(item.file_name, kind_of(item.media_type)),
        media_type=item.media_type,
        size=item.size,
        opened=opened,
        frames=_frames(item, opened, first, frames),
    )


def open_derivative(*, actor: Actor, derivative: Derivative) -> Content:
    """Hand out something made from an original, checked frame by frame as it is read. Raises NotAllowed, Unreadable.

    What a derivative is shown for (a preview looked at, a copy downloaded) is written down by the caller.
    """
    item = derivative.item
    if not can(actor, "evidence.open", item):
        raise NotAllowed()
    try:
        opened = OpenedFile(gateways.opened(derivative.storage_name), key=item.vault.key(), item_id=derivative.pk)
        frames = opened.frames()
        first = next(frames)
    except (OSError, Damaged) as fault:
        raise _unreadable(item, fault) from fault
    return Content(
        file_name=handed_name(item.file_name, kind_of(derivative.media_type)),
        media_type=derivative.media_type,
        size=derivative.size,
        opened=opened,
        frames=_frames(item, opened, first, frames),
    )


def record_previewed(*, actor: Actor, item: EvidenceItem) -> None:
    """Write down that somebody looked at a preview. Raises NotAllowed."""
    if not can(actor, "evidence.open", item):
        raise NotAllowed()
    with transaction.atomic():
        custody.write(actor=actor, act=Custody.PREVIEWED, item=item)


def opened_original(item: EvidenceItem) -> OpenedFile:
    """The plain original, seekable, for work inside the site; the caller closes it. Raises Unreadable."""
    key = item.vault.key()
    try:
        opened = OpenedFile(gateways.opened(item.storage_name), key=key, item_id=item.pk)
    except (OSError, Damaged) as fault:
        raise _unreadable(item, fault) from fault
    if opened.size != item.size:
        opened.close()
        raise _unreadable(item, Damaged("its length is wrong"))
    return opened


def _frames(item: EvidenceItem, opened: OpenedFile, first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    with opened:
        yield first
        try:
            yield from rest
        except Damaged as fault:
            _unreadable(item, fault)
            raise


def _unreadable(item: EvidenceItem, fault: Exception) -> Unreadable:
    log.error("evidence_unreadable", item=str(item.pk), fault=f"{type(fault).__name__}: {fault}")
    return Unreadable()
