"""Who takes a matter away or brings one in: the firm's own people, for their own firm."""

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def visible(actor: Actor) -> Q:
    """Archives of the firm, and files that came with a case file: the firm's alone."""
    return Q() if actor.is_system else Q(case_file__firm_id__in=actor.firm_ids())


def visible_arrivals(actor: Actor) -> Q:
    """What a firm was sent to bring in: its own."""
    return Q() if actor.is_system else Q(firm_id__in=actor.firm_ids())


allow("matters.take_out", lambda actor, case_file: case_file.firm_id in actor.firm_ids("partner"))
allow("matters.bring_in", lambda actor, firm: firm.pk in actor.firm_ids("partner", "associate"))
