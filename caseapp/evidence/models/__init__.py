"""The tables of evidence, one module a noun."""

from caseapp.evidence.models.anchors import Anchor
from caseapp.evidence.models.derivatives import Derivative, Examination
from caseapp.evidence.models.exports import DownloadLink, Export
from caseapp.evidence.models.items import EvidenceItem
from caseapp.evidence.models.notes import ElementLink, ItemNote
from caseapp.evidence.models.redactions import Disclosure, Redaction
from caseapp.evidence.models.requests import EvidenceRequest
from caseapp.evidence.models.uploads import Upload
from caseapp.evidence.models.vaults import CHAIN_PREFIX, Vault
from caseapp.evidence.models.words import RecognisedWords

__all__ = [
    "CHAIN_PREFIX",
    "Anchor",
    "Derivative",
    "Disclosure",
    "DownloadLink",
    "ElementLink",
    "EvidenceItem",
    "EvidenceRequest",
    "Examination",
    "Export",
    "ItemNote",
    "RecognisedWords",
    "Redaction",
    "Upload",
    "Vault",
]
