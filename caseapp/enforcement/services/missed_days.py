"""The clock writes down each day that the respondent let pass without the answer that was due."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM
from caseapp.enforcement.enums import UNDECIDED_STATES, InvestigationState
from caseapp.enforcement.models import InformationRequest, Investigation, MissedDay, NoticeOfIntent
from caseapp.enforcement.services.investigations import tell_lead
from caseapp.enforcement.workflow import investigation_chain
from caseapp.notifications import services as notifications
from caseapp.rules.dates import farthest_day

timeline.tell("investigations.day_missed", _("The respondent did not answer by %(due_on)s."))
notifications.tell("enforcement.day_missed", _("The respondent did not answer in time in investigation %(reference)s."))


def mark_missed_days() -> int:
    """Write down every day to answer that has passed, each in its own transaction; returns how many are new.

    A day moved by more time granted can be missed again. Safe to run again.
    """
    before = farthest_day(timezone.now())
    requests = InformationRequest.objects.filter(
        answered_on=None, due_on__lt=before, investigation__state__in=UNDECIDED_STATES
    )
    notices = NoticeOfIntent.objects.filter(
        reply_by__lt=before, investigation__state=InvestigationState.NOTICE_OF_INTENT
    )
    missed = sum(_mark_request(pk) for pk in list(requests.values_list("pk", flat=True)))
    return missed + sum(_mark_notice(pk) for pk in list(notices.values_list("pk", flat=True)))


@transaction.atomic
def _mark_request(pk: int) -> bool:
    asked = InformationRequest.objects.select_related("investigation__authority").get(pk=pk)
    investigation = _locked(asked.investigation)
    asked.refresh_from_db(fields=["answered_on", "due_on"])
    if asked.answered_on is not None or asked.due_on >= today_at(investigation.authority):
        return False  # Answered, or given more time, since the list was made.
    return _mark(investigation, asked.due_on, request=asked)


@transaction.atomic
def _mark_notice(pk: int) -> bool:
    notice = NoticeOfIntent.objects.select_related("investigation__authority").get(pk=pk)
    investigation = _locked(notice.investigation)
    notice.refresh_from_db(fields=["reply_by"])
    waits = investigation.state == InvestigationState.NOTICE_OF_INTENT
    if not waits or notice.reply_by is None or notice.reply_by >= today_at(investigation.authority):
        return False
    return _mark(investigation, notice.reply_by, notice=notice)


def _mark(investigation: Investigation, due_on: date, **about: InformationRequest | NoticeOfIntent) -> bool:
    _row, new = MissedDay.objects.get_or_create(due_on=due_on, **about, defaults={"investigation": investigation})
    if new:
        facts = {"due_on": due_on.isoformat()}
        timeline.write(actor=SYSTEM, subject=investigation, kind="investigations.day_missed", data=facts)
        audit.record(
            actor=SYSTEM,
            action="investigations.day_missed",
            subject=investigation,
            chain=investigation_chain(investigation),
            facts=facts,
        )
        tell_lead(investigation, "enforcement.day_missed")
    return new


def _locked(investigation: Investigation) -> Investigation:
    locked: Investigation = (
        Investigation.objects.select_for_update(of=("self",)).select_related("authority").get(pk=investigation.pk)
    )
    return locked
