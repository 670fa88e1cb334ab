"""Deadlines: the law's own units, ends of months, holidays and make-up days, long stops, pauses, and the working."""

import datetime as dt
import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.law import gateways
from caseapp.rules.clocks import (
    WEEKDAYS,
    Calendar,
    Deadline,
    Kind,
    LastDay,
    Pause,
    Restart,
    Rule,
    Start,
    State,
    StepCode,
    Unit,
    deadline,
)
from caseapp.rules.dates import add_months, last_possible_day, local_day, only_a_day

D = dt.date
CHINA = gateways.calendar("CN", "", True, 2020, 2028)


def rule(amount: int | None, unit: Unit = Unit.DAYS, **more: object) -> Rule:
    """A period from the event."""
    return Rule(**{"key": "k", "kind": Kind.LIMITATION, "amount": amount, "unit": unit, **more})  # type: ignore[arg-type]


def last_day(found: Deadline) -> dt.date:
    assert found.last_day is not None
    return found.last_day


def codes(found: Deadline) -> list[StepCode]:
    return [step.code for step in found.steps]


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "months", "expected"),
        [
            (D(2024, 1, 31), 1, D(2024, 2, 29)),
            (D(2023, 1, 31), 1, D(2023, 2, 28)),
            (D(2024, 1, 31), 2, D(2024, 3, 31)),
            (D(2024, 2, 29), 12, D(2025, 2, 28)),
            (D(2024, 2, 29), 48, D(2028, 2, 29)),
            (D(2021, 8, 15), 36, D(2024, 8, 15)),
            (D(2024, 11, 30), 3, D(2025, 2, 28)),
            (D(2024, 12, 31), 240, D(2044, 12, 31)),
        ],
    )
    def test_day_of_the_same_number_or_the_end(self, start: D, months: int, expected: D) -> None:
        found = deadline(rule(months, Unit.MONTHS), {Start.EVENT: start})
        assert found.last_day == expected
        assert (StepCode.END_OF_MONTH in codes(found)) is (start.day != expected.day)

    def test_extension_is_counted_in_one_go(self) -> None:
        """One month and two more from 31 January end on 30 April, not two months after the end of February."""
        answer = rule(1, Unit.MONTHS, extension_amount=2)
        assert deadline(answer, {Start.EVENT: D(2025, 1, 31)}).last_day == D(2025, 2, 28)
        assert deadline(answer, {Start.EVENT: D(2025, 1, 31)}, extended=True).last_day == D(2025, 4, 30)

    def test_german_year_end(self) -> None:
        """BGB 199: three years run from the end of the year in which the person learned of it."""
        german = rule(36, Unit.MONTHS, starts_from=Start.KNOWLEDGE, from_year_end=True)
        found = deadline(german, {Start.KNOWLEDGE: D(2023, 2, 10)})
        assert found.last_day == D(2026, 12, 31)
        assert StepCode.YEAR_END in codes(found)


class TestDays:
    def test_the_first_day_is_not_counted(self) -> None:
        assert deadline(rule(15), {Start.EVENT: D(2026, 3, 1)}).last_day == D(2026, 3, 16)

    def test_a_last_day_stays_unless_the_rule_says_so(self) -> None:
        """28 March 2026 is a Saturday."""
        found = deadline(rule(15), {Start.EVENT: D(2026, 3, 13)}, calendar=WEEKDAYS)
        assert found.last_day == D(2026, 3, 28)
        assert StepCode.NOT_MOVED in codes(found)

    def test_a_last_day_moves_to_the_next_working_day(self) -> None:
        moving = rule(15, last_day=LastDay.NEXT_WORKING_DAY, last_day_article="3(4)")
        found = deadline(moving, {Start.EVENT: D(2026, 3, 13)}, calendar=WEEKDAYS)
        assert found.last_day == D(2026, 3, 30)
        moved = next(step for step in found.steps if step.code is StepCode.MOVED)
        assert ("article", "3(4)") in moved.values


