"""What waits for an authority's people today, and its numbers without names."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.actors import CASEWORK_ROLES, Actor
from caseapp.core.counts import capped_counts
from caseapp.enforcement.enums import (
    UNDECIDED_STATES,
    WAITING_ORDER_STATES,
    EntryKind,
    FineState,
    InvestigationState,
    OrderState,
)
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine, InformationRequest, Investigation, LedgerEntry

SOON = timedelta(days=7)
NUMBERS_KEPT_SECONDS = 300
FEWEST = 5


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
    today = timezone.localdate()
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


@dataclass(frozen=True)
class Numbers:
    """An authority's figures. A count from 1 to 4 is None: so few could be somebody; so is one that would betray it.

    Each row is (value, count).
    """

    at: datetime
    by_state: tuple[tuple[str, int | None], ...]
    by_sector: tuple[tuple[str, int | None], ...]
    by_use: tuple[tuple[str, int | None], ...]
    received_30_days: int | None
    investigations: tuple[tuple[str, int | None], ...]
    money: tuple[tuple[str, Decimal, Decimal, int], ...]
    """(currency, imposed and adjusted, collected, fines), only where at least five fines stand behind it."""


def case_numbers(actor: Actor) -> Numbers:
    """Figures over all complaints, investigations and fines of the actor's authorities; no case can be told from them.

    For anyone with a role there, analysts above all. Counted at most every five minutes.
    """
    authorities = sorted(actor.authority_ids(*CASEWORK_ROLES, "analyst"))
    key = "enforcement.case_numbers:" + ",".join(map(str, authorities))
    known: Numbers | None = cache.get(key)
    if known is None:
        known = _count(authorities)
        cache.set(key, known, NUMBERS_KEPT_SECONDS)
    return known


def _count(authorities: list[int]) -> Numbers:
    filed = Complaint.objects.filter(authority_id__in=authorities).exclude(state=ComplaintState.DRAFT)
    month = timezone.now() - timedelta(days=30)
    lines = (
        LedgerEntry.objects.filter(fine__authority_id__in=authorities)
        .values("currency")
        .order_by("currency")
        .annotate(
            imposed=Sum("amount", filter=Q(kind__in=[EntryKind.IMPOSED, EntryKind.ADJUSTMENT])),
            collected=Sum("amount", filter=Q(kind=EntryKind.PAYMENT)),
            fines=Count("fine", distinct=True),
        )
    )
    return Numbers(
        at=timezone.now(),
        by_state=_grouped(filed, "state"),
        by_sector=_grouped(filed, "sector"),
        by_use=_grouped(filed, "use"),
        received_30_days=_shown(filed.filter(submitted_at__gte=month).count()),
        investigations=_grouped(Investigation.objects.filter(authority_id__in=authorities), "state"),
        money=tuple(
            (line["currency"], line["imposed"] or Decimal(0), -(line["collected"] or Decimal(0)), line["fines"])
            for line in lines
            if line["fines"] >= FEWEST
        ),
    )


def _grouped(queryset: QuerySet[Any], field: str) -> tuple[tuple[str, int | None], ...]:
    """Counts by a field, largest first.

    A single hidden count could be worked out from the total of another table: the smallest shown one is then hidden
    with it.
    """
    rows = queryset.order_by().values_list(field).annotate(number=Count("pk")).order_by("-number", field)
    counted = [(value, _shown(number)) for value, number in rows]
    shown = [place for place, (_value, number) in enumerate(counted) if number]
    if shown and sum(number is None for _value, number in counted) == 1:
        counted[shown[-1]] = (counted[shown[-1]][0], None)
    return tuple(counted)


def _shown(number: int) -> int | None:
    return number if number == 0 or number >= FEWEST else None
