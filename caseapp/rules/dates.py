"""Days as the law counts them: months with their ends, dates known only in part, and the day where a person is."""

import calendar
import datetime as dt
from zoneinfo import ZoneInfo


def add_months(start: dt.date, months: int) -> dt.date:
    """The same day `months` later; where that month has no such day, its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def end_of_year(day: dt.date) -> dt.date:
    """The 31st of December of the day's year."""
    return dt.date(day.year, 12, 31)


def last_possible_day(text: str) -> dt.date:
    """The last day that a date known as `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean; ValueError for anything else."""
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(part.isdigit() for part in parts):
        raise ValueError(f"{text!r} is not a date as YYYY, YYYY-MM or YYYY-MM-DD")
    year = int(parts[0])
    if len(parts) == 1:
        return dt.date(year, 12, 31)
    month = int(parts[1])
    if len(parts) == 2:
        return add_months(dt.date(year, month, 1), 1) - dt.timedelta(days=1)
    return dt.date(year, month, int(parts[2]))


def local_day(instant: dt.datetime, zone: str) -> dt.date:
    """The day that an aware instant falls on in a named time zone, whatever zone the server keeps."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone")
    return instant.astimezone(ZoneInfo(zone)).date()


def start_of(day: dt.date, zone: str = "UTC") -> dt.datetime:
    """The moment a day begins in a named time zone: as a bound of a column it can use the column's index."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(zone))


def end_of(day: dt.date, zone: str = "UTC") -> dt.datetime:
    """The last moment of a day in a named time zone; there is none after the last day of the calendar."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=ZoneInfo(zone))


def farthest_day(instant: dt.datetime) -> dt.date:
    """The latest day that it is anywhere on Earth at an instant (UTC+14): a later one has begun nowhere yet."""
    return (instant.astimezone(dt.UTC) + dt.timedelta(hours=14)).date()


def only_a_day(value: dt.date) -> dt.date:
    """The value itself, refusing a time of day: a deadline's start is a calendar day, never an instant."""
    if isinstance(value, dt.datetime):
        raise TypeError("A deadline starts on a day, not at an instant; use local_day() first")
    return value
