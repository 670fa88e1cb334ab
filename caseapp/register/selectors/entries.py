"""Published decisions and orders in the form of the API and the downloads."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from caseapp.core.errors import NotFound
from caseapp.enforcement import policies as enforcement
from caseapp.enforcement.models import ComplianceOrder
from caseapp.register.enums import Kind, TextState
from caseapp.register.models import PublicText
from caseapp.register.selectors.texts import published_decisions

DECISION_HEADER = (
    *("reference", "respondent_reference", "respondent", "respondent_local", "respondent_country", "sector"),
    *("authority", "jurisdiction", "outcome", "legal_basis", "decided_on", "published_on", "text", "reply"),
)
ORDER_HEADER = (
    *("reference", "respondent_reference", "respondent", "respondent_local", "respondent_country", "sector"),
    *("authority", "jurisdiction", "kind", "state", "ordered_on", "due_on", "fulfilled_on", "published_on"),
    *("text", "reply"),
)


def public_orders() -> QuerySet[ComplianceOrder]:
    """Final orders in the register, of every authority."""
    return ComplianceOrder.objects.filter(enforcement.final_orders()).select_related(
        "respondent", "authority__jurisdiction", "decision__investigation"
    )


def public_order(reference: str) -> ComplianceOrder:
    """One order of the register; raises NotFound also for one that is not public."""
    found = public_orders().filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def decision_record(text: PublicText, reply: str | None) -> dict[str, Any]:
    """A published decision; its reference is the investigation's and never changes."""
    decision = text.decision
    return {
        "reference": decision.investigation.reference,
        **_whose(decision.investigation.respondent, text.authority),
        "outcome": decision.outcome,
        "legal_basis": decision.legal_basis.code if decision.legal_basis else None,
        "decided_on": decision.approved_at.date() if decision.approved_at else None,
        "published_on": text.reviewed_at.date() if text.reviewed_at else None,
        "text": text.text,
        "reply": reply,
    }


def order_record(order: ComplianceOrder, reply: str | None) -> dict[str, Any]:
    """A published order."""
    return {
        "reference": order.reference,
        **_whose(order.respondent, order.authority),
        "kind": order.kind,
        "state": order.state,
        "ordered_on": order.ordered_on,
        "due_on": order.due_on,
        "fulfilled_on": order.fulfilled_on,
        "published_on": order.published_at.date() if order.published_at else None,
        "text": order.summary,
        "reply": reply,
    }


def decision_records() -> Iterator[dict[str, Any]]:
    """Published decisions, one at a time, each with the respondent's reply."""
    replies = all_replies()
    for text in published_decisions().iterator(chunk_size=500):
        yield decision_record(text, replies.get(text.decision_id))


def order_records() -> Iterator[dict[str, Any]]:
    """Published orders, one at a time, each with the respondent's reply."""
    replies = all_replies()
    for order in public_orders().iterator(chunk_size=500):
        yield order_record(order, replies.get(order.decision_id))


def flat(record: dict[str, Any], header: tuple[str, ...]) -> list[Any]:
    """A record as a row of the table under `header`."""
    respondent, authority = record["respondent"], record["authority"]
    told = {
        **record,
        "respondent": respondent["name"],
        "respondent_reference": respondent["reference"],
        "respondent_local": respondent["name_local"],
        "respondent_country": respondent["country"],
        "sector": respondent["sector"],
        "authority": authority["name"],
        "jurisdiction": authority["jurisdiction"],
    }
    return [told[name] for name in header]


def all_replies() -> dict[int, str]:
    """The published reply to each decision that has one."""
    found = PublicText.objects.filter(kind=Kind.REPLY, state=TextState.PUBLISHED)
    return dict(found.values_list("decision_id", "text"))


def _whose(respondent: Any, authority: Any) -> dict[str, Any]:
    return {
        "respondent": {
            "reference": respondent.reference,
            "name": respondent.name,
            "name_local": respondent.name_local,
            "country": respondent.country_id,
            "sector": respondent.sector,
        },
        "authority": {"code": authority.code, "name": authority.name, "jurisdiction": authority.jurisdiction_id},
    }
