"""Restating old sums in the money of one year, so that a sum of 2005 and one of 2025 can be compared."""

from dataclasses import dataclass

from caseapp.rules.estimation.facts import PartialDate

# Consumer Price Index for All Urban Consumers, U.S. city average, all items, not seasonally adjusted, 1982-84 = 100,
# series CUUR0000SA0 of the U.S. Bureau of Labor Statistics: the published annual averages. (The average of 2025
# stands without October, for which no prices were collected.)
US_CPI: dict[int, float] = {
    1998: 163.0, 1999: 166.6, 2000: 172.2, 2001: 177.1, 2002: 179.9, 2003: 184.0, 2004: 188.9, 2005: 195.3,
    2006: 201.6, 2007: 207.342, 2008: 215.303, 2009: 214.537, 2010: 218.056, 2011: 224.939, 2012: 229.594,
    2013: 232.957, 2014: 236.736, 2015: 237.017, 2016: 240.007, 2017: 245.120, 2018: 251.107, 2019: 255.657,
    2020: 258.811, 2021: 270.970, 2022: 292.655, 2023: 304.702, 2024: 313.689, 2025: 321.943,
}  # fmt: skip
SOURCE = "U.S. Bureau of Labor Statistics, CPI-U, annual average (CUUR0000SA0)"
MONEY_YEAR = max(US_CPI)


@dataclass(frozen=True)
class Restatement:
    """`factor` turns a sum in US dollars of `year` into dollars of `to_year`; `basis` says why it is 1 where it is."""

    factor: float
    year: int | None
    to_year: int
    basis: str
    source: str


def restate(on: PartialDate) -> Restatement:
    """The factor from a decision's year to `MONEY_YEAR`.

    It is 1 (basis `undated`) where the year is unknown, and 1 (basis `after_table`) for years after the table. Years
    before it take the first year's index (basis `before_table`), which restates too little rather than invents.
    """
    if on.year is None:
        return Restatement(1.0, None, MONEY_YEAR, "undated", SOURCE)
    if on.year > MONEY_YEAR:
        return Restatement(1.0, on.year, MONEY_YEAR, "after_table", SOURCE)
    first = min(US_CPI)
    basis = "index" if on.year >= first else "before_table"
    return Restatement(US_CPI[MONEY_YEAR] / US_CPI[max(on.year, first)], on.year, MONEY_YEAR, basis, SOURCE)
