"""More time for the respondent: wished for with a reason, granted with a new day or refused with a reason."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.enforcement.enums import InvestigationState, TimeWishState
from caseapp.enforcement.models import InformationRequest, Investigation, NoticeOfIntent, TimeWish
from caseapp.enforcement.services.investigations import checked_text, locked_investigation, tell_lead
from caseapp.enforcement.workflow import TIME_WISH, investigation_chain

timeline.tell("investigations.ask_for_time", _("The respondent asked for time until %(wanted_until)s."))
timeline.tell("investigations.time_granted", _("The respondent was given time until %(due_on)s."))
timeline.tell("investigations.time_refused", _("The respondent was not given more time."))


@transaction.atomic
def ask_for_time(
    *, actor: Actor, about: InformationRequest | NoticeOfIntent, wanted_until: date, reason: str
) -> TimeWish:
    """The respondent wishes to answer later. The day stands until an officer decides; whoever leads is told.

    Refuses a day that is not after the one given, a second wish while one is open, and any after the answer.
    """
    locked = locked_investigation(actor, about.investigation, "enforcement.answer_as_respondent")
    due_on = day_given(about)
    named: dict[str, Any]
    if isinstance(about, InformationRequest):
        named, open_now = {"request": about}, about.answered_on is None
    else:
        named, open_now = {"notice": about}, locked.state == InvestigationState.NOTICE_OF_INTENT
    if not open_now or due_on is None:
        raise WrongState(_("More time cannot be asked for here any more."))
    if TimeWish.objects.filter(state=TimeWishState.ASKED, **named).exists():
        raise WrongState(_("You asked for more time already. The authority will answer."))
    if wanted_until <= max(due_on, today_at(locked.authority)):
        raise InvalidInput.field("wanted_until", _("Choose a day that is later than the one you were given."))
    wish = TimeWish.objects.create(
        investigation=locked, wanted_until=wanted_until, reason=checked_text("reason", reason, 4000), **named
    )
    facts = {"wanted_until": wanted_until.isoformat()}
    timeline.write(actor=actor, subject=locked, kind="investigations.ask_for_time", data=facts)
    audit.record(
        actor=actor,
        action="investigations.ask_for_time",
        subject=locked,
        chain=investigation_chain(locked),
        facts={**facts, "wish": wish.pk, "reason": audit.digest(wish.reason)},
    )
    tell_lead(locked, "enforcement.respondent_news")
    return wish


@transaction.atomic
def grant(*, actor: Actor, wish: TimeWish, due_on: date, reason: str = "") -> TimeWish:
    """Give more time, until a day after today and after the one given, which becomes the new day to answer by."""
    investigation = _locked(wish)
    about = wish.request or wish.notice
    assert about is not None  # noqa: S101 - a constraint of the table
    before = day_given(about)
    if due_on <= today_at(investigation.authority) or (before is not None and due_on <= before):
        raise InvalidInput.field("due_on", _("Choose a day after today and after the one given so far."))

    def decide(row: TimeWish) -> None:
        row.granted_until = due_on
        _decided(actor, row, reason)

    facts = {"due_on": due_on.isoformat()}
    updated = TIME_WISH.apply(
        actor,
        wish,
        "grant",
        given={"due_on": due_on},
        facts=facts,
        change=decide,
        save=["granted_until", "answer", "decided_by", "decided_at"],
    )
    if isinstance(about, InformationRequest):
        about.due_on = due_on
        about.save(update_fields=["due_on", "updated_at"])
    else:
        about.reply_by = due_on
        about.save(update_fields=["reply_by", "updated_at"])
    timeline.write(actor=actor, subject=investigation, kind="investigations.time_granted", data=facts)
    return updated


@transaction.atomic
def refuse(*, actor: Actor, wish: TimeWish, reason: str) -> TimeWish:
    """Give no more time, and say why; the day given stands."""
    investigation = _locked(wish)

    def decide(row: TimeWish) -> None:
        _decided(actor, row, reason)

    updated = TIME_WISH.apply(
        actor,
        wish,
        "refuse",
        given={"reason": checked_text("reason", reason, 4000)},
        change=decide,
        save=["answer", "decided_by", "decided_at"],
    )
    timeline.write(actor=actor, subject=investigation, kind="investigations.time_refused")
    return updated


def day_given(about: InformationRequest | NoticeOfIntent) -> date | None:
    """The day to answer by, as it now stands; a notice may have none."""
    return about.due_on if isinstance(about, InformationRequest) else about.reply_by


def _locked(wish: TimeWish) -> Investigation:
    """The investigation's lock comes first, as when the respondent acts."""
    locked: Investigation = (
        Investigation.objects.select_for_update(of=("self",)).select_related("authority").get(pk=wish.investigation_id)
    )
    return locked


def _decided(actor: Actor, wish: TimeWish, reason: str) -> None:
    wish.answer = reason.strip()
    wish.decided_by_id = actor.user_id
    wish.decided_at = timezone.now()
