"""When a mail may go: the time of the digest and the quiet hours, on the clock of the person's own zone."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Times:
    """`daily_at` for one mail a day, else at once; quiet hours run from `quiet_from` up to `quiet_until`.

    They may run over midnight. Both equal, or one missing, means that no hour is quiet.
    """

    zone: ZoneInfo = UTC
    daily_at: dt.time | None = None
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None


def due(now: dt.datetime, times: Times) -> dt.datetime:
    """The first moment from now on at which a mail about something that happened now may be sent."""
    wanted = now if times.daily_at is None else next_showing(now, times.daily_at, times.zone)
    return after_quiet(wanted, times)


def after_quiet(moment: dt.datetime, times: Times) -> dt.datetime:
    """The moment itself, or the end of the quiet hours that it lies in."""
    if times.quiet_until is None or not is_quiet(moment, times):
        return moment
    return next_showing(moment, times.quiet_until, times.zone)


def is_quiet(moment: dt.datetime, times: Times) -> bool:
    """Whether the clock where the person is shows a quiet hour."""
    begin, end = times.quiet_from, times.quiet_until
    if begin is None or end is None or begin == end:
        return False
    shown = moment.astimezone(times.zone).time()
    return begin <= shown < end if begin < end else shown >= begin or shown < end


def next_showing(moment: dt.datetime, wanted: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The first moment, this one included, at which the clock there shows the wanted time.

    Where the clocks skip the time, it is as much later as they were moved; where they show it twice, either counts.
    """
    today = moment.astimezone(zone).date()
    found: list[dt.datetime] = []
    for days in (-1, 0, 1, 2):
        there = dt.datetime.combine(today + dt.timedelta(days=days), wanted, tzinfo=zone)
        again = there.replace(fold=1)
        found.append(there.astimezone(dt.UTC))
        if again.utcoffset() < there.utcoffset():  # type: ignore[operator]
            found.append(again.astimezone(dt.UTC))
    return min(one for one in found if one >= moment)
