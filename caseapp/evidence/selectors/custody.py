"""The custody chain of one item as people read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from caseapp.audit import selectors as audit
from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import EvidenceItem

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class CustodyStep:
    """One act upon an item: when, by which side, what, and the fingerprints of the file then and of the entry.

    `sequence` counts the entries of the complaint's whole chain, so gaps here are acts upon its other files.
    """

    at: datetime
    side: "_StrOrPromise"
    act: "_StrOrPromise"
    action: str
    sha256: str
    size: int
    sequence: int
    hash: str


def custody(actor: Actor, item: EvidenceItem) -> list[CustodyStep]:
    """Every act upon an item from its arrival on, oldest first. Raises NotFound for whoever may not see the item."""
    if not can(actor, "evidence.open", item):
        raise NotFound()
    entries = audit.entries_about(item).filter(chain=item.vault.chain).order_by("sequence")
    return [_step(entry.at, entry.action, entry.sequence, entry.hash, audit.facts(entry)) for entry in entries]


def _step(at: datetime, action: str, sequence: int, digest: str, facts: dict[str, object]) -> CustodyStep:
    side = str(facts.get("side", ""))
    return CustodyStep(
        at=at,
        side=SIDE_LABELS.get(side, side),
        act=Custody(action).label if action in Custody.values else action,
        action=action,
        sha256=str(facts.get("sha256", "")),
        size=int(str(facts.get("size", 0))),
        sequence=sequence,
        hash=digest,
    )
