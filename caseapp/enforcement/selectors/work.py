"""What waits for an authority's people today."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.counts import capped_counts
from caseapp.enforcement.enums import (
    UNDECIDED_STATES,
    WAITING_ORDER_STATES,
    FineState,
    InvestigationState,
    OrderState,
)
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine, InformationRequest, Investigation

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Work:
    """Counts of what waits, each at most `core.counts.CAP` + 1 (see `core.counts.said`)."""

    new: int = 0
    waiting_for_us: int = 0
    waiting_for_others: int = 0
    assigned: int = 0
    investigating: int = 0
    to_approve: int = 0
    answers_due: int = 0
    answers_overdue: int = 0
    fines_due: int = 0
    fines_overdue: int = 0
    orders_due: int = 0
    orders_overdue: int = 0
    orders_to_check: int = 0

    @property
    def due(self) -> int:
        return self.answers_due + self.fines_due + self.orders_due

    @property
    def overdue(self) -> int:
        return self.answers_overdue + self.fines_overdue + self.orders_overdue


def work_today(actor: Actor) -> Work:
    """What waits for the actor's authorities, counted in one statement; all zero for somebody without casework."""
    authorities = actor.authority_ids()
    if not authorities:
        return Work()
    today = actor.today()
    mine = Complaint.objects.at_desk_of(actor)
    asked = InformationRequest.objects.filter(
        investigation__authority_id__in=authorities, investigation__state__in=UNDECIDED_STATES, answered_on=None
    )
    owing = Fine.objects.visible_to(actor).filter(authority_id__in=authorities)
    ordered = ComplianceOrder.objects.filter(authority_id__in=authorities)
    due_states = [FineState.DUE, FineState.PART_PAID]
    drafts = Decision.objects.filter(
        investigation__authority_id__in=actor.authority_ids("supervisor"),
        investigation__state=InvestigationState.REPRESENTATIONS,
        approved_at=None,
    ).exclude(authors=actor.user_id)
    counted: dict[str, QuerySet[Any]] = {
        "new": mine.filter(state=ComplaintState.SUBMITTED),
        "waiting_for_us": mine.filter(state__in=[ComplaintState.UNDER_REVIEW, ComplaintState.ACCEPTED]),
        "waiting_for_others": mine.filter(state=ComplaintState.AWAITING_COMPLAINANT),
        "assigned": mine.filter(assigned_to_id=actor.user_id).exclude(
            state__in=[ComplaintState.CLOSED, ComplaintState.REJECTED, ComplaintState.WITHDRAWN]
        ),
        "investigating": Investigation.objects.visible_to(actor).filter(state__in=UNDECIDED_STATES),
        "to_approve": drafts,
        "answers_due": asked.filter(due_on__gte=today, due_on__lte=today + SOON),
        "answers_overdue": asked.filter(due_on__lt=today),
        "fines_due": owing.filter(state__in=due_states, due_on__gte=today, due_on__lte=today + SOON),
        "fines_overdue": owing.filter(Q(state=FineState.OVERDUE) | Q(state__in=due_states, due_on__lt=today)),
        "orders_due": ordered.filter(state__in=WAITING_ORDER_STATES, due_on__gte=today, due_on__lte=today + SOON),
        "orders_overdue": ordered.filter(
            Q(state=OrderState.OVERDUE) | Q(state__in=WAITING_ORDER_STATES, due_on__lt=today)
        ),
        "orders_to_check": ordered.filter(state__in=[OrderState.PROOF_GIVEN, OrderState.RECHECK_DUE]),
    }
    return Work(**capped_counts(counted))
