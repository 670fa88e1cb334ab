"""The words of engagements, case files and suits."""

from caseapp.litigation.enums.case_files import CaseFileState
from caseapp.litigation.enums.collecting import (
    AppealOutcome,
    CollectionKind,
    DocketKind,
    DocketSide,
    FeeBasis,
    OfferState,
    SuitSide,
)
from caseapp.litigation.enums.collective import (
    PROMISED,
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
from caseapp.litigation.enums.working import FactStanding, LimitationState, MatterKind, Strength, TollingKind

__all__ = [
    "PROMISED",
    "TAKING_PART",
    "ActionState",
    "AppealOutcome",
    "AwardKind",
    "CaseFileState",
    "CheckReason",
    "CollectionKind",
    "ConflictResult",
    "DistributionState",
    "DocketKind",
    "DocketSide",
    "Doubt",
    "EngagementState",
    "FactStanding",
    "FeeBasis",
    "FeeKind",
    "InvitationState",
    "JudgmentResult",
    "KnownRole",
    "LimitationState",
    "MatterKind",
    "MemberState",
    "OfferState",
    "Part",
    "PartyRole",
    "ShareRule",
    "Standing",
    "Strength",
    "SuitSide",
    "SuitState",
    "TollingKind",
    "Weight",
]
