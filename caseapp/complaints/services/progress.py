"""Telling complainants at least every 90 days how their complaint goes: drafted, sent, and missed ones counted."""

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.audit import services as audit
from caseapp.complaints.enums import OPEN_STATES, ProgressState
from caseapp.complaints.models import Complaint, ProgressRule, ProgressUpdate
from caseapp.complaints.models.following import WORDS_MOST
from caseapp.complaints.selectors.progress import EVERY_DAYS, Words, draft_words, owed
from caseapp.complaints.services.correspondence import tell_complainant
from caseapp.complaints.workflow import PROGRESS, chain
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.notifications import services as notifications

timeline.tell("complaints.progress", _("A report on how the complaint goes was sent."))
timeline.tell("complaints.progress_missed", _("A report on progress was due on %(day)s and did not come."))
notifications.tell("complaints.progress", _("There is a report on how complaint %(reference)s goes."))

PORTION = 500


def draft_progress_updates(*, actor: Actor = SYSTEM, today: dt.date | None = None) -> int:
    """Draft the reports that are due within two weeks, at most 500 at a time; answers how many. Doing it again drafts
    nothing twice. A draft that nobody sent by the time its successor is due gives way to it, and stays counted.
    """
    today = today or timezone.localdate()
    made = 0
    for complaint in owed(today)[:PORTION]:
        since: dt.date = complaint.since  # type: ignore[attr-defined]
        with transaction.atomic():
            Complaint.objects.select_for_update().get(pk=complaint.pk)
            old = ProgressUpdate.objects.filter(complaint=complaint, state=ProgressState.DRAFTED).first()
            due = max(since + dt.timedelta(days=EVERY_DAYS), today)
            if old is not None:
                if old.due_on > since:
                    continue
                PROGRESS.apply(actor, old, "overtake")
            ProgressUpdate.objects.create(complaint=complaint, due_on=due, **asdict(draft_words(complaint, since)))
            made += 1
    return made


@transaction.atomic
def redraft_progress_update(*, actor: Actor, update: ProgressUpdate) -> ProgressUpdate:
    """Write a draft anew from what the timeline tells today; what an officer had written in it is lost."""
    if not can(actor, "progress_updates.redraft", update):
        raise NotAllowed()
    locked = ProgressUpdate.objects.select_for_update().get(pk=update.pk)
    if locked.state == ProgressState.DRAFTED:
        words = draft_words(update.complaint, locked.due_on - dt.timedelta(days=EVERY_DAYS))
        for name, value in asdict(words).items():
            setattr(locked, name, value)
        locked.save(update_fields=[*asdict(words), "updated_at"])
    return locked


@transaction.atomic
def send_progress_update(*, actor: Actor, update: ProgressUpdate, words: Words | None = None) -> ProgressUpdate:
    """Send a report, as drafted or in the officer's own words; the complainant is told. For an officer of the authority
    that has the complaint, one by one or in bulk. Raises InvalidInput by field where a part is empty or too long.
    """
    return _send(actor, update, "send", words)


def settle_due_updates(*, today: dt.date | None = None) -> tuple[int, int]:
    """Send what is due today by rule, where the authority lets reports go by themselves; count what was missed.

    At most 500 at a time; answers how many were sent and how many newly missed. Drafts of complaints that are not open
    any more give way.
    """
    today = today or timezone.localdate()
    by_rule = set(ProgressRule.objects.filter(sends_by_itself=True).values_list("authority_id", flat=True))
    sent = missed = 0
    undone = (
        Q(missed_on=None, due_on__lt=today)
        | Q(complaint__authority_id__in=by_rule)
        | ~Q(complaint__state__in=OPEN_STATES)
    )
    due = ProgressUpdate.objects.filter(undone, state=ProgressState.DRAFTED, due_on__lte=today)
    for update in due.select_related("complaint").order_by("due_on", "pk")[:PORTION]:
        with transaction.atomic():
            if update.complaint.state not in OPEN_STATES:
                PROGRESS.apply(SYSTEM, update, "overtake")
            elif update.complaint.authority_id in by_rule:
                _send(SYSTEM, update, "send_by_rule", None)
                sent += 1
            else:
                _miss(update, today)
                missed += 1
    return sent, missed


@transaction.atomic
def set_progress_rule(*, actor: Actor, authority: Authority, sends_by_itself: bool) -> ProgressRule:
    """Let drafted reports go out by themselves on their day, or not. For supervisors of the authority."""
    if not can(actor, "progress_rules.set", authority):
        raise NotAllowed()
    rule, _made = ProgressRule.objects.update_or_create(
        authority=authority, defaults={"sends_by_itself": sends_by_itself}
    )
    audit.record(
        actor=actor,
        action="progress_rules.set",
        subject=authority,
        chain=f"authority:{authority.pk}",
        facts={"sends_by_itself": sends_by_itself},
    )
    return rule


def _send(actor: Actor, update: ProgressUpdate, action: str, words: Words | None) -> ProgressUpdate:
    given = asdict(words) if words is not None else {}
    faults = {
        name: _("Write this part of the report.") if not value.strip() else _("This is too long.")
        for name, value in given.items()
        if not value.strip() or len(value) > WORDS_MOST
    }
    if faults and can(actor, "progress_updates.send", update):
        raise InvalidInput(errors=faults)

    def write(row: ProgressUpdate) -> None:
        for name, value in given.items():
            setattr(row, name, value.strip())
        row.sent_at = timezone.now()
        row.sent_by_id = actor.user_id

    sent = PROGRESS.apply(actor, update, action, change=write, save=[*given, "sent_at", "sent_by"])
    complaint = update.complaint
    timeline.write(actor=actor, subject=complaint, kind="complaints.progress")
    tell_complainant(
        complaint=complaint, kind="complaints.progress", path=f"/complaints/{complaint.reference}/#progress"
    )
    return sent


def _miss(update: ProgressUpdate, today: dt.date) -> None:
    ProgressUpdate.objects.filter(pk=update.pk).update(missed_on=today)
    timeline.write(
        actor=SYSTEM,
        subject=update.complaint,
        kind="complaints.progress_missed",
        data={"day": update.due_on.isoformat()},
    )
    audit.record(
        actor=SYSTEM,
        action="progress_updates.missed",
        subject=update,
        chain=chain(update.complaint),
        facts={"due_on": update.due_on.isoformat()},
    )
