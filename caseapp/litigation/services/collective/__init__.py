"""What can be done in a collective action: proposing and inviting, joining, keeping the roster, dividing a sum."""

from caseapp.litigation.services.collective.actions import (
    ActionFacts,
    change_action,
    propose_action,
    tell_invited,
)
from caseapp.litigation.services.collective.actions import perform as perform_on_action
from caseapp.litigation.services.collective.admitting import MOST_AT_ONCE, admit_chosen
from caseapp.litigation.services.collective.consents import set_contact_consent
from caseapp.litigation.services.collective.distributions import perform as perform_on_distribution
from caseapp.litigation.services.collective.distributions import prepare_distribution
from caseapp.litigation.services.collective.joining import forget_member
from caseapp.litigation.services.collective.joining import perform as perform_on_invitation
from caseapp.litigation.services.collective.roster import perform as perform_on_member
from caseapp.litigation.services.collective.roster import weigh

__all__ = [
    "MOST_AT_ONCE",
    "ActionFacts",
    "admit_chosen",
    "change_action",
    "forget_member",
    "perform_on_action",
    "perform_on_distribution",
    "perform_on_invitation",
    "perform_on_member",
    "prepare_distribution",
    "propose_action",
    "set_contact_consent",
    "tell_invited",
    "weigh",
]
