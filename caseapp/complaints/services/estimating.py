"""The estimate of a complaint: the one place where a complaint's words become the facts of an estimate."""

from typing import Any

from django.db import transaction

from caseapp.accounts.selectors import actor_for
from caseapp.complaints.models import Complaint
from caseapp.complaints.services.receipts import receipt_holder
from caseapp.core.actors import Actor, day_of
from caseapp.core.enums import ActorSector
from caseapp.core.errors import InvalidInput
from caseapp.law.enums import JurisdictionKind
from caseapp.precedents import selectors as precedents
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.services import date_kept_estimates, make_estimate
from caseapp.rules.estimation.facts import CaseFacts


def facts_from_complaint(complaint: Complaint, target: str = EstimateTarget.COMPENSATION) -> CaseFacts:
    """What a complaint says of itself, as an estimate takes it.

    For compensation the people are those it speaks for, one unless it names more. For a fine they are those whom the
    practice reaches, of which one person's complaint says nothing.
    """
    alone = complaint.persons_affected <= 1
    place = complaint.jurisdiction
    country, _hyphen, _part = place.code.partition("-")
    return precedents.case_facts(
        {
            "country": None if place.kind == JurisdictionKind.UNION else country,
            "subdivision": place.code if place.kind == JurisdictionKind.SUBDIVISION else None,
            "actor": complaint.respondent_kind,
            "sector": complaint.sector,
            "use": complaint.use,
            "modality": complaint.modality,
            "consent_defect": complaint.consent_defect,
            "minors": complaint.minors or None,
            "vulnerable": complaint.vulnerable,
            "persons": None if alone and target == EstimateTarget.FINE else max(complaint.persons_affected, 1),
        }
    )


def estimate_for(complaint: Complaint, *, actor: Actor, target: str, keep: bool = False) -> dict[str, Any]:
    """The answer for a complaint in the currency of its place; `keep` stores it for this actor."""
    facts = facts_from_complaint(complaint, target)
    return make_estimate(
        actor=actor,
        target=target,
        facts=facts,
        currency=complaint.jurisdiction.currency or precedents.currency_of(facts.country),
        complaint_reference=complaint.reference,
        keep=keep,
    )


def keep_first_estimate(*, complaint_id: int) -> None:
    """Keep what cases like a new complaint have brought one person, so that its own page can say so at once.

    Belongs to the complainant, is dated to the day where they are anonymous, and tells nobody. None about a public
    body, or where the facts make no question. Safe to run again: the same question is kept once.
    """
    complaint = Complaint.objects.select_related("jurisdiction", "owner").filter(pk=complaint_id).first()
    if complaint is None or complaint.respondent_kind == ActorSector.PUBLIC or complaint.erased_at is not None:
        return
    holder = actor_for(complaint.owner) if complaint.owner is not None else receipt_holder(complaint)
    with transaction.atomic():
        try:
            estimate_for(complaint, actor=holder, target=EstimateTarget.COMPENSATION, keep=True)
        except InvalidInput:
            return
        if complaint.anonymous:
            date_kept_estimates(subject=complaint.reference, at=day_of(complaint.submitted_at or complaint.created_at))
