"""Computing a last day from a law's period, and showing every step of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from caseapp.rules.clocks.calendars import ONE_DAY, WEEKDAYS, Calendar
from caseapp.rules.clocks.vocabulary import Kind, LastDay, Start, State, Unit
from caseapp.rules.dates import add_months, end_of_year, only_a_day

METHOD_VERSION = "clocks-1"


@dataclass(frozen=True)
class Rule:
    """One period as the law states it. `amount` None means not verified.

    `from_year_end`: runs from the end of the year of the start. `longstop_months`: ends no later than so many months
    after the event itself. `extension_amount` is added, in the same unit, where the period is extended. `last_day`
    says what happens to a last day that is not a working day, `last_day_article` where that is written.
    """

    key: str
    kind: Kind
    amount: int | None = None
    unit: Unit = Unit.DAYS
    starts_from: Start = Start.EVENT
    from_year_end: bool = False
    longstop_months: int | None = None
    extension_amount: int | None = None
    last_day: LastDay = LastDay.STAYS
    last_day_article: str = ""
    article: str = ""
    framework: str = ""
    jurisdiction: str = ""


@dataclass(frozen=True)
class Pause:
    """Days, both included, on which the period does not run, and why."""

    first: dt.date
    last: dt.date
    reason: str = ""


@dataclass(frozen=True)
class Restart:
    """A day on which the period starts anew, such as a demand where the law lets that interrupt it; and why."""

    day: dt.date
    reason: str = ""


class StepCode(StrEnum):
    """What one line of the working says."""

    START = "start"
    START_ASSUMED = "start_assumed"
    YEAR_END = "year_end"
    RESTARTED = "restarted"
    RULE = "rule"
    FIRST_DAY_LEFT_OUT = "first_day_left_out"
    COUNTED = "counted"
    END_OF_MONTH = "end_of_month"
    REST_DAYS = "rest_days"
    HOLIDAY = "holiday"
    MAKE_UP_DAY = "make_up_day"
    PAUSED = "paused"
    LONGSTOP = "longstop"
    LONGSTOP_DECIDES = "longstop_decides"
    MOVED = "moved"
    NOT_MOVED = "not_moved"
    CALENDAR_UNKNOWN = "calendar_unknown"
    RESULT = "result"


@dataclass(frozen=True)
class Step:
    """One line of the working: what was done, the day it led to, and the values to show."""

    code: StepCode
    day: dt.date | None = None
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class Deadline:
    """The answer: the last day on which the thing can be done in time, or why there is none; and the working."""

    rule: Rule
    state: State
    last_day: dt.date | None = None
    start: dt.date | None = None
    steps: tuple[Step, ...] = field(default=())
    method_version: str = METHOD_VERSION

    def days_left(self, on: dt.date) -> int | None:
        """Days from `on` to the last day; negative when it has passed, None without a date."""
        return None if self.last_day is None else (self.last_day - on).days

    def has_passed(self, on: dt.date) -> bool | None:
        """Whether the last day lies before `on`; None without a date."""
        return None if self.last_day is None else on > self.last_day

    def as_json(self) -> dict[str, Any]:
        """Plain values for storing: dates as ISO 8601, enumerations as their words."""
        return {
            "key": self.rule.key,
            "kind": self.rule.kind.value,
            "framework": self.rule.framework,
            "jurisdiction": self.rule.jurisdiction,
            "article": self.rule.article,
            "state": self.state.value,
            "start": self.start.isoformat() if self.start else None,
            "last_day": self.last_day.isoformat() if self.last_day else None,
            "method_version": self.method_version,
            "steps": [
                {"code": s.code.value, "day": s.day.isoformat() if s.day else None, "values": dict(s.values)}
                for s in self.steps
            ],
        }


def deadline(
    rule: Rule,
    starts: Mapping[Start, dt.date],
    *,
    calendar: Calendar = WEEKDAYS,
    pauses: Sequence[Pause] = (),
    restarts: Sequence[Restart] = (),
    extended: bool = False,
) -> Deadline:
    """The last day of a period. The day of the start is not counted; months end on the day of the same number.

    `starts` gives the days of the events that are known. A period that runs from knowledge, where only the event's
    day is known, is counted from the event (the earliest it can run from) and says so. Pauses add the days they
    cover; a restart on a day when the period still ran begins it anew. Neither moves a long stop. A later start
    never gives an earlier last day, save that a paused period of months may differ by up to three days, because
    months differ in length.
    """
    if rule.amount is None:
        return Deadline(rule, State.NOT_VERIFIED)
    found = _start(rule, starts)
    if found is None:
        return Deadline(rule, State.START_UNKNOWN)
    start, steps = found
    begin = start
    if rule.from_year_end:
        begin = end_of_year(start)
        steps.append(Step(StepCode.YEAR_END, begin))
    amount = rule.amount + (rule.extension_amount or 0 if extended else 0)
    steps.append(Step(StepCode.RULE, None, (("amount", amount), ("unit", rule.unit.value), ("article", rule.article))))
    ordered = tuple(sorted(pauses, key=lambda pause: (pause.first, pause.last)))
    last, counted = _count(rule.unit, begin, amount, calendar, ordered)
    for restart in sorted(restarts, key=lambda restart: restart.day):
        if begin < restart.day <= last:
            begin = restart.day
            steps.append(Step(StepCode.RESTARTED, begin, (("reason", restart.reason),)))
            last, counted = _count(rule.unit, begin, amount, calendar, ordered)
    steps += [Step(StepCode.FIRST_DAY_LEFT_OUT, begin + ONE_DAY), *counted]
    last = _apply_longstop(rule, starts, last, steps)
    last = _apply_last_day(rule, calendar, last, steps)
    uses_calendar = rule.unit is Unit.WORKING_DAYS or rule.last_day is LastDay.NEXT_WORKING_DAY
    if uses_calendar and not (calendar.knows(begin) and calendar.knows(last)):
        known = calendar.known_to.isoformat() if calendar.known_to else ""
        steps.append(Step(StepCode.CALENDAR_UNKNOWN, last, (("known_to", known), ("calendar", calendar.code))))
    steps.append(Step(StepCode.RESULT, last))
    return Deadline(rule, State.COMPUTED, last, start, tuple(steps))


def _start(rule: Rule, starts: Mapping[Start, dt.date]) -> tuple[dt.date, list[Step]] | None:
    known = starts.get(rule.starts_from)
    if known is not None:
        return only_a_day(known), [Step(StepCode.START, known, (("event", rule.starts_from.value),))]
    event = starts.get(Start.EVENT)
    if rule.starts_from is Start.KNOWLEDGE and event is not None:
        return only_a_day(event), [Step(StepCode.START_ASSUMED, event, (("event", Start.EVENT.value),))]
    return None


def _count(
    unit: Unit, begin: dt.date, amount: int, calendar: Calendar, pauses: Sequence[Pause]
) -> tuple[dt.date, list[Step]]:
    steps: list[Step] = []
    if unit is Unit.MONTHS:
        return _count_months(begin, amount, pauses, steps), steps
    return _count_days(begin, amount, unit, calendar, pauses, steps), steps


def _count_months(begin: dt.date, amount: int, pauses: Sequence[Pause], steps: list[Step]) -> dt.date:
    base = add_months(begin, amount)
    steps.append(Step(StepCode.COUNTED, base))
    if base.day != begin.day:
        steps.append(Step(StepCode.END_OF_MONTH, base, (("day", begin.day),)))
    last = base
    while True:
        longer = base + dt.timedelta(days=len(_paused_days(begin, last, pauses)))
        if longer == last:
            break
        last = longer
    _tell_pauses(begin, last, pauses, steps)
    return last


def _count_days(
    begin: dt.date, amount: int, unit: Unit, calendar: Calendar, pauses: Sequence[Pause], steps: list[Step]
) -> dt.date:
    day, left, rest = begin, amount, 0
    off: list[Step] = []
    while left:
        day += ONE_DAY
        if any(pause.first <= day <= pause.last for pause in pauses):
            continue
        if unit is Unit.DAYS or calendar.is_working(day):
            left -= 1
            if unit is Unit.WORKING_DAYS and day in calendar.make_up_days:
                off.append(Step(StepCode.MAKE_UP_DAY, day))
        elif day in calendar.holidays:
            off.append(Step(StepCode.HOLIDAY, day, (("name", calendar.holidays[day]),)))
        else:
            rest += 1
    steps.append(Step(StepCode.COUNTED, day))
    if rest:
        steps.append(Step(StepCode.REST_DAYS, None, (("days", rest),)))
    steps.extend(off)
    _tell_pauses(begin, day, pauses, steps)
    return day


def _paused_days(begin: dt.date, last: dt.date, pauses: Sequence[Pause]) -> set[dt.date]:
    days: set[dt.date] = set()
    for pause in pauses:
        day = max(pause.first, begin + ONE_DAY)
        while day <= min(pause.last, last):
            days.add(day)
            day += ONE_DAY
    return days


def _tell_pauses(begin: dt.date, last: dt.date, pauses: Sequence[Pause], steps: list[Step]) -> None:
    for pause in pauses:
        days = len(_paused_days(begin, last, (pause,)))
        if days:
            values = (
                ("first", pause.first.isoformat()),
                ("last", pause.last.isoformat()),
                ("days", days),
                ("reason", pause.reason),
            )
            steps.append(Step(StepCode.PAUSED, last, values))


def _apply_longstop(rule: Rule, starts: Mapping[Start, dt.date], last: dt.date, steps: list[Step]) -> dt.date:
    event = starts.get(Start.EVENT)
    if rule.longstop_months is None or event is None:
        return last
    stop = add_months(only_a_day(event), rule.longstop_months)
    steps.append(Step(StepCode.LONGSTOP, stop, (("months", rule.longstop_months),)))
    if stop < last:
        steps.append(Step(StepCode.LONGSTOP_DECIDES, stop))
        return stop
    return last


def _apply_last_day(rule: Rule, calendar: Calendar, last: dt.date, steps: list[Step]) -> dt.date:
    if rule.unit is Unit.WORKING_DAYS:
        return last
    if rule.last_day is LastDay.STAYS:
        steps.append(Step(StepCode.NOT_MOVED, last))
        return last
    working = calendar.next_working(last)
    if working != last:
        name = calendar.holidays.get(last, "")
        steps.append(Step(StepCode.MOVED, working, (("name", name), ("article", rule.last_day_article))))
    return working
