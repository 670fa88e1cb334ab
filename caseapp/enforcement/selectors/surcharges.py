"""What has accrued on a fine that is late, by the rule of its place."""

from dataclasses import dataclass
from datetime import date

from caseapp.accounts.selectors import today_at
from caseapp.enforcement.enums import EntryKind, FineState
from caseapp.enforcement.models import Fine, LedgerEntry
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.law.models import LatePaymentRule
from caseapp.law.selectors import late_payment_rule
from caseapp.rules.fines import places_of
from caseapp.rules.surcharges import LateRate, Surcharge, surcharge


@dataclass(frozen=True)
class Late:
    """The rule that holds for a fine, and what accrued since the day to pay, or since it was last added, until today.

    `accrued` is None while the fine is not late, and where it is paid in parts: what one missed part costs is not
    worked out here.
    """

    rule: LatePaymentRule
    since: date
    until: date
    accrued: Surcharge | None


def late_payment_of(fine: Fine) -> Late | None:
    """None where no rule is verified for the place of the authority."""
    today = today_at(fine.authority)
    rule = late_payment_rule(fine.authority.jurisdiction_id, today)
    if rule is None:
        return None
    lines = list(LedgerEntry.objects.filter(fine=fine).order_by("on", "id").values_list("kind", "on", "amount"))
    since = max([fine.due_on, *(on for kind, on, _amount in lines if kind == EntryKind.INTEREST)])
    if fine.state != FineState.OVERDUE or fine.plans.filter(ended_at=None).exists():
        return Late(rule, since, today, None)
    now = standing_of(fine)
    accrued = surcharge(
        LateRate(rule.percent_a_day, rule.cap_percent),
        fine=now.fine,
        added=now.interest,
        since=since,
        until=today,
        payments=[(on, -amount) for kind, on, amount in lines if kind == EntryKind.PAYMENT],
        places=places_of(fine.currency),
    )
    return Late(rule, since, today, accrued)
