"""Reads of evidence: lists, single items, their custody, and whether everything still is as it arrived."""

from caseapp.evidence.selectors.custody import CustodyStep, custody
from caseapp.evidence.selectors.handing_over import (
    Anchoring,
    anchoring,
    export,
    exports_of,
    item_with_hash,
    request,
    requests_of,
)
from caseapp.evidence.selectors.items import Limits, Totals, item, items_in_vault, items_of, limits, totals
from caseapp.evidence.selectors.notes import Note, Provable, Proves, notes, provable, proven_by
from caseapp.evidence.selectors.presented import (
    FileFacts,
    Presented,
    derivative,
    examination_of,
    facts_of,
    file_facts,
    presented_item,
    presented_items,
    same_pictures,
    with_pictures,
)
from caseapp.evidence.selectors.redactions import (
    DisclosedTo,
    RedactionPage,
    copy_pictures,
    disclosures,
    open_redaction,
    redaction,
    redaction_pages,
)
from caseapp.evidence.selectors.search import Match, search
from caseapp.evidence.selectors.uploads import upload
from caseapp.evidence.selectors.verification import Checked, Problem, check_everything, check_vault

__all__ = [
    "Anchoring",
    "Checked",
    "CustodyStep",
    "DisclosedTo",
    "FileFacts",
    "Limits",
    "Match",
    "Note",
    "Presented",
    "Problem",
    "Provable",
    "Proves",
    "RedactionPage",
    "Totals",
    "anchoring",
    "check_everything",
    "check_vault",
    "copy_pictures",
    "custody",
    "derivative",
    "disclosures",
    "examination_of",
    "export",
    "exports_of",
    "facts_of",
    "file_facts",
    "item",
    "item_with_hash",
    "items_in_vault",
    "items_of",
    "limits",
    "notes",
    "open_redaction",
    "presented_item",
    "presented_items",
    "provable",
    "proven_by",
    "redaction",
    "redaction_pages",
    "request",
    "requests_of",
    "same_pictures",
    "search",
    "totals",
    "upload",
    "with_pictures",
]
