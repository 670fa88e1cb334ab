"""Reads of complaints, split by noun; import them from here."""

from caseapp.complaints.selectors.cases import (
    NextStep,
    complaint_by_reference,
    complaints,
    counts_by_state,
    identity,
    messages,
    next_step,
    screenings,
    timeline,
)

__all__ = [
    "NextStep",
    "complaint_by_reference",
    "complaints",
    "counts_by_state",
    "identity",
    "messages",
    "next_step",
    "screenings",
    "timeline",
]
