"""What accrues on a late fine: by days and what was unpaid on each, within its cap whatever happens."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.surcharges import LateRate, surcharge

CHINA = LateRate(Decimal(3), Decimal(100))
DUE = date(2026, 3, 1)


def accrued(fine, days, *payments, added="0", rate=CHINA, places=2):
    return surcharge(
        rate,
        fine=Decimal(fine),
        added=Decimal(added),
        since=DUE,
        until=DUE + timedelta(days=days),
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
        rate, fine=fine, added=Decimal(0), since=DUE, until=DUE + timedelta(days=sum(steps)), payments=paid
    )
    for days in steps:
        until = since + timedelta(days=days)
        told = surcharge(rate, fine=fine, added=added, since=since, until=until, payments=paid)
        assert told.amount >= 0
        assert sum(each.days for each in told.stretches) <= days
        added, since = added + told.amount, until
        assert added <= fine * cap / 100
    assert added <= whole.amount, "adding in steps never comes to more than adding once"