class TestChina:
    def test_seven_working_days_over_the_national_holiday(self) -> None:
        """From Sunday 29 September 2024, itself a make-up working day, over 1 to 7 October; Saturday 12 is worked."""
        found = deadline(rule(7, Unit.WORKING_DAYS), {Start.EVENT: D(2024, 9, 29)}, calendar=CHINA)
        assert found.last_day == D(2024, 10, 14)
        assert [s.day for s in found.steps if s.code is StepCode.MAKE_UP_DAY] == [D(2024, 10, 12)]
        assert [s.day for s in found.steps if s.code is StepCode.HOLIDAY][:1] == [D(2024, 10, 1)]

    def test_limitation_that_ends_in_the_holiday(self) -> None:
        """Civil Code 203: three years from 1 October 2021 end on the first working day after the holiday of 2024."""
        limit = rule(
            36,
            Unit.MONTHS,
            starts_from=Start.KNOWLEDGE,
            longstop_months=240,
            last_day=LastDay.NEXT_WORKING_DAY,
            last_day_article="Civil Code 203",
            article="Civil Code art. 188",
        )
        found = deadline(limit, {Start.KNOWLEDGE: D(2021, 10, 1), Start.EVENT: D(2021, 9, 1)}, calendar=CHINA)
        assert found.last_day == D(2024, 10, 8)
        assert StepCode.LONGSTOP in codes(found)
        assert StepCode.LONGSTOP_DECIDES not in codes(found)

    def test_a_make_up_saturday_is_no_reason_to_move(self) -> None:
        """Saturday 28 February 2026 is worked."""
        moving = rule(1, last_day=LastDay.NEXT_WORKING_DAY)
        assert deadline(moving, {Start.EVENT: D(2026, 2, 27)}, calendar=CHINA).last_day == D(2026, 2, 28)

    def test_years_without_published_make_up_days_are_said(self) -> None:
        assert CHINA.known_to is not None
        far = deadline(rule(7, Unit.WORKING_DAYS), {Start.EVENT: D(2028, 1, 3)}, calendar=CHINA)
        assert StepCode.CALENDAR_UNKNOWN in codes(far)
        near = deadline(rule(7, Unit.WORKING_DAYS), {Start.EVENT: D(2025, 1, 3)}, calendar=CHINA)
        assert StepCode.CALENDAR_UNKNOWN not in codes(near)


class TestLongStop:
    def test_long_stop_before_knowledge_runs_out(self) -> None:
        australian = rule(12, Unit.MONTHS, starts_from=Start.KNOWLEDGE, longstop_months=36)
        starts = {Start.KNOWLEDGE: D(2028, 5, 1), Start.EVENT: D(2025, 7, 1)}
        found = deadline(australian, starts)
        assert found.last_day == D(2028, 7, 1)
        assert StepCode.LONGSTOP_DECIDES in codes(found)

    def test_neither_pause_nor_restart_moves_it(self) -> None:
        limit = rule(12, Unit.MONTHS, longstop_months=13)
        starts = {Start.EVENT: D(2025, 1, 1)}
        found = deadline(
            limit,
            starts,
            pauses=[Pause(D(2025, 2, 1), D(2025, 12, 31))],
            restarts=[Restart(D(2025, 6, 1))],
        )
        assert found.last_day == D(2026, 2, 1)


class TestStart:
    def test_not_verified_gives_no_date(self) -> None:
        found = deadline(rule(None), {Start.EVENT: D(2025, 1, 1)})
        assert (found.state, found.last_day, found.has_passed(D(2030, 1, 1))) == (State.NOT_VERIFIED, None, None)

    def test_unknown_start_gives_no_date(self) -> None:
        found = deadline(rule(30, starts_from=Start.REQUEST_RECEIVED), {Start.EVENT: D(2025, 1, 1)})
        assert (found.state, found.days_left(D(2025, 1, 1))) == (State.START_UNKNOWN, None)

    def test_knowledge_falls_back_on_the_event_and_says_so(self) -> None:
        found = deadline(rule(36, Unit.MONTHS, starts_from=Start.KNOWLEDGE), {Start.EVENT: D(2025, 1, 1)})
        assert found.last_day == D(2028, 1, 1)
        assert codes(found)[0] is StepCode.START_ASSUMED

    def test_an_instant_is_refused(self) -> None:
        with pytest.raises(TypeError):
            deadline(rule(1), {Start.EVENT: dt.datetime(2025, 1, 1, 23, 0, tzinfo=dt.UTC)})

    def test_the_day_of_an_instant_is_that_of_the_place(self) -> None:
        instant = dt.datetime(2025, 1, 1, 23, 0, tzinfo=dt.UTC)
        assert local_day(instant, "Asia/Shanghai") == D(2025, 1, 2)
        assert local_day(instant, "America/Chicago") == D(2025, 1, 1)
        with pytest.raises(ValueError):
            local_day(dt.datetime(2025, 1, 1), "Asia/Shanghai")

    def test_days_left_and_passed(self) -> None:
        found = deadline(rule(10), {Start.EVENT: D(2025, 1, 1)})
        assert found.days_left(D(2025, 1, 9)) == 2
        assert not found.has_passed(D(2025, 1, 11))
        assert found.has_passed(D(2025, 1, 12))


