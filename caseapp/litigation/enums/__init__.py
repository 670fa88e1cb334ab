"""The words of engagements, case files and suits."""

from caseapp.litigation.enums.case_files import CaseFileState
from caseapp.litigation.enums.conflicts import (
    CheckReason,
    ConflictResult,
    KnownRole,
    Part,
    PartyRole,
    Standing,
    Weight,
)
from caseapp.litigation.enums.engagements import EngagementState
from caseapp.litigation.enums.suits import AwardKind, JudgmentResult, SuitState

__all__ = [
    "AwardKind",
    "CaseFileState",
    "CheckReason",
    "ConflictResult",
    "EngagementState",
    "JudgmentResult",
    "KnownRole",
    "Part",
    "PartyRole",
    "Standing",
    "SuitState",
    "Weight",
]
