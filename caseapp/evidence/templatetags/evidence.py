"""What pages of evidence need beside their context."""

from django import template

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.evidence import selectors, tickets

register = template.Library()


@register.simple_tag
def receipt_ticket(actor: Actor, complaint: Complaint) -> str:
    """A ticket for whoever follows by receipt; an account is known by its session and needs none."""
    return tickets.issue("receipt", complaint.pk) if actor.is_receipt_holder else ""


@register.filter
def moment(second: float | None) -> str:
    """A moment of a film as people write it."""
    return selectors.moment(second or 0.0)
