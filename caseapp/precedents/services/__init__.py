"""What may happen to precedents and estimates."""

from caseapp.precedents.services.estimates import date_kept_estimates, make_estimate
from caseapp.precedents.services.loading import BadRecords, Loaded, load_precedents
from caseapp.precedents.services.outcomes import score_outcome
from caseapp.precedents.services.revisions import perform, record_treatment, write_revision
from caseapp.precedents.services.suggestions import answer_suggestion, suggest

__all__ = [
    "BadRecords",
    "Loaded",
    "answer_suggestion",
    "date_kept_estimates",
    "load_precedents",
    "make_estimate",
    "perform",
    "record_treatment",
    "score_outcome",
    "suggest",
    "write_revision",
]
