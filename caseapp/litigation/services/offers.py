"""Offers and counter-offers, each beside the estimate as it was that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.services.estimating import facts_from_complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, InvalidInput
from caseapp.litigation.enums import EngagementState, OfferState, SuitSide
from caseapp.litigation.models import CivilSuit, Offer
from caseapp.litigation.selectors.suits import today_of
from caseapp.litigation.services.suit_locks import locked_suit
from caseapp.litigation.services.suits import perform as perform_on_suit
from caseapp.litigation.services.suits import tell_clients
from caseapp.litigation.workflow import OFFER, suit_chain
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.models import Estimate
from caseapp.precedents.selectors import estimates_of
from caseapp.precedents.services import make_estimate
from caseapp.rules.fines import fits, places_of

timeline.tell("suits.offer", _("%(sum)s were offered to settle."))
timeline.tell("suits.offer_made", _("%(sum)s were offered on %(on)s to settle."))


@dataclass(frozen=True)
class OfferFacts:
    """What was offered, by which side, when, for how many people, and until when it stands."""

    side: str
    amount: Decimal
    offered_on: date
    people: int = 1
    open_until: date | None = None
    terms: str = ""
    remark: str = ""
    answers: Offer | None = None


@transaction.atomic
def record_offer(*, actor: Actor, suit: CivilSuit, facts: OfferFacts) -> Offer:
    """Record an offer in the suit's currency with the estimate of this day, kept so that nobody changes it later.

    An offer that answers an open one of the other side refuses that one. Clients are told. Raises InvalidInput by
    field, WrongState in a suit that is decided, settled or has ended.
    """
    locked = locked_suit(actor, suit, "record_offer")
    _check(locked, facts)
    if facts.answers is not None and facts.answers.state == OfferState.OPEN:
        OFFER.apply(actor, facts.answers, "refuse")
    offer = Offer.objects.create(
        suit=locked,
        currency=locked.currency,
        estimate=estimate_of_today(actor, locked),
        **{name: getattr(facts, name) for name in OfferFacts.__dataclass_fields__},
    )
    told = {"amount": f"{offer.amount:.2f}", "currency": offer.currency, "on": offer.offered_on.isoformat()}
    timeline.write(actor=actor, subject=locked, kind="suits.offer_made", data=told)
    audit.record(
        actor=actor,
        action="suits.record_offer",
        subject=offer,
        chain=suit_chain(locked),
        facts={**told, "side": offer.side, "estimate": str(offer.estimate_id or "")},
    )
    tell_clients(locked)
    return offer


def estimate_of_today(actor: Actor, suit: CivilSuit) -> Estimate | None:
    """What the precedents say today of the first client's complaint, kept; None where the facts give no question."""
    engagement = (
        suit.case_file.engagements.filter(state=EngagementState.ACCEPTED)
        .select_related("complaint__jurisdiction")
        .order_by("pk")
        .first()
    )
    if engagement is None:
        return None
    target, reference = EstimateTarget.COMPENSATION, engagement.complaint.reference
    try:
        make_estimate(
            actor=actor,
            target=target,
            facts=facts_from_complaint(engagement.complaint, target),
            currency=suit.currency,
            complaint_reference=reference,
            keep=True,
        )
    except DomainError:
        return None
    return estimates_of(actor, reference).filter(target=target).first()


@transaction.atomic
def accept(*, actor: Actor, offer: Offer, on: date) -> Offer:
    """Record that the other side of an offer accepted it: the suit is settled for that sum on that day."""
    _suit_first(offer)
    done = OFFER.apply(actor, offer, "accept", given={"on": on}, facts={"on": on.isoformat()})
    perform_on_suit(actor=actor, suit=done.suit, action="settle", given={"amount": done.amount, "awarded_on": on})
    return done


@transaction.atomic
def close(*, actor: Actor, offer: Offer, action: str) -> Offer:
    """Record that an offer was refused or taken back."""
    _suit_first(offer)
    return OFFER.apply(actor, offer, action)


def perform(*, actor: Actor, offer: Offer, action: str, given: Mapping[str, Any]) -> Offer:
    """Do an offered action by its name, for the act page and the API."""
    if action == "accept":
        if given.get("on") is None:
            raise InvalidInput.field("on", _("Enter this to go on."))
        return accept(actor=actor, offer=offer, on=given["on"])
    if action in {"refuse", "take_back"}:
        return close(actor=actor, offer=offer, action=action)
    raise InvalidInput.field("action", _("There is no such action."))


def _suit_first(offer: Offer) -> None:
    """Lock the suit before its offer, as all do who let its offers lapse: else two of them wait for each other."""
    CivilSuit.objects.select_for_update().get(pk=offer.suit_id)


def _check(suit: CivilSuit, facts: OfferFacts) -> None:
    faults: dict[str, Any] = {}
    if facts.side not in SuitSide.values:
        faults["side"] = _("This is not one of the choices.")
    if facts.amount <= 0 or not fits(facts.amount, places_of(suit.currency)):
        faults["amount"] = _("Enter a sum above zero.")
    if facts.offered_on > today_of(suit):
        faults["offered_on"] = _("The day must not lie in the future.")
    if facts.open_until is not None and facts.open_until < facts.offered_on:
        faults["open_until"] = _("The last day must not be before the first.")
    if facts.people < 1:
        faults["people"] = _("Enter a whole number above zero.")
    if facts.answers is not None and (facts.answers.suit_id != suit.pk or facts.answers.side == facts.side):
        faults["answers"] = _("A counter-offer answers an offer of the other side.")
    if faults:
        raise InvalidInput(errors=faults)
