"""Dates to keep as an iCalendar file whose entries betray nothing to whoever else sees the calendar."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Reminder:
    """A day to keep. `key` names the same date again in a later download; `address` is where one learns what it is."""

    key: str
    day: dt.date
    address: str


def calendar(reminders: Iterable[Reminder], *, made_at: dt.datetime) -> bytes:
    """An iCalendar file (RFC 5545) of whole days with a neutral title and the page's address alone.

    The UID is derived from the reminder's key and cannot be turned back into it, so that a calendar that takes the
    file a second time moves its entry instead of adding another. The same inputs give the same bytes.
    """
    book = Calendar()
    book.add("prodid", "-//Countenance//Dates//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    for reminder in sorted(reminders, key=lambda one: (one.day, one.key)):
        event = Event()
        event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{reminder.address}#{reminder.key}')}@countenance")
        event.add("dtstamp", made_at.astimezone(dt.UTC).replace(microsecond=0))
        event.add("dtstart", reminder.day)
        event.add("dtend", reminder.day + dt.timedelta(days=1))
        event.add("summary", _("Countenance: a date to keep"))
        event.add("url", reminder.address)
        event.add("transp", "TRANSPARENT")
        book.add_component(event)
    content: bytes = book.to_ical()
    return content


@dataclass(frozen=True)
class Appointment:
    """A moment to be somewhere, told in the zone of that place."""

    key: str
    starts_at: dt.datetime
    time_zone: str
    length: dt.timedelta
    changed_at: dt.datetime
    address: str


def appointments(found: Iterable[Appointment]) -> bytes:
    """An iCalendar feed of appointments with a neutral title and no place, each in its own time zone.

    A program that reads it again moves what was moved and drops what is gone. The same inputs give the same bytes.
    """
    book = Calendar()
    book.add("prodid", "-//Countenance//Dates//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    for one in found:
        zone = ZoneInfo(one.time_zone)
        event = Event()
        event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{one.address}#{one.key}')}@countenance")
        event.add("dtstamp", one.changed_at.astimezone(dt.UTC).replace(microsecond=0))
        event.add("dtstart", one.starts_at.astimezone(zone))
        event.add("dtend", (one.starts_at + one.length).astimezone(zone))
        event.add("summary", _("Countenance: an appointment"))
        event.add("url", one.address)
        book.add_component(event)
    book.add_missing_timezones()
    content: bytes = book.to_ical()
    return content
