"""What changes the law's data, and nothing else does."""

from caseapp.law.services.editing import Overtaken, preview_version, record_version
from caseapp.law.services.loading import Difference, load_law
from caseapp.law.services.records import FrameworkRecord, InvalidLaw

__all__ = [
    "Difference",
    "FrameworkRecord",
    "InvalidLaw",
    "Overtaken",
    "load_law",
    "preview_version",
    "record_version",
]
