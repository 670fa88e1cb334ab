"""What somebody is to the firm that a thing belongs to."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor


def owned_by_firm(actor: Actor, through: str = "") -> Q:
    """What belongs to the actor's firm alone: its working material, which nobody else ever sees.

    `through` leads to the row that has the firm, such as `case_file__`.
    """
    return Q() if actor.is_system else Q(**{f"{through}firm_id__in": actor.firm_ids()})


def of_firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids()


def lawyer_of_firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner", "associate")


def partner_of_firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner")
