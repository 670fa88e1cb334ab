"""A document becomes evidence: its frozen PDF goes into the complaint's vault like any file that arrives."""

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.documents.models import Document
from caseapp.evidence import services as evidence
from caseapp.evidence.models import EvidenceItem


def keep_as_evidence(*, actor: Actor, complaint: Complaint, document: Document, title: str = "") -> EvidenceItem:
    """Add a document's PDF to the evidence of its complaint, with a custody entry. Refuses what the vault refuses."""
    vault = evidence.vault_of(actor=actor, complaint=complaint)
    incoming = evidence.arrived(vault, document.pdf(), name=f"{document.reference}.pdf")
    try:
        return evidence.add_item(actor=actor, vault=vault, incoming=incoming, title=(title or document.title)[:200])
    finally:
        incoming.close()
