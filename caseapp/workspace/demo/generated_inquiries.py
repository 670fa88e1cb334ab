"""What became of generated complaints that were investigated: who asked whom, what was found, fined and ordered."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from caseapp.accounts.enums import AuthorityRole
from caseapp.accounts.models import Authority, Membership, User
from caseapp.complaints.enums import ComplaintState, Outcome
from caseapp.enforcement.enums import DecisionOutcome, FineState, InvestigationState, OrderKind, OrderState
from caseapp.law.models import Element
from caseapp.law.selectors import frameworks_of

SIZES = (1, 1, 2, 3, 5, 8, 13, 21, 40)
TOGETHER = dt.timedelta(days=120)
"""Complaints further apart than this are looked into separately."""
DECISION_FOR = {
    Outcome.FINE: DecisionOutcome.FINE,
    Outcome.ORDER: DecisionOutcome.WARNING,
    Outcome.NO_BREACH: DecisionOutcome.NO_BREACH,
    Outcome.INSUFFICIENT_EVIDENCE: DecisionOutcome.DISCONTINUED,
}
UNDER_WAY = (
    (InvestigationState.OPENED, 25),
    (InvestigationState.INFORMATION_REQUESTED, 40),
    (InvestigationState.NOTICE_OF_INTENT, 20),
    (InvestigationState.REPRESENTATIONS, 15),
)
STEPS = [state for state, _weight in UNDER_WAY]
SUMS = (5_000, 10_000, 20_000, 50_000, 50_000, 100_000, 250_000, 500_000)
IN_TIME = ((FineState.DUE, 75), (FineState.PART_PAID, 10), (FineState.PAID, 15))
PAST_ITS_DAY = (
    (FineState.PAID, 62),
    (FineState.OVERDUE, 20),
    (FineState.UNDER_APPEAL, 9),
    (FineState.ANNULLED, 4),
    (FineState.WRITTEN_OFF, 5),
)
ORDERS_PAST = ((OrderState.FULFILLED, 70), (OrderState.OVERDUE, 20), (OrderState.PROOF_GIVEN, 10))


@dataclass(frozen=True)
class Staff:
    """Who leads investigations at the authority and who approves, its money, and the elements of its law."""

    leads: list[int]
    supervisors: list[int]
    currency: str
    elements: list[Element]


@dataclass
class OrderMade:
    """One order of a decision: what is to be done, by when, and how far it is."""

    kind: str
    due_on: dt.date
    state: str


@dataclass
class FineMade:
    """A fine and the lines of its ledger after the first: kind, sum and day."""

    amount: Decimal
    due_on: dt.date
    state: str
    lines: list[tuple[str, Decimal, dt.date]] = field(default_factory=list)
    appealed_on: dt.date | None = None
    ended_on: dt.date | None = None


@dataclass
class Inquiry:
    """One investigation over some rows of complaints about one respondent."""

    rows: list[dict[str, Any]]
    state: str
    outcome: str
    opened: dt.datetime
    until: dt.datetime
    """The decision, or how far it has come."""
    lead: int
    approver: int
    fine: FineMade | None = None
    orders: list[OrderMade] = field(default_factory=list)

    def at(self, part: float) -> dt.datetime:
        """A moment between opening and end."""
        return self.opened + (self.until - self.opened) * part

    def reached(self, state: str) -> bool:
        """Whether it has come as far as a state, or further."""
        return bool(self.outcome) or STEPS.index(InvestigationState(state)) <= STEPS.index(
            InvestigationState(self.state)
        )


def staff_of(authority: Authority, seed: int) -> Staff:
    """Those who investigate and supervise there; an invented one where a role is empty."""
    law = frameworks_of(authority.jurisdiction_id).in_force(timezone.localdate()).order_by("code").first()
    return Staff(
        leads=_members(authority, AuthorityRole.INVESTIGATOR, seed),
        supervisors=_members(authority, AuthorityRole.SUPERVISOR, seed),
        currency=authority.jurisdiction.currency or "CNY",
        elements=list(law.elements.order_by("position")) if law is not None else [],
    )


def _members(authority: Authority, role: str, seed: int) -> list[int]:
    found = list(Membership.objects.filter(authority=authority, role=role).values_list("user_id", flat=True))
    if found:
        return found
    user = User.objects.create(
        email=f"{role}-{seed}@generated.example",
        password="!",  # noqa: S106  # nobody can sign in with it
        display_name=str(AuthorityRole(role).label),
        is_demo=True,
    )
    Membership.objects.create(user=user, authority=authority, role=role)
    return [user.pk]


def inquiries_over(chance: random.Random, rows: list[dict[str, Any]], staff: Staff) -> list[Inquiry]:
    """Put the rows that say so into investigations, each over one respondent and, if decided, with one outcome.

    Complaints that were decided together end on the same day: their rows are changed.
    """
    made = []
    for outcome, members in _gathered(chance, rows):
        now = timezone.now()
        opened = min(row["acknowledged_at"] for row in members)
        until = max(row["closed_at"] for row in members) if outcome else min(now, opened + TOGETHER)
        inquiry = Inquiry(
            rows=members,
            state=_weighted(chance, UNDER_WAY),
            outcome=outcome,
            opened=opened,
            until=until,
            lead=chance.choice(staff.leads),
            approver=chance.choice(staff.supervisors),
        )
        if outcome:
            _decide(chance, inquiry)
        made.append(inquiry)
    return made


def _gathered(chance: random.Random, rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows of the same respondent and fate, near in time, in uneven portions."""
    fates: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["state"] == ComplaintState.IN_INVESTIGATION:
            fates.setdefault((row["respondent_id"], ""), []).append(row)
        elif row["outcome"] in DECISION_FOR:
            fates.setdefault((row["respondent_id"], DECISION_FOR[row["outcome"]]), []).append(row)
    for (_respondent, outcome), alike in fates.items():
        moment = "closed_at" if outcome else "submitted_at"
        alike.sort(key=lambda row: row[moment])
        portion: list[dict[str, Any]] = []
        most = chance.choice(SIZES)
        for row in alike:
            if portion and (len(portion) >= most or row[moment] - portion[0][moment] > TOGETHER):
                yield outcome, portion
                portion, most = [], chance.choice(SIZES)
            portion.append(row)
        yield outcome, portion