class TestPausesAndRestarts:
    def test_a_pause_adds_its_days(self) -> None:
        found = deadline(rule(30), {Start.EVENT: D(2025, 1, 1)}, pauses=[Pause(D(2025, 1, 10), D(2025, 1, 19))])
        assert found.last_day == D(2025, 2, 10)

    def test_a_pause_that_reaches_into_the_extension_counts_whole(self) -> None:
        month = rule(1, Unit.MONTHS)
        pauses = [Pause(D(2025, 1, 30), D(2025, 2, 8), "court holidays")]
        found = deadline(month, {Start.EVENT: D(2025, 1, 1)}, pauses=pauses)
        assert found.last_day == D(2025, 2, 11)
        told = next(step for step in found.steps if step.code is StepCode.PAUSED)
        assert ("reason", "court holidays") in told.values

    def test_overlapping_pauses_count_a_day_once(self) -> None:
        pauses = [Pause(D(2025, 1, 5), D(2025, 1, 10)), Pause(D(2025, 1, 8), D(2025, 1, 12))]
        assert deadline(rule(1, Unit.MONTHS), {Start.EVENT: D(2025, 1, 1)}, pauses=pauses).last_day == D(2025, 2, 9)

    def test_a_demand_begins_it_anew_while_it_runs(self) -> None:
        """Civil Code 195: a demand interrupts; one made too late does not."""
        limit = rule(36, Unit.MONTHS)
        starts = {Start.EVENT: D(2021, 5, 1)}
        assert deadline(limit, starts, restarts=[Restart(D(2023, 4, 1), "demand")]).last_day == D(2026, 4, 1)
        assert deadline(limit, starts, restarts=[Restart(D(2024, 6, 1), "demand")]).last_day == D(2024, 5, 1)


DAYS = st.dates(min_value=D(1990, 1, 1), max_value=D(2050, 12, 31))
RULES = st.builds(
    Rule,
    key=st.just("k"),
    kind=st.just(Kind.LIMITATION),
    amount=st.integers(1, 120),
    unit=st.sampled_from(Unit),
    from_year_end=st.booleans(),
    longstop_months=st.none() | st.integers(1, 300),
    last_day=st.sampled_from(LastDay),
)
CALENDARS = st.builds(
    Calendar,
    code=st.just("made up"),
    holidays=st.dictionaries(DAYS, st.just("a holiday"), max_size=12),
    make_up_days=st.frozensets(DAYS, max_size=6),
)
PAUSES = st.lists(
    st.tuples(DAYS, st.integers(0, 400)).map(lambda p: Pause(p[0], p[0] + dt.timedelta(p[1]))), max_size=3
)


