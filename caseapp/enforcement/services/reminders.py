"""Reminding respondents of fines, before the day to pay and after it, by dated settings."""

import datetime as dt
from collections.abc import Iterable

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.core.wording import written_day, written_sum
from caseapp.documents.enums import Kind
from caseapp.documents.selectors import letter_language
from caseapp.documents.services import issue_to_respondent
from caseapp.enforcement.enums import FineState, ReminderKind
from caseapp.enforcement.models import Fine, Reminder, ReminderPlan
from caseapp.enforcement.selectors.fines import open_instalments, standing_of
from caseapp.enforcement.selectors.reminders import plan_on
from caseapp.enforcement.workflow import fine_chain

log = structlog.get_logger(__name__)

MOST_DAYS = 365
MOST_REMINDERS = 12

timeline.tell("fines.remind_before", _("The respondent was reminded that the fine is to be paid by %(due_on)s."))
timeline.tell("fines.remind_overdue", _("The respondent was reminded that the fine was to be paid by %(due_on)s."))


@transaction.atomic
def set_reminders(
    *,
    actor: Actor,
    authority: Authority,
    valid_from: dt.date,
    days_before: Iterable[int],
    days_after: Iterable[int],
    reason: str = "",
) -> ReminderPlan:
    """From a day on, not before today, remind so many days before and after the day to pay; a supervisor's act.

    Empty lists mean no reminders. What was set before stays on record. Writes audit.
    """
    if not can(actor, "fines.set_reminders", authority):
        raise NotAllowed()
    if valid_from < today_at(authority):
        raise InvalidInput.field("valid_from", _("Choose today or a later day."))
    wanted = {"days_before": sorted(set(days_before), reverse=True), "days_after": sorted(set(days_after))}
    for name, days in wanted.items():
        if len(days) > MOST_REMINDERS or any(not 1 <= each <= MOST_DAYS for each in days):
            raise InvalidInput.field(name, _("Enter at most 12 numbers of days, each from 1 to 365."))
    plan = ReminderPlan.objects.create(
        authority=authority, valid_from=valid_from, reason=reason.strip()[:300], made_by_id=actor.user_id, **wanted
    )
    audit.record(
        actor=actor,
        action="fines.set_reminders",
        subject=plan,
        facts={"authority": authority.code, "valid_from": valid_from, **wanted},
    )
    return plan


def send_due_reminders() -> int:
    """Write every reminder whose day has come, each in its own transaction; returns how many. Safe to run again."""
    payable = Fine.objects.filter(state__in=[FineState.DUE, FineState.PART_PAID, FineState.OVERDUE])
    return sum(_remind(pk) for pk in list(payable.values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int) -> bool:
    fine: Fine = (
        Fine.objects.select_for_update(of=("self",))
        .select_related("authority__jurisdiction", "respondent", "decision__investigation")
        .get(pk=pk)
    )
    today = today_at(fine.authority)
    due = _due_reminder(fine, today)
    if due is None:
        return False
    kind, days = due
    _row, new = Reminder.objects.get_or_create(
        fine=fine, kind=kind, days=days, due_on=fine.due_on, defaults={"written_on": today}
    )
    if not new:
        return False
    facts = {"due_on": fine.due_on.isoformat()}
    timeline.write(actor=SYSTEM, subject=fine, kind=f"fines.remind_{kind}", data=facts)
    audit.record(
        actor=SYSTEM,
        action="fines.remind",
        subject=fine,
        chain=fine_chain(fine),
        facts={**facts, "kind": kind, "days": days},
    )
    _write(fine, kind, days)
    return True


def _due_reminder(fine: Fine, today: dt.date) -> tuple[str, int] | None:
    """The nearest reminder whose day has come; those before it were overtaken and are not sent after the fact."""
    if fine.state not in {FineState.DUE, FineState.PART_PAID, FineState.OVERDUE}:
        return None
    plan = plan_on(fine.authority, today)
    if plan is None:
        return None
    left = (fine.due_on - today).days
    if left >= 0:
        come = [days for days in plan.days_before if days >= left]
        return (ReminderKind.BEFORE, min(come)) if come else None
    come = [days for days in plan.days_after if days <= -left]
    return (ReminderKind.OVERDUE, max(come)) if come else None


def _write(fine: Fine, kind: str, days: int) -> None:
    place = fine.authority.jurisdiction
    language = letter_language(place.pk)
    parts = open_instalments(fine)
    owed = parts[0].amount if parts else standing_of(fine).owed
    with override(language):
        facts = {
            "fine": written_sum(owed, fine.currency),
            "pay_by": written_day(fine.due_on),
            "late": written_day(fine.due_on) if kind == ReminderKind.OVERDUE else "",
            "payment_reference": fine.reference,
        }
    try:
        issue_to_respondent(
            actor=SYSTEM,
            kind=Kind.FINE_REMINDER,
            authority=fine.authority,
            respondent=fine.respondent,
            place=place,
            matter=fine.decision.investigation.reference,
            facts=facts,
            language=language,
            occasion=f"reminder:{fine.pk}:{kind}:{days}:{fine.due_on}",
        )
    except InvalidInput as refusal:
        log.warning("reminder_not_written", fine=fine.reference, why=str(refusal.message))
