"""Dividing a sum: nothing lost, nothing made, nobody off by a unit. And sums written out."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.shares import divide, percentage, smallest_unit
from caseapp.rules.sums_in_words import in_chinese, in_english

units = st.integers(min_value=0, max_value=10**12)
weightings = st.lists(st.integers(min_value=0, max_value=40_000), min_size=1, max_size=200).filter(any)


@given(units, weightings, st.sampled_from(["CNY", "EUR", "JPY", "KRW", "KWD"]))
def test_shares_are_exactly_the_sum_and_nobody_is_off_by_a_unit(units, weights, currency):
    unit = smallest_unit(currency)
    total = units * unit
    shares = divide(total, weights, currency)
    assert sum(shares) == total
    together = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert share % unit == 0
        assert abs(share - total * weight / together) < unit
        assert share == 0 or weight > 0


@given(units, weightings)
def test_who_weighs_more_never_gets_less(units, weights):
    shares = divide(units * Decimal("0.01"), weights, "CNY")
    ranked = sorted(zip(weights, shares, strict=True), key=lambda one: (one[0], one[1]))
    assert all(one[1] <= other[1] for one, other in pairwise(ranked))


def test_what_is_left_goes_to_the_largest_remainder_the_earlier_first():
    assert divide(Decimal("100.00"), [1, 1, 1], "CNY") == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert divide(Decimal(100), [1, 2, 0], "JPY") == [Decimal(33), Decimal(67), Decimal(0)]


@pytest.mark.parametrize(
    ("total", "weights", "currency"),
    [("-1", [1], "CNY"), ("0.001", [1], "CNY"), ("0.5", [1], "JPY"), ("1", [0, 0], "CNY"), ("1", [-1, 2], "CNY")],
)
def test_what_cannot_be_divided_is_refused(total, weights, currency):
    with pytest.raises(ValueError, match=r"a sum of this currency|no weight"):
        divide(Decimal(total), weights, currency)


def test_a_fee_is_rounded_down():
    assert percentage(Decimal("100.01"), Decimal(30), "CNY") == Decimal("30.00")
    assert percentage(Decimal(101), Decimal(30), "JPY") == Decimal(30)


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        ("20000", "twenty thousand Chinese yuan", "人民币贰万元整"),
        ("20050.50", "twenty thousand and fifty and 50/100 Chinese yuan", "人民币贰万零伍拾元伍角整"),
        ("100005", "one hundred thousand and five Chinese yuan", "人民币壹拾万零伍元整"),
        ("10010001", "ten million ten thousand and one Chinese yuan", "人民币壹仟零壹万零壹元整"),
        ("1000000000", "one billion Chinese yuan", "人民币壹拾亿元整"),
        ("999.09", "nine hundred and ninety-nine and 09/100 Chinese yuan", "人民币玖佰玖拾玖元零玖分"),
    ],
)
def test_sums_in_words(amount, english, chinese):
    assert in_english(Decimal(amount), "CNY") == english
    assert in_chinese(Decimal(amount), "CNY") == chinese
