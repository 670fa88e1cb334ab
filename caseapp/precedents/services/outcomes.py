"""Scoring estimates by what cases brought in the end."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from caseapp.audit.services import record
from caseapp.core.actors import Actor
from caseapp.precedents.models import Estimate, OutcomeScore

CHAIN = "estimates"


@transaction.atomic
def score_outcome(
    *, actor: Actor, estimate: Estimate, amount: Decimal, currency: str, decided_on: date
) -> OutcomeScore | None:
    """Compare a kept estimate with what one person got in the end; once. None where it gave no range, was in another
    currency, or was made after the day of the decision: none of these can be scored. Writes the audit.
    """
    quantiles = estimate.result.get("quantiles")
    late = estimate.created_at.date() > decided_on
    if not quantiles or estimate.currency != currency or late:
        return None
    bounds = {name: Decimal(str(value)) for name, value in quantiles.items()}
    score, made = OutcomeScore.objects.get_or_create(
        estimate=estimate,
        defaults={
            "amount": amount,
            "decided_on": decided_on,
            "within_half": bounds["p25"] <= amount <= bounds["p75"],
            "within_eighty": bounds["p10"] <= amount <= bounds["p90"],
        },
    )
    if made:
        record(
            actor=actor,
            action="estimates.score",
            subject=score,
            chain=CHAIN,
            facts={"within_half": score.within_half, "within_eighty": score.within_eighty},
        )
    return score
