"""Compliance orders as their readers may see them, and what they say in plain words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.enforcement import policies
from caseapp.enforcement.enums import OrderKind
from caseapp.enforcement.models import ComplianceOrder
from caseapp.enforcement.querysets import OrderQuerySet
from caseapp.respondents.models import Respondent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PLAIN_WORDS: "dict[str, _StrOrPromise]" = {
    OrderKind.DELETE_DATA: _("The organisation must delete the pictures and face data that it keeps."),
    OrderKind.DELETE_TEMPLATES: _("The organisation must delete the templates by which it can recognise faces again."),
    OrderKind.DELETE_MODELS: _("The organisation must delete what its systems learned from the faces."),
    OrderKind.STOP: _("The organisation must stop using faces in this way."),
    OrderKind.OTHER_WAY_IN: _("The organisation must let people in without showing their face to a machine."),
    OrderKind.PUBLISH: _("The organisation must make the decision public itself."),
}


def orders(actor: Actor) -> OrderQuerySet:
    """Orders the actor may see: those of their own authority, and the final ones in the public register."""
    found: OrderQuerySet = ComplianceOrder.objects.visible_to(actor).select_related(
        "respondent", "authority__jurisdiction", "decision__investigation"
    )
    return found


def order_by_reference(actor: Actor, reference: str) -> ComplianceOrder:
    """One order, or NotFound: what is not visible does not exist."""
    found = orders(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def published_orders(respondent: Respondent) -> OrderQuerySet:
    """A respondent's final orders in the public register, newest first. A lifted one stays, with its state."""
    found: OrderQuerySet = (
        ComplianceOrder.objects.filter(policies.final_orders(), respondent=respondent)
        .select_related("authority")
        .order_by("-ordered_on", "-id")
    )
    return found
