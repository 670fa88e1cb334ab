"""Reports by the clock: each is an export of its owner's, and a notice with a link; nothing of it goes by mail."""

import datetime as dt
from typing import cast

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import actor_for
from caseapp.audit import services as audit
from caseapp.casework.models import SavedView
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.exports.enums import REPORT_FORMS, Rhythm
from caseapp.exports.lists import LISTS
from caseapp.exports.models import ReportPlan
from caseapp.exports.services.exporting import ask_export
from caseapp.notifications import services as notifications

log = structlog.get_logger(__name__)

notifications.tell("exports.report", _("Your report is ready. It is kept for seven days."))


@transaction.atomic
def plan_report(*, actor: Actor, rhythm: str, form: str, view: SavedView | None = None) -> ReportPlan:
    """Have the numbers of one's authority, or a view one keeps, from the next Monday or first of a month on.

    Raises NotAllowed for who may not see the list, InvalidInput for a form it does not come in, and twice the same.
    """
    list_name = "statistics" if view is None else "complaints"
    if not can(actor, "reports.plan", LISTS[list_name]):
        raise NotAllowed()
    if view is not None and not SavedView.objects.visible_to(actor).filter(pk=view.pk).exists():
        raise NotAllowed()
    if form not in [str(one) for one in REPORT_FORMS[list_name]]:
        raise InvalidInput.field("form", _("A view comes as CSV or XLSX, the numbers also as PDF."))
    if rhythm not in Rhythm.values:
        raise InvalidInput.field("rhythm", _("Choose one of the values in the list."))
    plan = ReportPlan(
        owner_id=cast(int, actor.user_id),
        view=view,
        rhythm=rhythm,
        form=form,
        next_on=next_day(rhythm, timezone.localdate()),
    )
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as twice:
        raise InvalidInput.field("rhythm", _("You have this report already.")) from twice
    audit.record(actor=actor, action="reports.plan", subject=plan, facts={"list": list_name, "rhythm": rhythm})
    return plan


@transaction.atomic
def pause_report(*, actor: Actor, plan: ReportPlan, paused: bool) -> ReportPlan:
    """Let a report rest, or come again from the next of its days on."""
    if not can(actor, "reports.change", plan):
        raise NotAllowed()
    plan.paused_at = timezone.now() if paused else None
    plan.next_on = next_day(plan.rhythm, timezone.localdate())
    plan.save(update_fields=["paused_at", "next_on", "updated_at"])
    return plan


@transaction.atomic
def delete_report(*, actor: Actor, plan: ReportPlan) -> None:
    """End a report; what it made stays until it expires."""
    if not can(actor, "reports.change", plan):
        raise NotAllowed()
    audit.record(actor=actor, action="reports.delete", subject=plan, facts={"list": plan.list_name})
    plan.delete()


def make_due_reports(today: dt.date | None = None) -> int:
    """Ask for every report whose day has come; answers how many. One missed while nobody ran is made once.

    Who may no longer see the list gets none: that plan rests.
    """
    today = today or timezone.localdate()
    made = 0
    due = ReportPlan.objects.filter(paused_at=None, next_on__lte=today, owner__is_active=True)
    for number in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            plan = (
                ReportPlan.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("owner", "view")
                .filter(pk=number, paused_at=None, next_on__lte=today)
                .first()
            )
            if plan is None:
                continue
            made += _make(plan, today)
    return made


def next_day(rhythm: str, after: dt.date) -> dt.date:
    """The first Monday, or first of a month, after a day."""
    if rhythm == Rhythm.WEEKLY:
        return after + dt.timedelta(days=7 - after.weekday())
    return dt.date(after.year + after.month // 12, after.month % 12 + 1, 1)


def _make(plan: ReportPlan, today: dt.date) -> bool:
    actor = actor_for(plan.owner)
    plan.next_on = next_day(plan.rhythm, today)
    query = plan.view.query if plan.view is not None else _period(actor, plan, today)
    try:
        with transaction.atomic():
            ask_export(actor=actor, list_name=plan.list_name, form=plan.form, query=query, notice="exports.report")
    except NotAllowed:
        plan.paused_at = timezone.now()
        plan.save(update_fields=["paused_at", "next_on", "updated_at"])
        return False
    except DomainError as refusal:
        log.warning("report_refused", plan=plan.pk, why=type(refusal).__name__)
        return False
    plan.save(update_fields=["next_on", "updated_at"])
    return True


def _period(actor: Actor, plan: ReportPlan, today: dt.date) -> str:
    """Weekly: the month that runs, for who may see it; else the month that is over."""
    running = plan.rhythm == Rhythm.WEEKLY and can(actor, "statistics.view_running")
    return f"period={today:%Y-%m}" if running else ""
