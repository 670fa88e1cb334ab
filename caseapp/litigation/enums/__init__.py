"""The words of engagements, case files and suits."""

from caseapp.litigation.enums.case_files import CaseFileState
from caseapp.litigation.enums.collective import (
    TAKING_PART,
    ActionState,
    DistributionState,
    Doubt,
    InvitationState,
    MemberState,
    ShareRule,
)
from caseapp.litigation.enums.conflicts import (
    CheckReason,
    ConflictResult,
    KnownRole,
    Part,
    PartyRole,
    Standing,
    Weight,
)
from caseapp.litigation.enums.engagements import EngagementState, FeeKind
from caseapp.litigation.enums.suits import AwardKind, JudgmentResult, SuitState

__all__ = [
    "TAKING_PART",
    "ActionState",
    "AwardKind",
    "CaseFileState",
    "CheckReason",
    "ConflictResult",
    "DistributionState",
    "Doubt",
    "EngagementState",
    "FeeKind",
    "InvitationState",
    "JudgmentResult",
    "KnownRole",
    "MemberState",
    "Part",
    "PartyRole",
    "ShareRule",
    "Standing",
    "SuitState",
    "Weight",
]
