"""The arithmetic of quiet hours and digests, on clocks that are moved twice a year."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.notifications.schedule import Times, due, is_quiet

ZONES = [
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
]
times_of_day = st.times().map(lambda one: one.replace(microsecond=0))
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC))
choices = st.builds(
    Times,
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    daily_at=st.none() | times_of_day,
    quiet_from=st.none() | times_of_day,
    quiet_until=st.none() | times_of_day,
)
DAY = dt.timedelta(hours=25)


@settings(max_examples=400, deadline=None)
@given(moments, choices)
def test_a_mail_goes_later_never_earlier_never_in_a_quiet_hour_and_within_two_days(now, chosen):
    when = due(now, chosen)
    assert when >= now
    assert not is_quiet(when, chosen)
    assert when - now <= DAY * (2 if chosen.daily_at else 1)


@settings(max_examples=200, deadline=None)
@given(moments, choices, st.sampled_from(ZONES).map(ZoneInfo))
def test_the_servers_own_clock_does_not_matter(now, chosen, zone):
    assert due(now.astimezone(zone), chosen) == due(now, chosen)


@settings(max_examples=200, deadline=None)
@given(moments, choices, st.timedeltas(dt.timedelta(0), dt.timedelta(days=2)))
def test_what_happens_later_is_never_told_earlier(now, chosen, later):
    assert due(now + later, chosen) >= due(now, chosen)


def at(text: str, zone: str = "UTC") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


NIGHT = {"quiet_from": dt.time(22), "quiet_until": dt.time(7)}


def test_at_once_outside_quiet_hours():
    now = at("2026-11-27 12:00", "Asia/Shanghai")
    assert due(now, Times(zone=ZoneInfo("Asia/Shanghai"), **NIGHT)) == now


def test_quiet_hours_run_over_midnight_and_their_end_is_not_quiet():
    chosen = Times(zone=ZoneInfo("Asia/Shanghai"), **NIGHT)
    for night in ("2026-11-27 22:00", "2026-11-27 23:59", "2026-11-28 06:59"):
        assert due(at(night, "Asia/Shanghai"), chosen) == at("2026-11-28 07:00", "Asia/Shanghai")
    assert due(at("2026-11-28 07:00", "Asia/Shanghai"), chosen) == at("2026-11-28 07:00", "Asia/Shanghai")


def test_the_digest_comes_today_or_tomorrow():
    chosen = Times(zone=ZoneInfo("Europe/Berlin"), daily_at=dt.time(18))
    assert due(at("2026-07-01 17:59", "Europe/Berlin"), chosen) == at("2026-07-01 18:00", "Europe/Berlin")
    assert due(at("2026-07-01 18:01", "Europe/Berlin"), chosen) == at("2026-07-02 18:00", "Europe/Berlin")


def test_a_digest_time_in_a_quiet_hour_waits_for_its_end():
    chosen = Times(zone=ZoneInfo("UTC"), daily_at=dt.time(23), **NIGHT)
    assert due(at("2026-07-01 20:00"), chosen) == at("2026-07-02 07:00")


def test_a_time_that_the_clocks_skip_comes_when_they_were_moved():
    chosen = Times(zone=ZoneInfo("Europe/Berlin"), daily_at=dt.time(2, 30))
    told = due(at("2026-03-29 01:00", "Europe/Berlin"), chosen)
    assert told.astimezone(chosen.zone).replace(tzinfo=None) == dt.datetime(2026, 3, 29, 3, 30)
