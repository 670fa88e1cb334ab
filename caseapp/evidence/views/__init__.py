"""Pages of a complaint's evidence."""

from caseapp.evidence.views.content import derivative
from caseapp.evidence.views.items import evidence_item, evidence_list, retry
from caseapp.evidence.views.notes import link, note, unlink
from caseapp.evidence.views.redactions import act, original, redaction, start, strip

__all__ = [
    "act",
    "derivative",
    "evidence_item",
    "evidence_list",
    "link",
    "note",
    "original",
    "redaction",
    "retry",
    "start",
    "strip",
    "unlink",
]
