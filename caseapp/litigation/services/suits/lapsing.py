"""Offers end with the suit that they would have settled."""

from caseapp.core.actors import Actor
from caseapp.litigation.enums import OfferState
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.workflow import OFFER, TO_SETTLE


def lapse_offers(actor: Actor, suit: CivilSuit) -> None:
    """Let every open offer lapse, each with its own entry, once the sides can no longer settle this suit."""
    if suit.state in TO_SETTLE:
        return
    for offer in suit.offers.filter(state=OfferState.OPEN).order_by("pk"):
        OFFER.apply(actor, offer, "lapse")
