"""Reads of investigations and fines, each as its reader may see them."""

from caseapp.enforcement.selectors.fines import (
    fine_by_reference,
    fines,
    fines_of,
    ledger,
    lines_of,
    published_fines,
    standing_of,
)
from caseapp.enforcement.selectors.investigations import (
    Excess,
    Selection,
    draft_excess,
    investigation_by_reference,
    investigation_of,
    investigations,
    investigations_of,
    joinable,
    refusal_to_join,
    relevant_frameworks,
    selection,
)
from caseapp.enforcement.selectors.outcomes import FineFacts, OutcomeFacts, outcome_for_complainant
from caseapp.enforcement.selectors.work import Work, case_numbers, work_today

__all__ = [
    "Excess",
    "FineFacts",
    "OutcomeFacts",
    "Selection",
    "Work",
    "case_numbers",
    "draft_excess",
    "fine_by_reference",
    "fines",
    "fines_of",
    "investigation_by_reference",
    "investigation_of",
    "investigations",
    "investigations_of",
    "joinable",
    "ledger",
    "lines_of",
    "outcome_for_complainant",
    "published_fines",
    "refusal_to_join",
    "relevant_frameworks",
    "selection",
    "standing_of",
    "work_today",
]
