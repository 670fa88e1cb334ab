"""Whom a firm has known, compared by name across scripts and spellings, and what was found in words."""

from caseapp.litigation.selectors.conflicts.comparing import Finding, Register, search, seek
from caseapp.litigation.selectors.conflicts.known import Known, everyone_known, firms_asked_by, firms_that_know
from caseapp.litigation.selectors.conflicts.reports import Report, ShownHit, report_of, undecided_reviews
from caseapp.litigation.selectors.conflicts.wanted import Wanted, names_in

__all__ = [
    "Finding",
    "Known",
    "Register",
    "Report",
    "ShownHit",
    "Wanted",
    "everyone_known",
    "firms_asked_by",
    "firms_that_know",
    "names_in",
    "report_of",
    "search",
    "seek",
    "undecided_reviews",
]
