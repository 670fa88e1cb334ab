"""Working days as a value: which days a place rests, and which weekend days it works."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

ONE_DAY = dt.timedelta(days=1)
SATURDAY_AND_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True)
class Calendar:
    """Working days of one place. `weekend` holds weekday numbers (Monday is 0); `holidays` maps a day to its name.

    `known_to` is the last day whose holidays (and make-up working days) are published; later dates count weekends
    and what is known, and every result that uses one says so. None means that there is no such end.
    """

    code: str = ""
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    make_up_days: frozenset[dt.date] = frozenset()
    known_from: dt.date | None = None
    known_to: dt.date | None = None

    def is_working(self, day: dt.date) -> bool:
        """Whether people work on the day; a make-up working day comes before weekend and holiday."""
        if day in self.make_up_days:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself if it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def knows(self, day: dt.date) -> bool:
        """Whether the holidays around the day are published."""
        return (self.known_from is None or day >= self.known_from) and (self.known_to is None or day <= self.known_to)


WEEKDAYS = Calendar(code="weekdays")
