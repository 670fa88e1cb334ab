"""Dates before the court."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.litigation.models import CivilSuit, Hearing
from caseapp.litigation.services.suit_locks import locked_suit
from caseapp.litigation.services.suits.telling import tell_clients
from caseapp.litigation.workflow import suit_chain

timeline.tell("suits.hearing", _("A hearing was set for %(day)s."))


@transaction.atomic
def schedule_hearing(
    *, actor: Actor, suit: CivilSuit, starts_at: datetime, time_zone: str, place: str, purpose: str
) -> Hearing:
    """Set a hearing; `starts_at` is aware, `time_zone` the court's IANA zone. Clients are told that place's day."""
    locked = locked_suit(actor, suit, "schedule_hearing")
    faults: dict[str, Any] = {}
    if time_zone not in available_timezones():
        faults["time_zone"] = _("Choose a time zone.")
    if not place.strip():
        faults["place"] = _("Say where the hearing is.")
    if not purpose.strip():
        faults["purpose"] = _("Say what the hearing is for.")
    if faults:
        raise InvalidInput(errors=faults)
    hearing = Hearing.objects.create(
        suit=locked, starts_at=starts_at, time_zone=time_zone, place=place.strip(), purpose=purpose.strip()
    )
    day = starts_at.astimezone(ZoneInfo(time_zone)).date()
    timeline.write(actor=actor, subject=locked, kind="suits.hearing", data={"day": day.isoformat()})
    audit.record(
        actor=actor,
        action="suits.schedule_hearing",
        subject=locked,
        chain=suit_chain(locked),
        facts={"hearing": hearing.pk, "starts_at": starts_at.isoformat()},
    )
    tell_clients(locked)
    return hearing
