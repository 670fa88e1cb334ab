"""Which items an actor may see, how much a vault holds, and what may be sent."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Sum

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.evidence.media import accepted_extensions, kinds_in_words
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.evidence.querysets import EvidenceQuerySet


@dataclass(frozen=True)
class Limits:
    """What may be sent, for the page to say beforehand: `kinds` in words, `accept` for a file input, sizes in bytes."""

    kinds: str
    accept: str
    max_bytes: int
    max_files: int
    max_total: int


@dataclass(frozen=True)
class Totals:
    """How many files a vault holds, how many bytes, and how many more fit."""

    files: int
    size: int
    room: int


def items_of(actor: Actor, complaint: Complaint) -> EvidenceQuerySet:
    """The evidence of a complaint in its order, none for whoever was not given it. At most as many as the limit."""
    return EvidenceItem.objects.visible_to(actor).filter(vault__complaint=complaint).order_by("position")


def items_in_vault(vault: Vault) -> EvidenceQuerySet:
    """What lies in a vault, in order; for whoever reached the vault through a draft."""
    return EvidenceItem.objects.filter(vault=vault).order_by("position")


def item(actor: Actor, item_id: UUID) -> EvidenceItem:
    """One item with its vault and complaint, or NotFound: what is not visible does not exist."""
    found: EvidenceItem | None = EvidenceItem.objects.visible_to(actor).with_complaint().filter(pk=item_id).first()
    if found is None:
        raise NotFound()
    return found


def totals(vault: Vault | None) -> Totals:
    """How full a vault is; a vault that was never opened is empty."""
    held = {"files": 0, "size": 0}
    if vault is not None:
        held = EvidenceItem.objects.filter(vault=vault).aggregate(files=Count("pk"), size=Sum("size"))
    return Totals(files=held["files"], size=held["size"] or 0, room=max(0, settings.EVIDENCE_MAX_FILES - held["files"]))


def limits() -> Limits:
    """What may be sent; pages say it before anybody chooses a file."""
    return Limits(
        kinds=kinds_in_words(),
        accept=accepted_extensions(),
        max_bytes=settings.EVIDENCE_MAX_FILE_BYTES,
        max_files=settings.EVIDENCE_MAX_FILES,
        max_total=settings.EVIDENCE_MAX_COMPLAINT_BYTES,
    )
