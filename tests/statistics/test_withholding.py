"""Small counts stay unknown: whatever periods are compared, nobody can work out a count below five."""

import datetime as dt
import random
from collections import Counter

import pytest

from caseapp.core.counts import SMALLEST
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.periods import Period, last_month, offered, period_of
from caseapp.statistics.selectors.charts import _without_small_groups
from caseapp.statistics.selectors.months import Counts, quantile
from caseapp.statistics.telling import containing, told

YEAR = Period(dt.date(2026, 1, 1), 12)
R, SECTOR, ALL = Measure.RECEIVED, Dimension.SECTOR, Dimension.ALL


def invented(seed):
    """True counts of one month by sector."""
    chance = random.Random(seed)
    sectors = "abcdef"[: chance.randint(1, 6)]
    return Counter({sector: chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 40]) for sector in sectors})


def shown(*months, small=True):
    """What is told of the months together; `small` ones need not even be handed in."""
    counts = Counts()
    for true in months:
        given = Counter({value: number for value, number in true.items() if small or number >= SMALLEST})
        for line in told(R, {ALL: {"": true.total()}, SECTOR: given}):
            counts.add(R, *line)
    return counts.told(R, SECTOR)


@pytest.mark.parametrize("seed", range(60))
def test_every_monthly_cell_that_is_told_holds_five_or_more(seed):
    true = invented(seed)
    found = shown(true)
    assert found == shown(true, small=False)
    assert all(true[value] == number >= SMALLEST for value, number in found.values.items())
    assert found.rest == 0 or found.rest >= SMALLEST
    # Nothing hangs in the air: what is told adds up, so a difference from the total gives nothing away.
    assert sum(found.values.values()) + found.rest in {found.total, 0}
    hidden = {value for value, number in true.items() if number} - set(found.values)
    assert len(hidden) != 1 or true[next(iter(hidden))] >= SMALLEST or found.total == 0 or found.rest == 0


@pytest.mark.parametrize("seed", range(20))
def test_longer_periods_are_sums_of_what_months_tell(seed):
    months = [invented(100 * seed + number) for number in range(12)]
    for length in (3, 12):
        for start in range(0, 12, length):
            part = months[start : start + length]
            whole, single = shown(*part), [shown(month) for month in part]
            assert whole.total == sum(one.total for one in single)
            assert whole.rest == sum(one.rest for one in single)
            assert whole.values == sum((one.values for one in single), Counter())


def test_a_month_of_fewer_than_five_is_left_out_and_said():
    found = shown(Counter(a=4), Counter(a=7))
    assert (found.total, found.left_out, found.values) == (7, 1, Counter(a=7))


def test_a_month_is_part_of_its_quarter_and_its_year():
    assert list(containing(dt.date(2026, 11, 1))) == [(3, dt.date(2026, 10, 1)), (12, dt.date(2026, 1, 1))]


@pytest.mark.parametrize("seed", range(60))
def test_hidden_ages_are_five_or_more_together(seed):
    chance = random.Random(seed)
    counts = [chance.choice([0, 1, 2, 4, 5, 8, 30]) for _number in range(5)]
    shown = _without_small_groups(counts)
    hidden = sum(true for true, told in zip(counts, shown, strict=True) if told is None)
    assert all(
        told is None or (told == true and not 0 < told < SMALLEST) for true, told in zip(counts, shown, strict=True)
    )
    assert hidden == 0 or hidden >= SMALLEST or not any(shown)


def test_quantiles_are_days_that_happened():
    days = Counter({1: 5, 3: 4, 40: 1})
    assert (quantile(days, 0.5), quantile(days, 0.9), quantile(days, 1.0)) == (1, 3, 40)
    assert quantile(Counter({3: 4}), 0.5) is None


def test_periods_name_themselves_and_the_one_before():
    today = dt.date(2026, 11, 27)
    assert last_month(today).key == "2026-10"
    assert [period_of(key, running=False, today=today).before.key for key in ("2026-01", "2026-Q1", "2025")] == [
        "2025-12",
        "2025-Q4",
        "2024",
    ]
    running = {"2026-11", "2026-Q4", "2026"}
    assert running <= {one.key for one in offered(running=True, today=today)}
    assert not running & {one.key for one in offered(running=False, today=today)}
    assert period_of("2026-Q3", running=False, today=today).label == "Quarter 3 of 2026"
