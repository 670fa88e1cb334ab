"""What a page gives to its upload control."""

from django import template

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.evidence import tickets

register = template.Library()


@register.simple_tag
def receipt_ticket(actor: Actor, complaint: Complaint) -> str:
    """A ticket for whoever follows by receipt; an account is known by its session and needs none."""
    return tickets.issue("receipt", complaint.pk) if actor.is_receipt_holder else ""
