"""Proposing a final award or settlement as a precedent, without names, and scoring the estimate given before it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.models import CivilSuit, OutcomeProposal
from caseapp.litigation.selectors.outcomes import final_day, names_to_keep_out, represented
from caseapp.litigation.selectors.suit_refusals import refusal_of
from caseapp.litigation.selectors.suits import total_awarded
from caseapp.litigation.workflow import suit_chain
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.models import Estimate
from caseapp.precedents.services import score_outcome, suggest
from caseapp.rules.fines import places_of

timeline.tell("suits.outcome_proposed", _("The outcome was proposed as a precedent, without names."))


@dataclass(frozen=True)
class OutcomeFacts:
    """What the curators read: the decision in a few sentences, where it can be read, and for how many people it was."""

    what: str
    url: str
    title: str
    people: int


@transaction.atomic
def propose_outcome(*, actor: Actor, suit: CivilSuit, facts: OutcomeFacts) -> OutcomeProposal:
    """Hand a final outcome to the curators' queue, once. The draft they get holds the facts of the case without any
    person; the words may name no client, member or complaint. The earliest estimate kept for the client is scored.

    Refused before the outcome is final. Raises InvalidInput by field.
    """
    locked = (
        CivilSuit.objects.select_for_update(of=("self",))
        .select_related("case_file__jurisdiction", "case_file__respondent")
        .get(pk=suit.pk)
    )
    if not can(actor, "suits.propose_outcome", locked):
        raise NotAllowed()
    refusal, decided_on = refusal_of(locked, "propose_outcome"), final_day(locked)
    if refusal is not None or decided_on is None:
        raise WrongState(refusal)
    total = total_awarded(locked)
    if facts.people < 1:
        raise InvalidInput.field("people", _("Enter a whole number above zero."))
    told = next((name for name in names_to_keep_out(locked) if name.casefold() in facts.what.casefold()), None)
    if told is not None:
        raise InvalidInput.field("what", _("Name no person and no complaint: take out “%(name)s”.") % {"name": told})
    each = (total / facts.people).quantize(Decimal(1).scaleb(-places_of(locked.currency)), rounding=ROUND_HALF_UP)
    client = represented(locked)
    suggestion = suggest(
        actor=actor,
        what=facts.what,
        url=facts.url,
        title=facts.title,
        country=_country(locked),
        facts=_record(locked, client, total, each, facts.people, decided_on.isoformat()),
        throttle_key=f"suit:{locked.pk}",
    )
    earliest = (
        Estimate.objects.filter(subject=client.reference, target=EstimateTarget.COMPENSATION, score=None)
        .order_by("created_at")
        .first()
        if client is not None
        else None
    )
    score = (
        score_outcome(actor=actor, estimate=earliest, amount=each, currency=locked.currency, decided_on=decided_on)
        if earliest is not None
        else None
    )
    made = OutcomeProposal.objects.create(
        suit=locked,
        suggestion=suggestion,
        score=score,
        per_person_amount=each,
        currency=locked.currency,
        people=facts.people,
        decided_on=decided_on,
        proposed_by_id=actor.user_id,
    )
    timeline.write(actor=actor, subject=locked, kind="suits.outcome_proposed", shared=False)
    audit.record(
        actor=actor,
        action="suits.propose_outcome",
        subject=made,
        chain=suit_chain(locked),
        facts={"suggestion": suggestion.reference, "scored": score is not None},
    )
    return made


def _country(suit: CivilSuit) -> str:
    country = suit.case_file.jurisdiction_id.partition("-")[0]
    return country if len(country) == 2 and country != "EU" else ""


def _record(
    suit: CivilSuit, client: Complaint | None, total: Decimal, each: Decimal, people: int, decided_on: str
) -> dict[str, Any]:
    """The draft's facts in the words of the collection; nothing of a person."""
    settled = suit.awards.filter(replaced_by=None, kind="settlement").exists()
    place = suit.case_file.jurisdiction_id
    found: dict[str, Any] = {
        "kind": ("class_settlement" if people > 1 else "individual_settlement") if settled else "court_award",
        "authority": suit.court,
        "country": _country(suit) or None,
        "subdivision": place if "-" in place else None,
        "respondent": suit.case_file.respondent.name,
        "decided_on": decided_on,
        "status": "final",
        "amount": float(total),
        "currency": suit.currency,
        "persons": people,
        "persons_basis": "claimants",
        "per_person": float(each),
        "per_person_basis": "computed",
    }
    if client is not None:
        found |= {
            "sector": client.sector,
            "modality": client.modality,
            "use": client.use,
            "consent_defect": sorted(client.consent_defect),
            "minors": client.minors or None,
            "vulnerable": client.vulnerable or None,
        }
    return found
