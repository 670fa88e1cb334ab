"""What the page of one suit shows, for the firm and, with less, for those it is brought for."""

from typing import Any

from caseapp.core.actors import Actor
from caseapp.core.policies import can
from caseapp.litigation.enums import CollectionKind, OfferState
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.selectors import collecting
from caseapp.litigation.selectors.client_accounts import account_caution, account_of, cap_in_words
from caseapp.litigation.selectors.outcomes import outcome_of
from caseapp.litigation.selectors.procedures import ladder, procedure_of, sources_of
from caseapp.litigation.selectors.suit_refusals import refusal_of


def suit_page(actor: Actor, suit: CivilSuit) -> dict[str, Any]:
    """Stages, docket, heads, offers, appeals and money of a suit that the actor may see, and what they may do to it."""
    for_firm = suit.case_file.firm_id in actor.firm_ids()
    procedure = procedure_of(suit)
    lines = list(collecting.ledger(suit))
    standing = collecting.standing_of(suit)
    offers = collecting.offers(actor, suit)
    account = account_of(suit)

    def may(action: str) -> bool:
        return can(actor, f"suits.{action}", suit) and refusal_of(suit, action, standing) is None

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
        "account": account,
        "account_caution": account_caution(account, standing.received) if account is not None else "",
        "fee_cap": cap_in_words(account) if account is not None else "",
        "outcome": outcome_of(suit) if for_firm else None,
        "may_award": may("record_award"),
        "may_propose": for_firm and may("propose_outcome"),
        "may_schedule": may("schedule_hearing"),
        "may_change": may("change"),
        "may_stage": may("record_stage"),
        "may_claim": may("record_head"),
        "may_remove": may("remove_head"),
        "may_offer": may("record_offer"),
        "may_collect": may("record_receipt"),
        "may_add_interest": may("add_interest"),
        "may_reckon": may("reckon"),
        "may_reverse": can(actor, "suits.reverse_receipt", suit),
        "reversible": {
            line.pk
            for line in lines
            if line.kind == CollectionKind.RECEIVED and line.reverses_id is None and not hasattr(line, "reversal")
        },
    }
