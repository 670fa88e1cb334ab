"""The words of engagements, case files and suits."""

from caseapp.litigation.enums.case_files import CaseFileState
from caseapp.litigation.enums.engagements import ConflictResult, EngagementState
from caseapp.litigation.enums.suits import AwardKind, JudgmentResult, SuitState

__all__ = [
    "AwardKind",
    "CaseFileState",
    "ConflictResult",
    "EngagementState",
    "JudgmentResult",
    "SuitState",
]
