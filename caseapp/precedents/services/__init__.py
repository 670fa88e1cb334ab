"""What may happen to precedents and estimates."""

from caseapp.precedents.services.estimates import make_estimate
from caseapp.precedents.services.loading import BadRecords, Loaded, load_precedents

__all__ = ["BadRecords", "Loaded", "load_precedents", "make_estimate"]
