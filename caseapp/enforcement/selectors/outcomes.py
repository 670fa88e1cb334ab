"""What came of a complaint, as the person who filed it may know it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.enforcement.enums import UNISSUED_ORDER_STATES, DecisionOutcome, FineState, InvestigationState, OrderState
from caseapp.enforcement.models import Fine, Investigation, InvestigationComplaint
from caseapp.enforcement.selectors.orders import PLAIN_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class FineFacts:
    """A fine in the words of a complainant's page; `amount` is the sum as it stands after any appeal."""

    reference: str
    amount: Decimal
    currency: str
    state: str
    state_label: "_StrOrPromise"
    imposed_on: date
    due_on: date
    paid: Decimal
    published: bool


@dataclass(frozen=True)
class OrderFacts:
    """What the respondent was ordered to do, in plain words, and how far it has come."""

    plain_words: "_StrOrPromise"
    state: str
    state_label: "_StrOrPromise"
    due_on: date
    fulfilled_on: date | None


@dataclass(frozen=True)
class OutcomeFacts:
    """The investigation a complaint became part of, its decision once approved, its orders, and the fine if any."""

    investigation_reference: str
    state: str
    state_label: "_StrOrPromise"
    opened_at: datetime
    authority_name: str
    other_complaints: int
    decided_at: datetime | None
    outcome: str
    outcome_label: "_StrOrPromise"
    statement: str
    fine: FineFacts | None
    orders: tuple[OrderFacts, ...] = ()


def outcome_for_complainant(actor: Actor, complaint: Complaint) -> OutcomeFacts | None:
    """What came of the complaint so far; None before an investigation, or for somebody who may not see the complaint.

    Nothing of a draft is in it, nor who the other complainants are: only how many complaints were joined.
    """
    seen = Complaint.objects.visible_to(actor).filter(pk=complaint.pk)
    joined = InvestigationComplaint.objects.filter(complaint__in=seen).values("investigation")
    investigation = (
        Investigation.objects.filter(pk__in=joined)
        .annotate(joined=Count("links"))
        .select_related("authority", "decision")
        .order_by("-id")
        .first()
    )
    if investigation is None:
        return None
    decision = getattr(investigation, "decision", None)
    if decision is not None and decision.approved_at is None:
        decision = None
    fine = None
    if decision is not None and decision.outcome == DecisionOutcome.FINE:
        fine = Fine.objects.filter(decision=decision).with_sums().first()
    return OutcomeFacts(
        investigation_reference=investigation.reference,
        state=investigation.state,
        state_label=InvestigationState(investigation.state).label,
        opened_at=investigation.created_at,
        authority_name=investigation.authority.shown_name,
        other_complaints=investigation.joined - 1,
        decided_at=investigation.decided_at,
        outcome=decision.outcome if decision else "",
        outcome_label=DecisionOutcome(decision.outcome).label if decision else "",
        statement=(decision.statement or decision.reasons) if decision else "",
        fine=_facts(fine) if fine is not None else None,
        orders=tuple(
            OrderFacts(
                plain_words=PLAIN_WORDS[order.kind],
                state=order.state,
                state_label=OrderState(order.state).label,
                due_on=order.due_on,
                fulfilled_on=order.fulfilled_on,
            )
            for order in (decision.orders.exclude(state__in=UNISSUED_ORDER_STATES).order_by("id") if decision else ())
        ),
    )


def _facts(fine: Fine) -> FineFacts:
    return FineFacts(
        reference=fine.reference,
        amount=fine.amount,
        currency=fine.currency,
        state=fine.state,
        state_label=FineState(fine.state).label,
        imposed_on=fine.imposed_on,
        due_on=fine.due_on,
        paid=fine.paid,
        published=fine.published_at is not None,
    )
