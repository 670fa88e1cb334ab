"""Limitation dates: worked out from facts and law, confirmed by a second person, met."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.law.enums import DeadlineKind
from caseapp.law.models import DeadlineRule
from caseapp.law.selectors import day_in, deadline, deadline_rules
from caseapp.litigation.enums import LimitationState, TollingKind
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement, Limitation, Tolling
from caseapp.litigation.workflow import LIMITATION
from caseapp.rules.clocks import Deadline, Pause, Restart, Start

_WORKED = ("last_day", "working", "before", "set_by", "confirmed_by", "confirmed_at", "event_on", "known_on")


def work_out_limitation(*, actor: Actor, case_file: CaseFile) -> list[Limitation]:
    """Make the dates of every client of the case file under every law that their complaint was read by, where there is
    none yet. Until the client says when they learned of it, a period runs from the day it happened. Safe to run again.
    """
    made = []
    for engagement in case_file.engagements.select_related("complaint__jurisdiction").order_by("pk"):
        for rule in _rules(engagement):
            facts = {"event_on": engagement.complaint.occurred_on, "set_by_id": actor.user_id}
            limitation, new = Limitation.objects.get_or_create(
                engagement=engagement, rule=rule, defaults={"case_file": case_file, **facts}
            )
            if new:
                _put(limitation)
                limitation.save(update_fields=["last_day", "working", "updated_at"])
                made.append(limitation)
    return made


@transaction.atomic
def change_facts(*, actor: Actor, limitation: Limitation, event_on: dt.date, known_on: dt.date | None) -> Limitation:
    """Say when it happened and when the client learned of it; the date is worked out and must be confirmed anew."""
    if known_on is not None and known_on < event_on:
        raise InvalidInput.field("known_on", _("Nobody learns of it before it happened."))

    def put(row: Limitation) -> None:
        row.event_on, row.known_on = event_on, known_on

    return _again(actor, limitation, put)


@transaction.atomic
def add_tolling(
    *, actor: Actor, limitation: Limitation, kind: str, first: dt.date, last: dt.date | None, reason: str
) -> Limitation:
    """Say what holds the period up or begins it anew; the date is worked out and must be confirmed anew."""
    if not can(actor, "limitations.change_facts", limitation):
        raise NotAllowed()
    if kind not in TollingKind.values:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    if kind == TollingKind.PAUSE and (last is None or last < first):
        raise InvalidInput.field("last", _("Enter the last day, not before the first."))
    if not reason.strip():
        raise InvalidInput.field("reason", _("Give the reason."))
    Tolling.objects.create(
        limitation=limitation,
        kind=kind,
        first=first,
        last=last if kind == TollingKind.PAUSE else None,
        reason=reason.strip(),
        added_by_id=actor.user_id,
    )
    return _again(actor, limitation)


@transaction.atomic
def remove_tolling(*, actor: Actor, limitation: Limitation, tolling_id: int) -> Limitation:
    """Take a tolling event out again; the date is worked out and must be confirmed anew."""
    if not can(actor, "limitations.change_facts", limitation):
        raise NotAllowed()
    limitation.tollings.filter(pk=tolling_id).delete()
    return _again(actor, limitation)


@transaction.atomic
def confirm(*, actor: Actor, limitation: Limitation, last_day: dt.date) -> Limitation:
    """Confirm the date by working it out oneself: the day given must be the same. Refused to whoever set the facts."""

    def put(row: Limitation) -> None:
        row.confirmed_by_id = actor.user_id
        row.confirmed_at = timezone.now()
        row.before = {}

    locked = Limitation.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=limitation.pk)
    if can(actor, "limitations.confirm", locked) and locked.state == LimitationState.UNCONFIRMED:
        if locked.last_day is None:
            raise WrongState(_("There is no date to confirm."))
        if locked.set_by_id == actor.user_id:
            raise NotAllowed(_("Somebody else must confirm the date: you entered the facts."))
        if last_day != locked.last_day:
            message = _("You worked out another day. Compare the working: one of the two is wrong.")
            raise InvalidInput.field("last_day", message)
    return LIMITATION.apply(
        actor,
        locked,
        "confirm",
        given={"last_day": last_day},
        facts={"day": last_day.isoformat()},
        change=put,
        save=["confirmed_by", "confirmed_at", "before"],
    )


@transaction.atomic
def meet(
    *, actor: Actor, limitation: Limitation, met_on: dt.date, reason: str, suit: CivilSuit | None = None
) -> Limitation:
    """Say that the claim was brought in time, by a suit or otherwise, or that the date is moot; warnings end."""

    def put(row: Limitation) -> None:
        row.met_on, row.met_by = met_on, suit

    return LIMITATION.apply(
        actor,
        limitation,
        "meet",
        given={"met_on": met_on, "reason": reason},
        facts={"met_on": met_on.isoformat()},
        change=put,
        save=["met_on", "met_by"],
    )


@transaction.atomic
def run_again(*, actor: Actor, limitation: Limitation, reason: str) -> Limitation:
    """Let the date run again, worked out from the facts as they stand and to be confirmed anew."""

    def put(row: Limitation) -> None:
        if row.confirmed_at is not None:
            row.before = row.working
        _put(row)
        row.set_by_id = actor.user_id
        row.met_on = row.met_by = row.confirmed_by = row.confirmed_at = None

    return LIMITATION.apply(
        actor,
        limitation,
        "run_again",
        given={"reason": reason},
        change=put,
        save=["met_on", "met_by", *_WORKED],
    )


_VERBS: dict[str, Callable[..., Limitation]] = {"confirm": confirm, "meet": meet, "run_again": run_again}


def perform(*, actor: Actor, limitation: Limitation, action: str, given: Mapping[str, Any]) -> Limitation:
    """Do an offered action by its name, for the act page and the API."""
    if action not in _VERBS:
        raise InvalidInput.field("action", _("There is no such action."))
    needs = LIMITATION.named(action)[0].needs
    missing = {name: _("Enter this to go on.") for name in needs if not given.get(name)}
    if missing:
        raise InvalidInput(errors=missing)
    return _VERBS[action](actor=actor, limitation=limitation, **{name: given[name] for name in needs})


def computed(limitation: Limitation) -> Deadline:
    """The last day by the facts as they stand, with its working."""
    starts = {Start.EVENT: limitation.event_on}
    if limitation.known_on is not None:
        starts[Start.KNOWLEDGE] = limitation.known_on
    tollings = list(limitation.tollings.all())
    return deadline(
        limitation.rule,
        starts,
        jurisdiction=limitation.engagement.complaint.jurisdiction,
        pauses=[Pause(one.first, one.last, one.reason) for one in tollings if one.last is not None],
        restarts=[Restart(one.first, one.reason) for one in tollings if one.kind == TollingKind.RESTART],
    )


def _rules(engagement: Engagement) -> list[DeadlineRule]:
    complaint = engagement.complaint
    codes = list(complaint.screenings.values_list("framework__code", flat=True))
    today = day_in(complaint.jurisdiction, timezone.now())
    return deadline_rules(complaint.jurisdiction_id, DeadlineKind.LIMITATION, on=today, frameworks=codes or None)


def _put(limitation: Limitation) -> None:
    found = computed(limitation)
    limitation.last_day = found.last_day
    limitation.working = found.as_json()


def _again(actor: Actor, limitation: Limitation, change: Callable[[Limitation], None] | None = None) -> Limitation:
    """Work the date out anew; what was confirmed stays beside it until the new date is confirmed."""
    told = {"before": _iso(limitation.last_day), "day": ""}

    def put(row: Limitation) -> None:
        if row.state == LimitationState.CONFIRMED:
            row.before = row.working
        if change is not None:
            change(row)
        _put(row)
        row.set_by_id = actor.user_id
        row.confirmed_by = row.confirmed_at = None
        told["day"] = _iso(row.last_day)

    return LIMITATION.apply(actor, limitation, "change_facts", facts=told, change=put, save=_WORKED)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else "–"
