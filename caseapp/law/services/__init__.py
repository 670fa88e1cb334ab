"""What changes the law's data, and nothing else does."""

from caseapp.law.services.loading import Difference, load_law
from caseapp.law.services.records import InvalidLaw

__all__ = ["Difference", "InvalidLaw", "load_law"]
