"""Names, dates and sums as people write them in the language active now."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

NO_BREAK = "\u00a0"
DATE_FORMATS = {"en": "j F Y", "zh": "Y年n月j日"}
NUMBER_LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
LOCAL = "_local"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_HAN = re.compile(r"[\u3400-\u9fff]")


def reader() -> str:
    """`zh` for a reader of Chinese, else `en`."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


def written_day(day: dt.date) -> str:
    """A day written out: 20 November 2026, 2026年11月20日."""
    return _written(day.year, day.month, day.day, reader())


@lru_cache(maxsize=4_096)
def _written(year: int, month: int, day: int, language: str) -> str:
    return format_date(dt.date(year, month, day), DATE_FORMATS[language])


def figure(value: Any) -> str:
    """A number with its thousands apart, decimals only when there are some; empty for nothing."""
    if value is None or value == "":
        return ""
    if type(value) is int:
        return f"{value:,}"
    number = Decimal(str(value).replace(",", ""))
    pattern = "#,##0" if number == number.to_integral_value() else "#,##0.00"
    return format_decimal(number, format=pattern, locale=NUMBER_LOCALES[reader()])


def written_sum(amount: Any, currency: str) -> str:
    """A sum as code and figure, never broken over two lines: CNY 250,000. Empty without an amount."""
    return f"{currency}{NO_BREAK}{figure(amount)}" if amount is not None and amount != "" else ""


def name_for_reader(name: str, local: str) -> str:
    """The local name for a reader of Chinese where it is written in Chinese, else the international one."""
    return local if reader() == "zh" and _HAN.search(local or "") else name


class NamedInTwoScripts:
    """A row with `name` and `name_local`: pages show the one in the reader's script first."""

    name: Any
    name_local: Any

    @property
    def shown_name(self) -> str:
        return name_for_reader(self.name, self.name_local)

    @property
    def other_name(self) -> str:
        """The name in the other script; empty where there is none."""
        other = self.name if self.shown_name == self.name_local else self.name_local
        return "" if other == self.shown_name else str(other)

    def names(self, key: str) -> dict[str, str]:
        """Both names as stored facts, which `written_facts` tells to each reader by their own script."""
        return {key: str(self.name), f"{key}{LOCAL}": str(self.name_local)}


def written_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Stored facts for a sentence: days written out, names in the reader’s script, `sum` of amount and currency."""
    told: dict[str, Any] = {}
    for key, value in facts.items():
        if isinstance(value, str) and _DAY.fullmatch(value):
            told[key] = written_day(dt.date.fromisoformat(value))
        elif isinstance(value, str) and f"{key}{LOCAL}" in facts:
            told[key] = name_for_reader(value, facts[f"{key}{LOCAL}"])
        elif isinstance(value, str | int):
            told[key] = value
    if "amount" in facts and "currency" in facts:
        told["sum"] = written_sum(facts["amount"], str(facts["currency"]))
    return told
