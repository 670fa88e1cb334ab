"""From a stranger's request to a judgment: engagement, case file, suit, hearing, judgment and award."""

from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.models.collecting import ClientAccount, CollectionEntry, Offer, SuitAppeal
from caseapp.litigation.models.collective import (
    CollectiveAction,
    CollectiveInvitation,
    CollectiveMember,
    ContactConsent,
)
from caseapp.litigation.models.conflicts import ConflictCheck, KnownParty
from caseapp.litigation.models.distributions import Distribution, DistributionShare
from caseapp.litigation.models.docket import CalendarFeed, ClaimHead, DocketEntry
from caseapp.litigation.models.engagements import Engagement
from caseapp.litigation.models.limitation import Limitation, LimitationWarning, Tolling
from caseapp.litigation.models.messages import EngagementMessage
from caseapp.litigation.models.outcomes import OutcomeProposal
from caseapp.litigation.models.parties import CaseParty
from caseapp.litigation.models.procedures import Procedure, SuitStage
from caseapp.litigation.models.suits import Award, CivilSuit, Hearing, Judgment
from caseapp.litigation.models.working import CaseFact, CaseTask, ElementProof

__all__ = [
    "Award",
    "CalendarFeed",
    "CaseFact",
    "CaseFile",
    "CaseParty",
    "CaseTask",
    "CivilSuit",
    "ClaimHead",
    "ClientAccount",
    "CollectionEntry",
    "CollectiveAction",
    "CollectiveInvitation",
    "CollectiveMember",
    "ConflictCheck",
    "ContactConsent",
    "Distribution",
    "DistributionShare",
    "DocketEntry",
    "ElementProof",
    "Engagement",
    "EngagementMessage",
    "Hearing",
    "Judgment",
    "KnownParty",
    "Limitation",
    "LimitationWarning",
    "Offer",
    "OutcomeProposal",
    "Procedure",
    "SuitAppeal",
    "SuitStage",
    "Tolling",
]
