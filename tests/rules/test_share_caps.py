"""The cap in steps on a lawyer's share: its working, and that it never jumps, never falls and never passes 18 %."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.litigation.selectors.fees import fee_rules
from caseapp.rules.share_caps import Step, cap_of, check_steps

(CHINA,) = (rule for rule in fee_rules() if rule.jurisdiction == "CN" and rule.kind == "contingent")
sums = st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2)
CENT = Decimal("0.01")


def most(recovered):
    return cap_of(Decimal(recovered), CHINA.steps, "CNY").most


@pytest.mark.parametrize(
    ("recovered", "expected"),
    [
        ("0", "0"),
        ("0.05", "0"),
        ("100000", "18000"),
        ("1000000", "180000"),
        ("1000000.01", "180000.00"),
        ("2000000", "330000"),
        ("5000000", "780000"),
        ("10000000", "1380000"),
        ("50000000", "4980000"),
        ("60000000", "5580000"),
    ],
)
def test_by_the_opinions_of_2021(recovered, expected):
    assert most(recovered) == Decimal(expected)


def test_the_working_names_every_step_that_the_sum_reaches():
    cap = cap_of(Decimal(7_000_000), CHINA.steps, "CNY")
    assert [(part.amount, part.step.percent, part.allowed) for part in cap.parts] == [
        (1_000_000, 18, 180_000),
        (4_000_000, 15, 600_000),
        (2_000_000, 12, 240_000),
    ]
    assert (sum(part.amount for part in cap.parts), cap.most) == (7_000_000, 1_020_000)


@given(sums)
def test_it_never_passes_eighteen_per_cent_nor_falls_below_six(recovered):
    assert recovered * 6 / 100 - CENT < most(recovered) <= recovered * 18 / 100


@given(sums, sums)
def test_it_never_falls_as_the_sum_rises(one, other):
    low, high = sorted([one, other])
    assert most(low) <= most(high)


@given(st.sampled_from(CHINA.steps[:-1]), st.integers(-3, 3), st.decimals(min_value=0, max_value=1, places=2))
def test_it_never_jumps_least_of_all_where_a_step_ends(step, off, more):
    near = step.up_to + off * CENT
    assert 0 <= most(near + more) - most(near) <= more * 18 / 100 + CENT


@given(sums)
def test_the_parts_are_the_sum(recovered):
    assert sum(part.amount for part in cap_of(recovered, CHINA.steps, "CNY").parts) == recovered


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [(100, 18)],
        [(None, 18), (None, 15)],
        [(100, 18), (100, 15), (None, 12)],
        [(100, 15), (None, 18)],
        [(100, 180), (None, 15)],
        [(100, 18), (None, 0)],
    ],
)
def test_steps_that_make_no_sense_are_refused(steps):
    with pytest.raises(ValueError, match=r"step|percent"):
        check_steps([Step(None if end is None else Decimal(end), Decimal(percent)) for end, percent in steps])
