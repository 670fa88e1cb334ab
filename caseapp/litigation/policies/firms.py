"""What somebody is to the firm that a thing belongs to."""

from typing import Any

from caseapp.core.actors import Actor


def of_firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids()


def lawyer_of_firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner", "associate")


def partner_of_firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner")
