"""What accrues on a late fine: by days and what was unpaid on each, within its cap whatever happens."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.fines import Part
from caseapp.rules.surcharges import LateRate, Rest, Terms, surcharge

CHINA = LateRate(Decimal(3), Decimal(100))
DUE = date(2026, 3, 1)


def by_one_day(fine):
    return [Terms(DUE, (Part(DUE, Decimal(fine)),))]


def accrued(fine, days, *payments, added="0", rate=CHINA, places=2, terms=None, rests=()):
    return surcharge(
        rate,
        fine=Decimal(fine),
        added=Decimal(added),
        since=DUE,
        until=DUE + timedelta(days=days),
        terms=terms or by_one_day(fine),
        rests=rests,
        payments=[(DUE + timedelta(days=day), Decimal(amount)) for day, amount in payments],
        places=places,
    )


def test_three_per_cent_a_day_from_the_day_after():
    assert accrued("250000", 0).amount == 0
    assert accrued("250000", 10).amount == Decimal("75000.00")


def test_a_payment_counts_from_the_day_after_it_came():
    told = accrued("1000", 10, (4, "600"))
    assert [(each.days, each.unpaid) for each in told.stretches] == [(4, 1000), (6, 400)]
    assert told.amount == Decimal("192.00")
    assert accrued("1000", 10, (-3, "600")).amount == Decimal("120.00"), "what came in time is not late"
    assert accrued("1000", 10, (2, "1000"), (2, "5")).amount == Decimal("60.00")


def test_it_stops_at_the_fine_itself():
    told = accrued("250000", 40)
    assert (told.amount, told.capped) == (Decimal("250000.00"), True)
    assert accrued("250000", 40, added="249000").amount == Decimal("1000.00")
    assert accrued("250000", 40, added="300000").amount == 0


def test_no_part_of_it_is_rounded_up():
    assert accrued("0.99", 1).amount == Decimal("0.02")
    assert accrued("99", 1, places=0).amount == 2


def on(days):
    return DUE + timedelta(days=days)


def test_of_a_plan_only_the_missed_part_is_late():
    plan = Terms(on(0), (Part(on(10), Decimal(400)), Part(on(40), Decimal(600))))
    told = accrued("1000", 15, terms=[plan])
    assert [(each.first, each.last, each.unpaid) for each in told.stretches] == [(on(11), on(15), 400)]
    assert told.amount == Decimal("60.00")
    told = accrued("1000", 45, (12, "150"), (20, "250"), terms=[plan])
    assert [(each.days, each.unpaid) for each in told.stretches] == [(2, 400), (8, 250), (5, 600)]
    late_before = [Terms(on(-20), (Part(on(0), Decimal(1000)),)), Terms(on(5), plan.parts)]
    told = accrued("1000", 12, terms=late_before)
    assert [(each.days, each.unpaid) for each in told.stretches] == [(4, 1000), (2, 400)]


def test_what_was_paid_before_a_plan_is_not_held_against_it():
    first = Terms(on(-20), (Part(on(0), Decimal(1000)),))
    plan = Terms(on(1), (Part(on(10), Decimal(300)), Part(on(20), Decimal(300))), paid_before=Decimal(400))
    told = accrued("1000", 12, (-3, "400"), terms=[first, plan])
    assert [(each.days, each.unpaid) for each in told.stretches] == [(2, 300)]


def test_days_before_an_appeal_count_and_its_own_do_not():
    first, again = by_one_day("1000")[0], Terms(on(30), (Part(on(50), Decimal(1000)),))
    told = accrued("1000", 20, terms=[first], rests=[Rest(on(8))])
    assert [(each.first, each.last) for each in told.stretches] == [(on(1), on(7))]
    told = accrued("1000", 53, terms=[first, again], rests=[Rest(on(8), on(30))])
    assert [(each.first, each.last) for each in told.stretches] == [(on(1), on(7)), (on(51), on(53))]
    assert told.amount == Decimal("300.00")


def by(*parts):
    return tuple(Part(on(day), Decimal(amount)) for day, amount in parts)


DECIDED = Terms(on(-20), by((0, 1000)))
REDUCED = [Terms(on(-20), by((0, 600))), Terms(on(30), by((50, 600)))]


@pytest.mark.parametrize(
    ("fine", "terms", "rests", "paid", "until", "sum_and_why"),
    [
        (1000, [DECIDED], [], [(4, 1000)], 10, ("120.00", "four days of 30")),
        (1000, [DECIDED], [], [(-1, 500)], 10, ("150.00", "ten days of 15, half came in time")),
        (1000, [DECIDED], [], [(0, 1000)], 10, ("0.00", "the last day is in time")),
        (1000, [DECIDED], [], [], 33, ("990.00", "33 days of 30")),
        (1000, [DECIDED], [], [], 34, ("1000.00", "34 days of 30 are beyond the fine itself")),
        (
            1000,
            [DECIDED, Terms(on(5), by((10, 400), (40, 600)))],
            [],
            [],
            12,
            ("144.00", "four days of 30 before the plan, two of 12 on its first part"),
        ),
        (
            1000,
            [DECIDED, Terms(on(0), by((10, 400), (40, 600)))],
            [],
            [(11, 400)],
            20,
            ("12.00", "one day of the first part, the second is to come"),
        ),
        (
            1000,
            [DECIDED, Terms(on(2), by((5, 500), (35, 500))), Terms(on(9), by((30, 1000)))],
            [],
            [],
            31,
            ("105.00", "a day of 30, three of 15 under the first plan, a day of 30 under the second"),
        ),
        (
            1000,
            [DECIDED, Terms(on(1), by((10, 300), (20, 300)), paid_before=Decimal(400))],
            [],
            [(-3, 400)],
            22,
            ("126.00", "ten days of 9, then two of 18; what was paid before the plan is not late"),
        ),
        (1000, [DECIDED], [Rest(on(3))], [], 40, ("60.00", "two days before an appeal that is open")),
        (
            1000,
            [DECIDED, Terms(on(30), by((50, 1000))), Terms(on(35), by((60, 500), (90, 500)))],
            [Rest(on(8), on(30))],
            [],
            63,
            ("255.00", "seven days of 30 before the appeal, three of 15 under the plan that followed it"),
        ),
        (
            1000,
            [DECIDED, Terms(on(10), by((20, 1000))), Terms(on(8), by((50, 1000)))],
            [Rest(on(5), on(8))],
            [],
            52,
            ("180.00", "four days before the appeal and two after the new day; its papers came after the plan"),
        ),
        (600, REDUCED, [Rest(on(8), on(30))], [], 52, ("162.00", "seven and two days of 18 on what the appeal left")),
        (
            600,
            REDUCED,
            [Rest(on(8), on(30))],
            [(40, 600)],
            52,
            ("126.00", "seven days of 18; the new day to pay was kept"),
        ),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_sums_written_down(fine, terms, rests, paid, until, sum_and_why):
    assert accrued(fine, until, *paid, terms=terms, rests=rests).amount == Decimal(sum_and_why[0]), sum_and_why[1]


SUMS = st.integers(1, 10**11).map(lambda cents: Decimal(cents) / 100)


@given(
    SUMS,
    st.lists(st.tuples(st.integers(-5, 60), SUMS), max_size=6),
    st.lists(st.integers(1, 30), min_size=1, max_size=6),
    st.integers(1, 2_000).map(lambda hundredths: Decimal(hundredths) / 100),
    st.integers(1, 150).map(Decimal),
)
def test_however_often_it_is_added_it_stays_within_the_cap(fine, payments, steps, percent, cap):
    rate, added, since = LateRate(percent, cap), Decimal(0), DUE
    paid = [(DUE + timedelta(days=day), amount) for day, amount in payments]
    whole = surcharge(
        rate,
        fine=fine,
        added=Decimal(0),
        since=DUE,
        until=DUE + timedelta(days=sum(steps)),
        terms=by_one_day(fine),
        payments=paid,
    )
    for days in steps:
        until = since + timedelta(days=days)
        told = surcharge(rate, fine=fine, added=added, since=since, until=until, terms=by_one_day(fine), payments=paid)
        assert told.amount >= 0
        assert sum(each.days for each in told.stretches) <= days
        added, since = added + told.amount, until
        assert added <= fine * cap / 100
    assert added <= whole.amount, "adding in steps never comes to more than adding once"


DAYS = st.integers(-30, 60)
PARTS = st.lists(st.tuples(DAYS, SUMS), min_size=1, max_size=4)


@given(
    SUMS,
    st.lists(st.tuples(DAYS, PARTS, SUMS), min_size=1, max_size=3),
    st.lists(st.tuples(DAYS, SUMS), max_size=4),
    st.lists(st.tuples(DAYS, st.integers(1, 30) | st.none()), max_size=2),
    st.integers(1, 60),
)
def test_its_stretches_cut_the_days_and_leave_out_none(fine, plans, payments, rests, days):
    terms = [
        Terms(on(begins), tuple(Part(on(due), amount) for due, amount in parts), paid_before)
        for begins, parts, paid_before in sorted(plans, key=lambda plan: plan[0])
    ]
    resting = [Rest(on(first), None if lasts is None else on(first + lasts)) for first, lasts in rests]
    paid = [(on(day), amount) for day, amount in payments]
    rate = LateRate(Decimal(3), Decimal(10_000))
    told = surcharge(
        rate, fine=fine, added=Decimal(0), since=DUE, until=on(days), terms=terms, payments=paid, rests=resting
    )

    def late_on(day):
        if any(rest.first <= day and (rest.ended is None or day < rest.ended) for rest in resting):
            return Decimal(0)
        holding = [each for each in terms if each.holds_from <= day]
        if not holding:
            return Decimal(0)
        due = sum(part.amount for part in holding[-1].parts if part.due_on < day) + holding[-1].paid_before
        return max(min(due, fine) - sum(amount for came, amount in paid if came < day), Decimal(0))

    expected = sum((late_on(on(day)) for day in range(1, days + 1)), Decimal(0)) * 3 / 100
    assert told.amount == expected.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    assert all(0 < each.unpaid <= fine for each in told.stretches)
    assert sum(each.days for each in told.stretches) == sum(late_on(on(day)) > 0 for day in range(1, days + 1))
    assert all(one.last < other.first for one, other in pairwise(told.stretches))
