"""What the law made of a complaint when it was filed, kept with the versions of the law that were asked."""

from typing import TYPE_CHECKING

from django.utils import timezone

from caseapp.complaints.services.statement import ComplaintFacts, ScreeningRecord
from caseapp.law.selectors import day_in, reference, screen, screening_facts

if TYPE_CHECKING:
    from caseapp.rules.screening import ScreeningResult


def screening_records(result: "ScreeningResult") -> tuple[ScreeningRecord, ...]:
    """A screening's result, law by law, as a complaint keeps it."""
    plain = {one["code"]: one for one in result.as_json()["frameworks"]}
    rows = reference().frameworks
    return tuple(
        ScreeningRecord(
            framework=rows[one.code, one.version],
            answers={element.key: element.answer.value for element in one.elements if element.answer is not None},
            result=plain[one.code],
            method_version=result.method_version,
        )
        for one in result.frameworks
    )


def screened(facts: ComplaintFacts) -> tuple[ScreeningRecord, ...]:
    """The screening of a complaint that came without one, by what its facts say; nothing was asked beyond them."""
    return screening_records(
        screen(
            screening_facts(
                jurisdiction=facts.jurisdiction.pk,
                as_of=day_in(facts.jurisdiction, timezone.now()),
                respondent_kind=facts.respondent_kind,
                sector=facts.sector,
                venue_kind=facts.venue_kind,
                use=facts.use,
                modality=facts.modality,
                occurred_on=facts.occurred_on,
                ongoing=facts.ongoing,
                consent_asked=facts.consent_asked,
                consent_separate=facts.consent_separate,
                alternative_offered=facts.alternative_offered,
                consent_defect=facts.consent_defect,
                harms=facts.harms,
                relief_sought=facts.relief_sought,
                minors=facts.minors,
                vulnerable=facts.vulnerable,
                persons_affected=facts.persons_affected,
                respondent_known=True,
            )
        )
    )