class TestProperties:
    @settings(max_examples=200, deadline=None)
    @given(period=RULES, first=DAYS, later=st.integers(0, 900), calendar=CALENDARS)
    def test_a_later_start_never_gives_an_earlier_date(
        self, period: Rule, first: D, later: int, calendar: Calendar
    ) -> None:
        one = deadline(period, {Start.EVENT: first}, calendar=calendar)
        other = deadline(period, {Start.EVENT: first + dt.timedelta(later)}, calendar=calendar)
        assert last_day(one) <= last_day(other)

    @settings(max_examples=150, deadline=None)
    @given(period=RULES, first=DAYS, later=st.integers(0, 400), pauses=PAUSES)
    def test_pauses_keep_that_order_but_for_the_length_of_months(
        self, period: Rule, first: D, later: int, pauses: list[Pause]
    ) -> None:
        one = deadline(period, {Start.EVENT: first}, pauses=pauses)
        other = deadline(period, {Start.EVENT: first + dt.timedelta(later)}, pauses=pauses)
        # A last day that moves from a weekend adds at most two days to the three that months may differ by.
        slack = dt.timedelta(5 if period.unit is Unit.MONTHS else 0)
        assert last_day(one) <= last_day(other) + slack

    @settings(max_examples=200, deadline=None)
    @given(period=RULES, first=DAYS, pause=st.tuples(DAYS, st.integers(0, 200)))
    def test_a_pause_never_shortens(self, period: Rule, first: D, pause: tuple[D, int]) -> None:
        plain = deadline(period, {Start.EVENT: first})
        paused = deadline(period, {Start.EVENT: first}, pauses=[Pause(pause[0], pause[0] + dt.timedelta(pause[1]))])
        assert last_day(plain) <= last_day(paused)

    @settings(max_examples=200, deadline=None)
    @given(period=RULES, first=DAYS, calendar=CALENDARS)
    def test_the_working_ends_in_the_result(self, period: Rule, first: D, calendar: Calendar) -> None:
        found = deadline(period, {Start.EVENT: first}, calendar=calendar)
        assert found.steps[-1].code is StepCode.RESULT
        assert found.steps[-1].day == found.last_day
        assert found.as_json()["last_day"] == last_day(found).isoformat()

    @settings(max_examples=200, deadline=None)
    @given(first=DAYS, amount=st.integers(1, 60), calendar=CALENDARS)
    def test_working_days_end_on_a_working_day(self, first: D, amount: int, calendar: Calendar) -> None:
        found = deadline(rule(amount, Unit.WORKING_DAYS), {Start.EVENT: first}, calendar=calendar)
        end = last_day(found)
        assert calendar.is_working(end)
        between = (first + dt.timedelta(n) for n in range(1, (end - first).days + 1))
        assert sum(calendar.is_working(day) for day in between) == amount

    @pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])
    def test_the_servers_time_zone_changes_nothing(self, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
        before = os.environ.get("TZ")
        found = []
        for name in (zone, "UTC"):
            monkeypatch.setenv("TZ", name)
            time.tzset()
            found.append(
                [
                    deadline(rule(n, unit), {Start.EVENT: D(2024, 9, 29)}, calendar=CHINA)
                    for n in (1, 7, 36)
                    for unit in Unit
                ]
            )
        monkeypatch.setenv("TZ", before or "UTC")
        time.tzset()
        assert found[0] == found[1]


class TestDates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("1871", D(1871, 12, 31)),
            ("2027-05", D(2027, 5, 31)),
            ("2024-02", D(2024, 2, 29)),
            ("2021-08-01", D(2021, 8, 1)),
        ],
    )
    def test_a_date_known_in_part_means_its_last_day_at_the_latest(self, text: str, expected: D) -> None:
        assert last_possible_day(text) == expected

    @pytest.mark.parametrize(
        "text", ["", "21", "2021-8", "2021-13", "2021-02-30", "soon", "2021/08/01", "2021-08-01T00"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError):
            last_possible_day(text)

    @given(start=DAYS, months=st.integers(0, 600))
    def test_months_land_in_the_right_month(self, start: D, months: int) -> None:
        landed = add_months(start, months)
        assert (landed.year * 12 + landed.month) - (start.year * 12 + start.month) == months
        assert landed.day <= start.day

    def test_a_day_passes(self) -> None:
        assert only_a_day(D(2025, 1, 1)) == D(2025, 1, 1)


class TestCalendars:
    def test_holidays_speak_one_language_whatever_the_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LANGUAGE", "zh_CN")
        gateways.calendar.cache_clear()
        assert gateways.calendar("CN", "", True, 2024, 2024).holidays[D(2024, 10, 1)] == "National Day"

    def test_make_up_days_are_known_for_every_year_asked_for(self) -> None:
        assert {day.year for day in CHINA.make_up_days} >= {2020, 2021, 2022, 2023, 2024, 2025}
        assert CHINA.is_working(D(2021, 2, 7))

    def test_a_part_has_its_own_holidays(self) -> None:
        bavaria = gateways.calendar("DE", "BY", False, 2025, 2025)
        berlin = gateways.calendar("DE", "BE", False, 2025, 2025)
        assert not bavaria.is_working(D(2025, 1, 6))
        assert berlin.is_working(D(2025, 1, 6))

    def test_an_unknown_country_knows_weekends_only(self) -> None:
        nowhere = gateways.calendar("", "", False, 2025, 2025)
        assert not nowhere.is_working(D(2025, 1, 4))
        assert nowhere.is_working(D(2025, 1, 1))
        assert not nowhere.knows(D(2025, 1, 1))
