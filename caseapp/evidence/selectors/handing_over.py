"""Exports and requests as those see them who work with the evidence; and whether a hash is among it."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotFound
from caseapp.core.policies import can
from caseapp.evidence import timestamping
from caseapp.evidence.enums import AnchorState
from caseapp.evidence.models import Anchor, EvidenceItem, EvidenceRequest, Export, Vault
from caseapp.evidence.selectors.items import items_of

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Anchoring:
    """How far an outside clock has stamped a chain: its last stamp, and how many entries wait for one.

    `configured` is False where no authority is named: then nothing will be stamped, and pages say so.
    """

    configured: bool
    sequence: int = 0
    stamped_at: datetime | None = None
    waiting: int = 0


def exports_of(actor: Actor, complaint: Complaint) -> QuerySet[Export]:
    """The actor's exports of a complaint, newest first."""
    found: QuerySet[Export] = (
        Export.objects.visible_to(actor).filter(vault__complaint=complaint).select_related("job", "vault__complaint")
    )
    return found


def export(actor: Actor, export_id: UUID) -> Export:
    """One export of the actor's, or NotFound."""
    found: Export | None = (
        Export.objects.visible_to(actor).select_related("job", "vault__complaint").filter(pk=export_id).first()
    )
    if found is None:
        raise NotFound()
    return found


def requests_of(actor: Actor, complaint: Complaint) -> QuerySet[EvidenceRequest]:
    """The requests by link of a complaint, newest first; none for whoever may not add evidence to it."""
    rows: QuerySet[EvidenceRequest] = EvidenceRequest.objects.filter(vault__complaint=complaint)
    rows = rows.select_related("vault__complaint").prefetch_related("items")
    return rows if can(actor, "evidence.add", complaint) else rows.none()


def request(actor: Actor, request_id: UUID) -> EvidenceRequest:
    """One request by link, for those who may add evidence to its complaint; NotFound otherwise."""
    found: EvidenceRequest | None = (
        EvidenceRequest.objects.select_related("vault__complaint").filter(pk=request_id).first()
    )
    complaint = found.vault.complaint if found else None
    if found is None or complaint is None or not can(actor, "evidence.add", complaint):
        raise NotFound()
    return found


def item_with_hash(actor: Actor, complaint: Complaint, sha256: str) -> EvidenceItem | None:
    """The item of a complaint with this SHA-256, if there is one and the actor may see it.

    Takes it as people copy it, in capitals or with spaces. Raises InvalidInput for what is no SHA-256.
    """
    digest = re.sub(r"[\s:-]", "", sha256).lower()
    if not _SHA256.fullmatch(digest):
        raise InvalidInput.field("sha256", _("A SHA-256 has 64 characters: figures and the letters a to f."))
    return items_of(actor, complaint).filter(sha256=digest).first()


def anchoring(vault: Vault | None) -> Anchoring:
    """How far the custody chain of a vault is time-stamped."""
    if vault is None:
        return Anchoring(timestamping.is_configured())
    stamps = Anchor.objects.filter(chain=vault.chain)
    last = stamps.filter(state=AnchorState.ANCHORED).order_by("-sequence").first()
    return Anchoring(
        configured=timestamping.is_configured(),
        sequence=last.sequence if last else 0,
        stamped_at=last.stamped_at if last else None,
        waiting=stamps.filter(state=AnchorState.WAITING).count(),
    )
