"""What cases like the one being filed have brought, for the page on which the answers are checked."""

from caseapp.core.actors import Actor
from caseapp.intake.selectors import Answers, consent_of
from caseapp.law.enums import JurisdictionKind
from caseapp.law.selectors import reference
from caseapp.precedents import selectors as precedents
from caseapp.precedents.enums import EstimateTarget
from caseapp.precedents.services import make_estimate


def likely_range(*, actor: Actor, answers: Answers) -> str:
    """The range of compensation in one sentence, rounded to what it can bear; says so where the cases are too few.

    Empty for complaints about public bodies: what is decided about them is another matter. Stores nothing.
    """
    where, use = answers.stored("where"), answers.stored("use")
    place = reference().places.get(where.get("jurisdiction", ""))
    if place is None or answers.told_page == "public":
        return ""
    country = place.pk.partition("-")[0]
    facts = precedents.case_facts(
        {
            "country": None if place.kind == JurisdictionKind.UNION else country,
            "subdivision": place.pk if place.kind == JurisdictionKind.SUBDIVISION else None,
            "actor": where["respondent_kind"],
            "sector": where["sector"],
            "use": use["use"],
            "modality": "face",
            "consent_defect": list(consent_of(answers).defects),
            "minors": use["minors"] == "yes" or None,
            "persons": int(use["persons_affected"]),
        }
    )
    currency = place.currency or precedents.currency_of(facts.country)
    answer = make_estimate(actor=actor, target=EstimateTarget.COMPENSATION, facts=facts, currency=currency)
    return precedents.range_sentence(answer)
