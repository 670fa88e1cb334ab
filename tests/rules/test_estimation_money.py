"""Conversions by hand: rate, date and source of every step."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from caseapp.rules.estimation.facts import PartialDate
from caseapp.rules.estimation.money import (
    FixedRates,
    PublishedRates,
    YearlyRate,
    convert,
    published_rates,
    read_supplement,
)
from caseapp.rules.estimation.prices import MONEY_YEAR, US_CPI, restate
from caseapp.rules.estimation.result import three_figures

LAST = dt.date(2026, 10, 30)


def daily(currency: str, day: dt.date) -> float | None:
    """A currency that is worth as many dollars as the number of the month, from 2020 to the last day."""
    if currency != "EUR" or not dt.date(2020, 1, 1) <= day <= LAST:
        return None
    return float(day.month)


RATES = PublishedRates(
    daily,
    {"EUR": LAST}.get,
    [YearlyRate("KES", 2020, 100.0, "a bank"), YearlyRate("KES", 2024, 200.0, "a bank")],
)


@pytest.mark.parametrize(
    ("date", "usd", "on", "basis"),
    [
        ("2021-03-04", 3.0, "2021-03-04", "day"),
        ("2021-05", 5.0, "2021-05", "mid_month"),
        ("2021", 6.5, "2021", "year_average"),
        (None, 6.5, "2025", "undated"),
    ],
)
def test_a_daily_rate_is_as_precise_as_the_date(date: str | None, usd: float, on: str, basis: str) -> None:
    rate = RATES.usd("EUR", PartialDate.parse(date))
    assert rate is not None
    assert (rate.usd, rate.on, rate.basis) == (usd, on, basis)
    assert rate.source.startswith("European Central Bank")


@pytest.mark.parametrize("date", ["2019-12-31", "2019", "2026-11-02"])
def test_there_is_no_rate_outside_the_series(date: str) -> None:
    assert RATES.usd("EUR", PartialDate.parse(date)) is None


def test_a_year_is_averaged_over_the_months_it_has_if_they_are_half() -> None:
    rate = RATES.usd("EUR", PartialDate(2026))
    assert rate is not None
    assert rate.usd == pytest.approx(5.5)


@pytest.mark.parametrize(
    ("date", "usd", "on", "basis"),
    [
        ("2020-06-01", 0.01, "2020", "year_average"),
        ("2021", 0.01, "2020", "nearest_year"),
        ("2022", 0.01, "2020", "nearest_year"),
        ("2029", 0.005, "2024", "nearest_year"),
        (None, 0.005, "2024", "undated"),
    ],
)
def test_a_yearly_rate_says_when_another_year_stands_in(date: str | None, usd: float, on: str, basis: str) -> None:
    rate = RATES.usd("KES", PartialDate.parse(date))
    assert rate is not None
    assert (rate.usd, rate.on, rate.basis, rate.source) == (pytest.approx(usd), on, basis, "a bank")


def test_a_year_too_far_away_and_an_unknown_currency_have_no_rate() -> None:
    assert RATES.usd("KES", PartialDate(2014)) is None
    assert RATES.usd("ARS", PartialDate(2020)) is None
    assert convert(Decimal(1), "ARS", PartialDate(2020), RATES) is None


def test_the_latest_rate_stands_for_days_after_the_file_but_not_for_years_after() -> None:
    rate = RATES.latest("EUR", dt.date(2026, 11, 22))
    assert rate is not None
    assert (rate.usd, rate.on, rate.basis) == (10.0, "2026-10-30", "latest")
    assert RATES.latest("EUR", dt.date(2028, 1, 1)) is None
    assert RATES.latest("ARS", dt.date(2026, 11, 22)) is None


def test_a_conversion_names_every_step() -> None:
    done = convert(Decimal("1200.50"), "XYZ", PartialDate(2010, 5, 1), FixedRates({"XYZ": 0.5}))
    assert done is not None
    told = done.to_dict()
    assert told["amount"] == "1200.50"
    assert told["rate"] == {
        "usd_per_unit": 0.5,
        "on": "2010-05-01",
        "basis": "fixed",
        "source": "fixed rates given by the caller",
    }
    assert told["usd_at_decision"] == 600.25
    assert told["price_index"]["factor"] == round(321.943 / 218.056, 6)
    assert told["usd_in_money_of_year"] == round(600.25 * 321.943 / 218.056, 2)


@pytest.mark.parametrize(
    ("year", "factor", "basis"),
    [
        (2025, 1.0, "index"),
        (2000, 321.943 / 172.2, "index"),
        (1990, 321.943 / 163.0, "before_table"),
        (2026, 1.0, "after_table"),
        (None, 1.0, "undated"),
    ],
)
def test_old_sums_are_restated_and_undated_ones_are_not(year: int | None, factor: float, basis: str) -> None:
    step = restate(PartialDate(year))
    assert (step.factor, step.basis, step.to_year) == (pytest.approx(factor), basis, MONEY_YEAR)


def test_the_price_index_has_no_gap() -> None:
    assert sorted(US_CPI) == list(range(min(US_CPI), max(US_CPI) + 1))


def test_the_published_file_has_a_rate_the_newspapers_knew() -> None:
    """CNY 250,000 in April 2021 was about USD 38,500."""
    done = convert(Decimal(250_000), "CNY", PartialDate(2021, 4), published_rates())
    assert done is not None
    assert done.usd_then == pytest.approx(38_300, rel=0.01)


def test_a_weekend_takes_the_last_published_day() -> None:
    rates = published_rates()
    friday, sunday = rates.usd("EUR", PartialDate(2021, 8, 6)), rates.usd("EUR", PartialDate(2021, 8, 8))
    assert friday is not None
    assert sunday is not None
    assert friday.usd == sunday.usd


def test_a_bad_supplement_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "fx.csv"
    path.write_text("currency,year,per_usd,source\nKES,2020,100,bank\nKES,2021,zero,bank\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"fx\.csv, line 3"):
        read_supplement(path)
    path.write_text("currency,year,per_usd,source\nKES,2020,100,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="source"):
        read_supplement(path)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12_345.6, "12300"),
        (999.6, "1000"),
        (0.012345, "0.0123"),
        (5.0, "5"),
        (1.005e9, "1000000000"),
        (86.25, "86.2"),
        (0.0, "0"),
    ],
)
def test_figures_are_rounded_to_what_the_record_supports(value: float, text: str) -> None:
    assert format(three_figures(value), "f") == text
