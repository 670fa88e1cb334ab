"""Who sees and does what with a case file."""

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.litigation.policies.firms import lawyer_of_firm, of_firm, owned_by_firm, partner_of_firm


def visible_case_files(actor: Actor) -> Q:
    """The firm's alone: what a lawyer writes down is privileged."""
    return owned_by_firm(actor)


allow("case_files.open", lawyer_of_firm)
allow("case_files.change", of_firm)
allow("case_files.close", lawyer_of_firm)
allow("case_files.reopen", partner_of_firm)
allow("case_files.open_suit", lawyer_of_firm)
allow("case_files.choose_team", lawyer_of_firm)

allow("limitations.change_facts", of_firm)
allow("limitations.confirm", lawyer_of_firm)
allow("limitations.meet", lawyer_of_firm)
allow("limitations.run_again", lawyer_of_firm)
