"""A firm's matters as a given actor may see them."""

from caseapp.litigation.querysets.case_files import CaseFileQuerySet
from caseapp.litigation.querysets.collecting import OfferQuerySet
from caseapp.litigation.querysets.collective import (
    CollectiveActionQuerySet,
    CollectiveInvitationQuerySet,
    CollectiveMemberQuerySet,
    DistributionQuerySet,
)
from caseapp.litigation.querysets.engagements import EngagementQuerySet
from caseapp.litigation.querysets.firms import (
    ConflictCheckQuerySet,
    EngagementMessageQuerySet,
    OfCaseFileQuerySet,
    OfFirmQuerySet,
)
from caseapp.litigation.querysets.suits import CivilSuitQuerySet

__all__ = [
    "CaseFileQuerySet",
    "CivilSuitQuerySet",
    "CollectiveActionQuerySet",
    "CollectiveInvitationQuerySet",
    "CollectiveMemberQuerySet",
    "ConflictCheckQuerySet",
    "DistributionQuerySet",
    "EngagementMessageQuerySet",
    "EngagementQuerySet",
    "OfCaseFileQuerySet",
    "OfFirmQuerySet",
    "OfferQuerySet",
]
