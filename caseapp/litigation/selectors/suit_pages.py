"""What the page of one suit shows, for the firm and, with less, for those it is brought for."""

from typing import Any

from caseapp.core.actors import Actor
from caseapp.core.policies import can
from caseapp.litigation.enums import CollectionKind, OfferState, SuitState
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.selectors import collecting
from caseapp.litigation.selectors.outcomes import final_day, outcome_of
from caseapp.litigation.selectors.procedures import ladder, procedure_of, sources_of, stages_at
from caseapp.litigation.selectors.suits import ENDED

FOR_MONEY = frozenset({SuitState.JUDGMENT, SuitState.APPEALED, SuitState.SETTLED, SuitState.COLLECTING})


def suit_page(actor: Actor, suit: CivilSuit) -> dict[str, Any]:
    """Stages, docket, heads, offers, appeals and money of a suit that the actor may see, and what they may do to it."""
    for_firm = suit.case_file.firm_id in actor.firm_ids()
    procedure = procedure_of(suit)
    going = suit.state not in ENDED
    lines = list(collecting.ledger(suit))
    standing = collecting.standing_of(suit)
    offers = collecting.offers(actor, suit)
    return {
        "for_firm": for_firm,
        "procedure": procedure,
        "ladder": ladder(suit, procedure),
        "sources": sources_of(procedure),
        "docket": suit.docket.order_by("on", "pk") if for_firm else [],
        "heads": suit.heads.all(),
        "offers": offers,
        "open_offers": any(one.offer.state == OfferState.OPEN for one in offers),
        "appeals": collecting.appeals(suit),
        "ledger": lines,
        "standing": standing,
        "account": collecting.account_of(suit),
        "outcome": outcome_of(suit) if for_firm else None,
        "may_propose": for_firm
        and bool(lines)
        and final_day(suit) is not None
        and can(actor, "suits.propose_outcome", suit),
        "may_schedule": going and can(actor, "suits.schedule_hearing", suit),
        "may_change": going and can(actor, "suits.change", suit),
        "may_stage": going and can(actor, "suits.record_stage", suit) and len(stages_at(procedure, suit.state)) > 1,
        "may_claim": going and can(actor, "suits.record_head", suit),
        "may_remove": suit.state == SuitState.PREPARING and can(actor, "suits.remove_head", suit),
        "may_offer": going and suit.state not in FOR_MONEY and can(actor, "suits.record_offer", suit),
        "may_collect": bool(standing.outstanding) and can(actor, "suits.record_receipt", suit),
        "may_reckon": bool(standing.received) and can(actor, "suits.reckon", suit),
        "may_reverse": can(actor, "suits.reverse_receipt", suit),
        "reversible": {
            line.pk
            for line in lines
            if line.kind == CollectionKind.RECEIVED and line.reverses_id is None and not hasattr(line, "reversal")
        },
    }
