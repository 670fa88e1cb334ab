"""The decision as a letter to the respondent, written after it was approved; the complainants' follow their closing."""

from typing import Any

import structlog
from django.utils.translation import override

from caseapp.accounts.selectors import today_at
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput
from caseapp.core.wording import written_day, written_sum
from caseapp.documents.enums import Kind
from caseapp.documents.models import Document
from caseapp.documents.selectors import appeal_periods, letter_language
from caseapp.documents.services import issue_to_respondent
from caseapp.enforcement.enums import UNISSUED_ORDER_STATES
from caseapp.enforcement.models import ComplianceOrder, Decision, Finding, Fine
from caseapp.law.selectors import located

log = structlog.get_logger(__name__)


def write_decision(*, decision: Decision, actor: Actor = SYSTEM) -> Document | None:
    """Write an approved decision to its respondent, once; None where no text is loaded. The authority finds it with the
    documents of the investigation.
    """
    investigation = decision.investigation
    place = investigation.authority.jurisdiction
    language = letter_language(place.pk)
    imposed = Fine.objects.filter(decision=decision).first()
    with override(language):
        ordered = [_ordered(row) for row in decision.orders.exclude(state__in=UNISSUED_ORDER_STATES).order_by("pk")]
        facts: dict[str, Any] = {
            "outcome": str(decision.get_outcome_display()),
            "reason": decision.reasons,
            "legal_basis": str(decision.legal_basis.name) if decision.legal_basis else "",
            "findings": [_finding(row) for row in investigation.findings.select_related("framework").order_by("pk")],
            "appeal_periods": appeal_periods(place.pk, on=today_at(investigation.authority)),
            "fine": written_sum(decision.fine_amount, decision.fine_currency) if decision.fine_amount else "",
            "payment_reference": imposed.reference if imposed is not None else investigation.reference,
            "order_count": str(len(ordered) or ""),
            "orders": ordered,
            "pay_by": written_day(decision.fine_due_on) if decision.fine_due_on else "",
        }
    try:
        return issue_to_respondent(
            actor=actor,
            kind=Kind.DECISION_RESPONDENT,
            authority=investigation.authority,
            respondent=investigation.respondent,
            place=place,
            matter=investigation.reference,
            facts=facts,
            language=language,
            occasion=f"decision:{decision.pk}",
        )
    except InvalidInput as refusal:
        log.warning("decision_not_written", investigation=investigation.reference, why=str(refusal.message))
        return None


def _finding(row: Finding) -> dict[str, str]:
    element = next((one for one in row.framework.elements.all() if one.key == row.element_key), None)
    return {
        "law": str(row.framework.name),
        "article": located(row.framework, element.article) if element else "",
        "text": str(element.question) if element else row.element_key,
        "result": str(row.get_result_display()),
    }


def _ordered(row: ComplianceOrder) -> dict[str, str]:
    return {
        "what": str(row.get_kind_display()),
        "text": row.text,
        "day": written_day(row.due_on),
        "number": row.reference,
    }
