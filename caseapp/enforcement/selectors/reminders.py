"""Which settings of reminders hold on a day."""

import datetime as dt

from django.db.models import F

from caseapp.accounts.models import Authority
from caseapp.core.actors import Actor
from caseapp.enforcement.models import ReminderPlan


def plan_on(authority: Authority, day: dt.date) -> ReminderPlan | None:
    """The authority's own settings that hold on the day, else those that ship; None where there are neither."""
    found: ReminderPlan | None = (
        (ReminderPlan.objects.filter(authority=authority) | ReminderPlan.objects.filter(authority=None))
        .filter(valid_from__lte=day)
        .order_by(F("authority").asc(nulls_last=True), "-valid_from", "-id")
        .first()
    )
    return found


def plans_of(authority: Authority) -> list[ReminderPlan]:
    """Everything that was ever set for the authority, and what ships, newest first."""
    own = ReminderPlan.objects.filter(authority=authority) | ReminderPlan.objects.filter(authority=None)
    return list(own.select_related("made_by").order_by("-valid_from", "-id"))


def own_authorities(actor: Actor) -> list[Authority]:
    """The authorities whose reminders an officer reads: those that the officer works for."""
    return list(Authority.objects.filter(pk__in=actor.authority_ids()).order_by("pk")) if actor.is_officer else []
