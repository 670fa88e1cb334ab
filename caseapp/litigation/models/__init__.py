"""From a stranger's request to a judgment: engagement, case file, suit, hearing, judgment and award."""

from caseapp.litigation.models.case_files import CaseFile
from caseapp.litigation.models.collective import (
    CollectiveAction,
    CollectiveInvitation,
    CollectiveMember,
    ContactConsent,
)
from caseapp.litigation.models.conflicts import ConflictCheck, KnownParty
from caseapp.litigation.models.distributions import Distribution, DistributionShare
from caseapp.litigation.models.engagements import Engagement
from caseapp.litigation.models.parties import CaseParty
from caseapp.litigation.models.suits import Award, CivilSuit, Hearing, Judgment

__all__ = [
    "Award",
    "CaseFile",
    "CaseParty",
    "CivilSuit",
    "CollectiveAction",
    "CollectiveInvitation",
    "CollectiveMember",
    "ConflictCheck",
    "ContactConsent",
    "Distribution",
    "DistributionShare",
    "Engagement",
    "Hearing",
    "Judgment",
    "KnownParty",
]