def _decide(chance: random.Random, inquiry: Inquiry) -> None:
    for row in inquiry.rows:
        row["closed_at"] = inquiry.until
    today, day = timezone.now().date(), inquiry.until.date()
    if inquiry.outcome == DecisionOutcome.FINE:
        inquiry.fine = _fine(chance, day, today)
    breach = inquiry.outcome in {DecisionOutcome.FINE, DecisionOutcome.WARNING}
    number = chance.choice((0, 1, 2)) if inquiry.fine else int(breach)
    for kind in chance.sample(OrderKind.values, number):
        due_on = day + dt.timedelta(days=chance.choice((20, 45, 90)))
        state = _weighted(chance, ORDERS_PAST) if due_on < today else OrderState.ORDERED
        inquiry.orders.append(OrderMade(kind, due_on, state))
    appealed = inquiry.fine is not None and inquiry.fine.state == FineState.UNDER_APPEAL
    inquiry.state = InvestigationState.APPEALED if appealed else InvestigationState.DECIDED
    settled = inquiry.fine is None or inquiry.fine.state in {FineState.PAID, FineState.ANNULLED, FineState.WRITTEN_OFF}
    if settled and all(order.state == OrderState.FULFILLED for order in inquiry.orders) and chance.random() < 0.8:
        inquiry.state = InvestigationState.CLOSED


def _fine(chance: random.Random, day: dt.date, today: dt.date) -> FineMade:
    """A fine of that day with what was paid, let go or taken back since; its ledger adds up to what its state says."""
    due_on = day + dt.timedelta(days=chance.choice((15, 30, 60)))
    state = _weighted(chance, PAST_ITS_DAY if due_on < today else IN_TIME)
    fine = FineMade(Decimal(chance.choice(SUMS)), due_on, state)

    def between(first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=chance.randint(0, max((last - first).days, 0)))

    by = min(due_on, today)
    half = (fine.amount / 2).quantize(Decimal("0.01"))
    if state == FineState.PAID:
        if chance.random() < 0.2:
            fine.lines.append(("payment", -half, day))
        fine.lines.append(("payment", -fine.amount - sum(line[1] for line in fine.lines), between(day, by)))
    elif state == FineState.PART_PAID or (state == FineState.OVERDUE and chance.random() < 0.4):
        fine.lines.append(("payment", -half, between(day, by)))
    elif state in {FineState.UNDER_APPEAL, FineState.ANNULLED}:
        fine.appealed_on = between(day, by)
        if state == FineState.ANNULLED:
            fine.ended_on = between(by, today)
            fine.lines.append(("adjustment", -fine.amount, fine.ended_on))
    elif state == FineState.WRITTEN_OFF:
        fine.lines.append(("write_off", -fine.amount, between(by, today)))
    return fine


def _weighted(chance: random.Random, choices: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([name for name, _weight in choices], [weight for _name, weight in choices])[0]
