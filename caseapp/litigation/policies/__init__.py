"""Who works on a firm's matters; clients see what is theirs, and nobody else sees anything."""

from caseapp.litigation.policies.case_files import visible_case_files
from caseapp.litigation.policies.collecting import visible_offers
from caseapp.litigation.policies.collective import (
    visible_actions,
    visible_distributions,
    visible_invitations,
    visible_members,
)
from caseapp.litigation.policies.engagements import visible_engagements
from caseapp.litigation.policies.suits import visible_suits

__all__ = [
    "visible_actions",
    "visible_case_files",
    "visible_distributions",
    "visible_engagements",
    "visible_invitations",
    "visible_members",
    "visible_offers",
    "visible_suits",
]
