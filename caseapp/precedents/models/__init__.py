"""Precedents and their sources, versions of them, suggestions, saved searches, and the estimates made from them."""

from caseapp.precedents.models.alerts import Alert, Match
from caseapp.precedents.models.curation import Revision, Suggestion
from caseapp.precedents.models.estimates import Estimate
from caseapp.precedents.models.outcomes import OutcomeScore
from caseapp.precedents.models.precedents import UNDATED, Precedent, Source, Treatment

__all__ = [
    "UNDATED",
    "Alert",
    "Estimate",
    "Match",
    "OutcomeScore",
    "Precedent",
    "Revision",
    "Source",
    "Suggestion",
    "Treatment",
]
