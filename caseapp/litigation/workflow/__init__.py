"""The life of an engagement, a case file and a suit, as domain.md tells it."""

from caseapp.litigation.workflow.case_files import CASE_FILE, case_file_chain
from caseapp.litigation.workflow.collecting import OFFER
from caseapp.litigation.workflow.collective import ACTION, DISTRIBUTION, INVITATION, MEMBER, action_chain
from caseapp.litigation.workflow.engagements import ENGAGEMENT, FREE, engagement_chain, free_to_act
from caseapp.litigation.workflow.limitation import LIMITATION, limitation_chain
from caseapp.litigation.workflow.suits import AWARDING, SUIT, TO_SETTLE, suit_chain

__all__ = [
    "ACTION",
    "AWARDING",
    "CASE_FILE",
    "DISTRIBUTION",
    "ENGAGEMENT",
    "FREE",
    "INVITATION",
    "LIMITATION",
    "MEMBER",
    "OFFER",
    "SUIT",
    "TO_SETTLE",
    "action_chain",
    "case_file_chain",
    "engagement_chain",
    "free_to_act",
    "limitation_chain",
    "suit_chain",
]
