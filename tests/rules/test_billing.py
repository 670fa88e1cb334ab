"""Rounding of time, whose price holds on a day, and what lines come to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.billing import STEPS, DatedRate, Rounding, billed_minutes, percent_of, rate_on, time_amount


@pytest.mark.parametrize(
    ("worked", "rounding", "billed"),
    [
        (0, Rounding(6), 0),
        (1, Rounding(6), 6),
        (6, Rounding(6), 6),
        (7, Rounding(6), 12),
        (7, Rounding(6, up=False), 6),
        (9, Rounding(6, up=False), 12),
        (2, Rounding(15, up=False), 15),
        (22, Rounding(15, up=False), 15),
        (23, Rounding(15, up=False), 30),
        (47, Rounding(), 47),
    ],
)
def test_minutes_by_the_rule(worked, rounding, billed):
    assert billed_minutes(worked, rounding) == billed


@given(worked=st.integers(1, 1440), step=st.sampled_from(STEPS), up=st.booleans())
def test_rounding_stays_within_a_step_and_never_makes_nothing(worked, step, up):
    billed = billed_minutes(worked, Rounding(step, up=up))
    assert billed > 0
    assert billed % step == 0
    assert abs(billed - worked) < step
    assert not up or billed >= worked


def test_the_newest_price_of_the_person_comes_before_that_of_the_role():
    rates = [
        DatedRate(date(2026, 1, 1), Decimal(100), role="associate"),
        DatedRate(date(2026, 3, 1), Decimal(120), role="associate"),
        DatedRate(date(2026, 2, 1), Decimal(300), person=7),
    ]
    told = [rate_on(rates, date(2026, month, 1), person=7, role="associate") for month in (1, 2, 3)]
    assert told == [100, 300, 300]
    assert rate_on(rates, date(2026, 3, 1), person=8, role="associate") == 120
    assert rate_on(rates, date(2025, 12, 31), person=8, role="associate") is None
    assert rate_on(rates, date(2026, 3, 1), person=8, role="partner") is None


def test_sums_are_rounded_once_half_up():
    assert time_amount(7, Decimal("100.00")) == Decimal("11.67")
    assert time_amount(3, Decimal("10.10")) == Decimal("0.51")
    assert time_amount(7, Decimal(1000), places=0) == Decimal(117)
    assert percent_of(Decimal("0.10"), Decimal(5)) == Decimal("0.01")
