"""Who sees and does what with offers and with the money of a suit: its readers read, the firm's lawyers act."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.litigation.policies.firms import lawyer_of_firm
from caseapp.litigation.policies.suits import visible_suits


def visible_offers(actor: Actor) -> Q:
    """Whoever sees the suit knows what was offered; the firm's remark and its estimate are on the firm's page alone."""
    if actor.is_system:
        return Q()
    suits = apps.get_model("litigation", "CivilSuit").objects.filter(visible_suits(actor), pk=OuterRef("suit_id"))
    return Q(Exists(suits))


def _lawyer(actor: Actor, suit: Any) -> bool:
    return lawyer_of_firm(actor, suit.case_file)


for _action in ("record_offer", "record_receipt", "reverse_receipt", "add_interest", "waive", "reckon"):
    allow(f"suits.{_action}", _lawyer)
for _action in ("accept", "refuse", "take_back", "lapse"):
    allow(f"offers.{_action}", lambda actor, offer: _lawyer(actor, offer.suit))
