"""The collection ledger: receipts never take it below zero, interest follows what was outstanding, net adds up."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.collection import (
    Line,
    LineKind,
    Refusal,
    Standing,
    accrued_interest,
    net_to_client,
    receipt_refusal,
    standing,
)
from caseapp.rules.fines import CurrencyMismatch

DAY = datetime.date(2026, 1, 1)
cents = st.integers(min_value=1, max_value=10**9).map(lambda units: Decimal(units).scaleb(-2))


def line(kind, amount, on=DAY, currency="CNY"):
    return Line(kind, Decimal(amount), currency, on)


@given(st.lists(st.tuples(st.sampled_from(["award", "interest", "receive"]), cents), max_size=40))
def test_receipts_never_take_more_than_is_outstanding(acts):
    lines: list[Line] = []
    for act, amount in acts:
        now = standing(lines, "CNY")
        if act == "receive":
            if receipt_refusal(now, amount) is None:
                lines.append(line(LineKind.RECEIVED, -amount))
        else:
            lines.append(line(LineKind.AWARDED if act == "award" else LineKind.INTEREST, amount))
        now = standing(lines, "CNY")
        assert now.balance == sum(each.amount for each in lines) >= 0
        assert now.outstanding == now.balance
        assert now.credit == 0


@given(cents, cents, cents, st.integers(0, 100))
def test_an_appeal_may_leave_a_credit_and_nothing_is_lost(first, second, received, percent):
    lines = [line(LineKind.AWARDED, first)]
    paid = min(received, first)
    lines.append(line(LineKind.RECEIVED, -paid))
    lines += [line(LineKind.ADJUSTMENT, -first), line(LineKind.AWARDED, second)]
    now = standing(lines, "CNY")
    assert now.awarded == second
    assert now.outstanding - now.credit == second - paid


def test_two_currencies_never_meet():
    with pytest.raises(CurrencyMismatch):
        standing([line(LineKind.AWARDED, 1), line(LineKind.AWARDED, 1, currency="USD")], "CNY")


@pytest.mark.parametrize(
    ("outstanding", "amount", "currency", "refusal"),
    [
        ("0", "1", "CNY", Refusal.NOTHING_OWED),
        ("5", "0", "CNY", Refusal.NOT_POSITIVE),
        ("5", "5.01", "CNY", Refusal.TOO_MUCH),
        ("5", "0.5", "JPY", Refusal.TOO_FINE),
        ("5", "5", "JPY", None),
    ],
)
def test_why_a_receipt_is_refused(outstanding, amount, currency, refusal):
    assert receipt_refusal(Standing(currency, awarded=Decimal(outstanding)), Decimal(amount)) is refusal


def test_interest_follows_what_was_outstanding_each_day():
    lines = [
        line(LineKind.AWARDED, 36_500),
        line(LineKind.RECEIVED, -18_250, DAY + datetime.timedelta(days=10)),
    ]
    until = DAY + datetime.timedelta(days=20)
    # Ten days on 36,500 and ten on 18,250 at 10 % a year of 365 days: 100 and 50.
    assert accrued_interest(lines, Decimal(10), DAY, until, "CNY") == Decimal("150.00")
    # China: 1.75 in ten thousand a day, doubled part.
    assert accrued_interest(lines[:1], Decimal("6.3875"), DAY, DAY + datetime.timedelta(days=1), "CNY") == Decimal(
        "6.39"
    )


@given(cents, st.integers(1, 50), st.integers(1, 400), st.integers(1, 400))
def test_interest_in_two_parts_is_interest_in_one(awarded, percent, first, second):
    lines = [line(LineKind.AWARDED, awarded)]
    middle, end = DAY + datetime.timedelta(days=first), DAY + datetime.timedelta(days=first + second)
    whole = accrued_interest(lines, Decimal(percent), DAY, end, "CNY")
    parts = accrued_interest(lines, Decimal(percent), DAY, middle, "CNY") + accrued_interest(
        lines, Decimal(percent), middle, end, "CNY"
    )
    assert abs(whole - parts) <= Decimal("0.01")


@given(cents, cents, st.integers(0, 100))
def test_net_costs_and_fee_are_what_came_in(received, costs, percent):
    costs = min(costs, received)
    found = net_to_client(received, costs, "CNY", fee_percent=Decimal(percent), fee_sum=Decimal(0))
    assert found.net + found.fee + found.costs == received
    assert found.net >= 0


def test_a_client_never_pays_out_of_what_was_won():
    with pytest.raises(ValueError, match="more than what came in"):
        net_to_client(Decimal(100), Decimal(50), "CNY", fee_percent=None, fee_sum=Decimal("50.01"))
