"""What has accrued on a fine that is late, by the rule of its place."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from caseapp.accounts.selectors import today_at
from caseapp.enforcement.enums import EntryKind, FineState
from caseapp.enforcement.models import Fine, LedgerEntry
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.law.models import LatePaymentRule
from caseapp.law.selectors import day_in, late_payment_rule
from caseapp.rules.fines import Part, places_of
from caseapp.rules.surcharges import LateRate, Rest, Surcharge, Terms, surcharge

RUNNING = frozenset({FineState.DUE, FineState.PART_PAID, FineState.OVERDUE})
"""States in which what accrued may be added; a fine in time may have been late before."""


@dataclass(frozen=True)
class Late:
    """The rule that holds for a fine, and what accrued until today and was not added yet: on the whole fine, on missed
    parts of a plan, and before an appeal, whose own time does not count. `accrued` is None where nothing runs.
    """

    rule: LatePaymentRule
    until: dt.date
    accrued: Surcharge | None

    @property
    def to_add(self) -> Decimal:
        return self.accrued.amount if self.accrued is not None else Decimal(0)


def late_payment_of(fine: Fine) -> Late | None:
    """None where no rule is verified for the place of the authority."""
    today = today_at(fine.authority)
    rule = late_payment_rule(fine.authority.jurisdiction_id, today)
    if rule is None:
        return None
    if fine.state not in RUNNING:
        return Late(rule, today, None)
    lines = list(LedgerEntry.objects.filter(fine=fine).order_by("on", "id"))
    payments = [line for line in lines if line.kind == EntryKind.PAYMENT]
    now = standing_of(fine)
    accrued = surcharge(
        LateRate(rule.percent_a_day, rule.cap_percent),
        fine=now.fine,
        added=now.interest,
        since=max([fine.imposed_on, *(line.on for line in lines if line.kind == EntryKind.INTEREST)]),
        until=today,
        terms=_terms_of(fine, now.fine, payments),
        rests=[Rest(appeal.lodged_on, appeal.decided_on) for appeal in fine.appeals.all()],
        payments=[(line.on, -line.amount) for line in payments],
        places=places_of(fine.currency),
    )
    return Late(rule, today, accrued)


def idle_acts(late: Late | None) -> frozenset[str]:
    """Acts upon a fine that its state allows and that would come to nothing now: to add where nothing accrued."""
    return frozenset() if late is not None and late.to_add else frozenset({"add_surcharge"})


def _terms_of(fine: Fine, amount: Decimal, payments: list[LedgerEntry]) -> list[Terms]:
    """By which days the fine was and is to be paid: as decided, then by each plan, and anew after each appeal, in the
    order in which they were set. What was set last holds, though an appeal may have been decided before a plan.
    """
    first = fine.decision.fine_due_on or fine.due_on
    found = [(dt.datetime.min.replace(tzinfo=dt.UTC), Terms(fine.imposed_on, (Part(first, amount),)))]
    for plan in fine.plans.prefetch_related("parts"):
        before = -sum((line.amount for line in payments if line.recorded_at <= plan.created_at), Decimal(0))
        parts = tuple(Part(part.due_on, part.amount) for part in plan.parts.all())
        agreed = day_in(fine.authority.jurisdiction, plan.created_at)
        found.append((plan.created_at, Terms(agreed, parts, paid_before=before)))
    for appeal in fine.appeals.all():
        if appeal.decided_on is not None:
            again = (Part(appeal.due_on, amount),) if appeal.due_on is not None else ()
            found.append((appeal.updated_at, Terms(appeal.decided_on, again)))
    found.sort(key=lambda each: each[0])
    return [terms for _moment, terms in found]
