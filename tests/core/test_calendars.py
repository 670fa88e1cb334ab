"""Dates for somebody's own calendar: whole days, found again in a later download, neutral to whoever looks on."""

import datetime as dt

from django.utils import translation
from icalendar import Calendar

from caseapp.core.calendars import Reminder, calendar

MADE = dt.datetime(2026, 3, 1, 9, 30, 15, 999, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DAY = dt.date(2026, 12, 31)
HOME = "https://countenance.example/home/"


def entries(*reminders):
    return Calendar.from_ical(calendar(reminders, made_at=MADE)).walk("VEVENT")


def test_a_day_is_a_whole_day():
    (entry,) = entries(Reminder("1/limitation", DAY, HOME))
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (DAY, dt.date(2027, 1, 1))
    assert entry["dtstamp"].dt == dt.datetime(2026, 3, 1, 1, 30, 15, tzinfo=dt.UTC)


def test_an_entry_betrays_nothing():
    content = calendar([Reminder("CN-2026-7F3K-9QXM/limitation", DAY, HOME)], made_at=MADE).decode()
    assert "7F3K" not in content
    assert "limitation" not in content
    assert "omplaint" not in content


def test_a_later_download_moves_an_entry_instead_of_adding_one():
    (first,) = entries(Reminder("1/limitation", DAY, HOME))
    (moved,) = entries(Reminder("1/limitation", dt.date(2027, 5, 1), HOME))
    (other,) = entries(Reminder("1/decision", DAY, HOME))
    assert first["uid"] == moved["uid"] != other["uid"]


def test_the_same_inputs_give_the_same_bytes_in_order_of_days():
    two = [Reminder("b", DAY, HOME), Reminder("a", dt.date(2026, 5, 1), HOME)]
    assert calendar(two, made_at=MADE) == calendar(reversed(two), made_at=MADE)
    assert [entry["dtstart"].dt for entry in entries(*two)] == [dt.date(2026, 5, 1), DAY]


def test_the_title_is_in_the_readers_language():
    with translation.override("zh-hans"):
        (entry,) = entries(Reminder("a", DAY, HOME))
    assert str(entry["summary"]).startswith("Countenance")
