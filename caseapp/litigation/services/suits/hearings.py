"""Dates before the court."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.models import CivilSuit, Hearing
from caseapp.litigation.selectors.suit_refusals import refusal_of
from caseapp.litigation.services.suits.telling import tell_clients
from caseapp.litigation.workflow import suit_chain

timeline.tell("suits.hearing", _("A hearing was set for %(day)s."))


@transaction.atomic
def schedule_hearing(
    *, actor: Actor, suit: CivilSuit, starts_at: datetime, time_zone: str, place: str, purpose: str
) -> Hearing:
    """Set a hearing; `starts_at` is aware, `time_zone` the court's IANA zone. Clients are told the day."""
    if not can(actor, "suits.schedule_hearing", suit):
        raise NotAllowed()
    faults: dict[str, Any] = {}
    if time_zone not in available_timezones():
        faults["time_zone"] = _("Choose a time zone.")
    if not place.strip():
        faults["place"] = _("Say where the hearing is.")
    if not purpose.strip():
        faults["purpose"] = _("Say what the hearing is for.")
    refusal = refusal_of(suit, "schedule_hearing")
    if refusal is not None:
        raise WrongState(refusal)
    if faults:
        raise InvalidInput(errors=faults)
    hearing = Hearing.objects.create(
        suit=suit, starts_at=starts_at, time_zone=time_zone, place=place.strip(), purpose=purpose.strip()
    )
    timeline.write(actor=actor, subject=suit, kind="suits.hearing", data={"day": starts_at.date().isoformat()})
    audit.record(
        actor=actor,
        action="suits.schedule_hearing",
        subject=suit,
        chain=suit_chain(suit),
        facts={"hearing": hearing.pk, "starts_at": starts_at.isoformat()},
    )
    tell_clients(suit)
    return hearing
