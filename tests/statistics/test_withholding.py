"""Small counts stay unknown: whatever periods are compared, nobody can work out a count below five."""

import datetime as dt
import random
from collections import Counter, defaultdict

import pytest

from caseapp.core.counts import SMALLEST
from caseapp.statistics.enums import Dimension, Measure
from caseapp.statistics.periods import Period, last_month, offered, period_of
from caseapp.statistics.selectors.charts import _without_small_groups
from caseapp.statistics.selectors.months import Months, quantile

YEAR = Period(dt.date(2026, 1, 1), 12)
R, SECTOR, ALL = Measure.RECEIVED, Dimension.SECTOR, Dimension.ALL


def invented(seed):
    chance = random.Random(seed)
    cells = defaultdict(Counter)
    for month in YEAR.months:
        for sector in "abcdef"[: chance.randint(1, 6)]:
            cells[R, SECTOR, month][sector] = chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 40])
        cells[R, ALL, month][""] = sum(cells[R, SECTOR, month].values())
    return cells


@pytest.mark.parametrize("seed", range(60))
def test_every_monthly_cell_that_is_told_holds_five_or_more(seed):
    cells = invented(seed)
    months = Months(cells)
    for month in YEAR.months:
        told = months.told(R, SECTOR, [month])
        true = cells[R, SECTOR, month]
        assert all(true[value] == number >= SMALLEST for value, number in told.values.items())
        assert told.rest == 0 or told.rest >= SMALLEST
        # Nothing hangs in the air: what is told adds up, so a difference from the total gives nothing away.
        assert sum(told.values.values()) + told.rest in {told.total, 0}
        hidden = {value for value, number in true.items() if number} - set(told.values)
        assert len(hidden) != 1 or true[next(iter(hidden))] >= SMALLEST or told.total == 0 or told.rest == 0


@pytest.mark.parametrize("seed", range(20))
def test_longer_periods_are_sums_of_what_months_tell(seed):
    months = Months(invented(seed))
    for length in (3, 12):
        for start in range(0, 12, length):
            part = YEAR.months[start : start + length]
            whole, single = months.told(R, SECTOR, part), [months.told(R, SECTOR, [month]) for month in part]
            assert whole.total == sum(one.total for one in single)
            assert whole.rest == sum(one.rest for one in single)
            assert whole.values == sum((one.values for one in single), Counter())


def test_a_month_of_fewer_than_five_is_left_out_and_said():
    cells = defaultdict(Counter)
    cells[R, ALL, YEAR.first][""] = 4
    cells[R, ALL, YEAR.months[1]][""] = 7
    told = Months(cells).told(R, ALL, YEAR.months)
    assert (told.total, told.left_out) == (7, 1)


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
