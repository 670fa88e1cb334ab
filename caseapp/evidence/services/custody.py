"""Writes the entries of the custody chain, all of one shape."""

from typing import Any

from django.db import transaction

from caseapp.audit import services as audit
from caseapp.audit.models import Entry
from caseapp.complaints.enums import AccessKind
from caseapp.complaints.policies import is_complainant
from caseapp.complaints.services import record_access
from caseapp.core.actors import Actor
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import EvidenceItem, Vault

LOOKED = {
    Custody.OPENED: AccessKind.OPENED,
    Custody.PREVIEWED: AccessKind.OPENED,
    Custody.DOWNLOADED: AccessKind.DOWNLOADED,
    Custody.EXPORTED: AccessKind.DOWNLOADED,
}
"""Acts by which a file is read, as the complainant is told of them."""


def side_of(actor: Actor, complaint: Any) -> str:
    """The side an actor takes in this complaint; whoever writes in a draft is its complainant."""
    if actor.is_system or actor.is_respondent:
        return actor.side
    return "complainant" if complaint is None or is_complainant(actor, complaint) else actor.side


def side_in(actor: Actor, vault: Vault) -> str:
    """The side an actor takes towards a vault, be it of a complaint, a draft or an inquiry."""
    return actor.side if vault.authority_id is not None else side_of(actor, vault.complaint)


def sealed_facts(item: EvidenceItem) -> dict[str, Any]:
    """What every entry repeats of its item, so that the row can be held against the chain."""
    return {
        "sha256": item.sha256,
        "size": item.size,
        "media_type": item.media_type,
        "file_name": audit.digest(item.file_name),
    }


def write(*, actor: Actor, act: Custody, item: EvidenceItem, **facts: Any) -> Entry:
    """Append one act upon an item to its vault's chain, in the transaction of the act; where somebody looked at it, the
    complainant reads so beside their complaint.
    """
    complaint = item.vault.complaint
    if complaint is not None and act in LOOKED:
        record_access(actor=actor, complaint=complaint, kind=LOOKED[act], subject=str(item.position))
    return audit.record(
        actor=actor,
        action=act.value,
        subject=item,
        chain=item.vault.chain,
        facts={"side": side_in(actor, item.vault), **sealed_facts(item), **facts},
    )


@transaction.atomic
def record_act(*, actor: Actor, act: Custody, item: EvidenceItem, **facts: Any) -> Entry:
    """Write down an act upon an item (shown as a preview, redacted, exported …) for every part of the site.

    `facts` hold ids, counts and hashes, as in `audit.record`; a stated reason only as its digest.
    """
    return write(actor=actor, act=act, item=item, **facts)
