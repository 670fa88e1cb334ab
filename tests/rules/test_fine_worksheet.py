"""The ceiling of the law, what the factors weigh, and where they point."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.rules.fine_worksheet import (
    CapBasis,
    CapRule,
    Effect,
    FineLaw,
    Remark,
    at_position,
    ceiling,
    guidance,
    position,
    remarks,
)

GDPR = FineLaw(Decimal(20_000_000), "EUR", Decimal(4), CapRule.HIGHER)
LGPD = FineLaw(Decimal(50_000_000), "BRL", Decimal(2), CapRule.LOWER)
PIPL = FineLaw(Decimal(50_000_000), "CNY", Decimal(5), CapRule.EITHER)
CRPL = FineLaw(Decimal(500_000), "CNY", None, CapRule.GAIN, 10)
LIKE = {10: Decimal(10_000), 25: Decimal(40_000), 50: Decimal(100_000), 75: Decimal(400_000), 90: Decimal(1_000_000)}
R, N, L, U = Effect.RAISES, Effect.NEUTRAL, Effect.LOWERS, Effect.UNKNOWN

CEILINGS = [
    (GDPR, None, None, CapBasis.SUM_AT_LEAST, Decimal(20_000_000), False),
    (GDPR, Decimal(100_000_000), None, CapBasis.SUM, Decimal(20_000_000), True),
    (GDPR, Decimal(1_000_000_000), None, CapBasis.TURNOVER, Decimal(40_000_000), True),
    (LGPD, None, None, CapBasis.SUM_AT_MOST, Decimal(50_000_000), True),
    (LGPD, Decimal(1_000_000_000), None, CapBasis.TURNOVER, Decimal(20_000_000), True),
    (LGPD, Decimal(9_000_000_000), None, CapBasis.SUM, Decimal(50_000_000), True),
    (PIPL, Decimal(2_000_000_000), None, CapBasis.TURNOVER, Decimal(100_000_000), True),
    (CRPL, None, None, CapBasis.NEEDS_GAIN, None, False),
    (CRPL, None, Decimal(0), CapBasis.SUM, Decimal(500_000), True),
    (CRPL, None, Decimal("12345.67"), CapBasis.GAIN, Decimal("123456.70"), True),
    (FineLaw(None, "KRW", Decimal(3)), None, None, CapBasis.NEEDS_TURNOVER, None, False),
    (FineLaw(None, "KRW", Decimal(3)), Decimal(1_000_001), None, CapBasis.TURNOVER, Decimal(30_000), True),
    (FineLaw(Decimal(25_000), "USD"), None, None, CapBasis.SUM, Decimal(25_000), True),
    (FineLaw(), None, None, CapBasis.NONE, None, False),
]


@pytest.mark.parametrize(("law", "turnover", "gain", "basis", "amount", "firm"), CEILINGS)
def test_the_ceiling(law, turnover, gain, basis, amount, firm):
    places = 0 if law.currency == "KRW" else 2
    found = ceiling(law, turnover=turnover, gain=gain, places=places)
    assert (found.basis, found.amount, found.is_firm) == (basis, amount, firm)


def test_the_gain_is_the_floor():
    assert ceiling(CRPL, gain=Decimal(30_000)).floor == Decimal(30_000)


@pytest.mark.parametrize(
    ("effects", "place"),
    [([], None), ([U, U], None), ([N], 50), ([R, L], 50), ([R, R, U, U], 70), ([L], 10), ([R, N, N, N], 60)],
)
def test_the_place_counts_what_speaks_for_more_and_for_less(effects, place):
    assert position(effects) == place


def test_the_sum_at_a_place():
    assert at_position(LIKE, Decimal(50)) == Decimal(100_000)
    assert at_position(LIKE, Decimal(90)) == Decimal(1_000_000)
    assert at_position(LIKE, Decimal("62.5")) == Decimal(200_000)
    with pytest.raises(ValueError, match="not between"):
        at_position(LIKE, Decimal(95))


@settings(deadline=None)
@given(st.lists(st.sampled_from([R, N, L, U]), max_size=12))
def test_one_more_factor_that_raises_never_lowers_the_sum(effects):
    cap = ceiling(GDPR, turnover=Decimal(1))
    before, after = guidance(cap, effects, LIKE), guidance(cap, [*effects, R], LIKE)
    assert after.suggested >= before.suggested
    assert before.low <= before.suggested <= before.high


@settings(deadline=None)
@given(st.decimals(10, 90, places=2), st.decimals(10, 90, places=2))
def test_a_later_place_is_never_a_lower_sum(one, other):
    sums = [at_position(LIKE, place) for place in sorted((one, other))]
    assert all(low <= high for low, high in pairwise(sums))


def test_a_firm_ceiling_and_a_floor_hold_the_range():
    found = guidance(ceiling(CRPL, gain=Decimal(20_000)), [R], LIKE)
    assert (found.suggested, found.low, found.high, found.held) == (
        Decimal(200_000),
        Decimal(20_000),
        Decimal(200_000),
        True,
    )


def test_a_ceiling_that_may_lie_higher_holds_nothing():
    found = guidance(ceiling(FineLaw(Decimal(50_000), "EUR", Decimal(4), CapRule.HIGHER)), [R], LIKE)
    assert (found.suggested, found.held) == (Decimal(1_000_000), False)


def test_without_like_fines_there_is_a_ceiling_and_no_figure():
    found = guidance(ceiling(GDPR), [R], None)
    assert (found.suggested, found.low, found.ceiling.amount) == (None, None, Decimal(20_000_000))


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        (Decimal(300_000), (Remark.ABOVE_CEILING,)),
        (Decimal(100_000), ()),
        (Decimal(15_000), (Remark.BELOW_FLOOR,)),
        (Decimal(5_000), (Remark.BELOW_FLOOR, Remark.BELOW_LIKE)),
        (Decimal(2_000_000), (Remark.ABOVE_CEILING, Remark.ABOVE_LIKE)),
    ],
)
def test_remarks_on_a_proposed_sum(proposed, said):
    cap = ceiling(CRPL, gain=Decimal(20_000))
    assert remarks(proposed, guidance(cap, [], LIKE), LIKE) == said


def test_a_sum_above_the_stated_one_may_be_lawful_by_turnover():
    assert remarks(Decimal(30_000_000), guidance(ceiling(GDPR), [], None), None) == (Remark.ABOVE_STATED_SUM,)
