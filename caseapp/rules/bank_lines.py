"""Reads the lines of a bank's CSV file, and says which fine each pays. Pure functions; sums are exact decimals.

A bank names its columns as it likes, so each is known by several names, English and Chinese. Nothing is guessed: a date
that can be read in two ways, or a sum in no known shape, makes its line unreadable, with the line's number.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from caseapp.rules.fines import fits, places_of

MOST_LINES = 20_000

COLUMNS: dict[str, tuple[str, ...]] = {
    "on": (
        "date",
        "booking date",
        "booked on",
        "value date",
        "transaction date",
        "日期",
        "交易日期",
        "入账日期",
        "记账日期",
    ),
    "amount": ("amount", "sum", "credit", "credit amount", "金额", "交易金额", "贷方金额", "收入金额", "贷方发生额"),
    "currency": ("currency", "ccy", "币种", "货币", "交易币种"),
    "text": (
        "reference",
        "text",
        "description",
        "purpose",
        "details",
        "remittance information",
        "附言",
        "摘要",
        "用途",
        "备注",
    ),
    "payer": ("payer", "name", "debtor", "counterparty", "from", "对方户名", "付款人", "对方名称", "付款人名称"),
    "bank_id": ("id", "transaction id", "bank reference", "entry reference", "流水号", "交易流水号", "交易编号"),
}
NEEDED = ("on", "amount", "currency")

_REFERENCE = re.compile(r"(FINE|INV)[\s\-_/]*(\d{4})[\s\-_/]*([0-9A-Z]{4})[\s\-_/]*([0-9A-Z]{4})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


class ColumnsMissing(ValueError):
    """The file has no column for what is needed; `names` are those of COLUMNS."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class TooManyLines(ValueError):
    """The file has more lines than are taken at once."""


class Verdict(StrEnum):
    """What becomes of a line."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    REFUSED = "refused"
    KNOWN = "known"
    UNREADABLE = "unreadable"


class Why(StrEnum):
    """Why a line is not booked, or by what it was matched."""

    NONE = ""
    BY_REFERENCE = "by_reference"
    BY_SUM_AND_NAME = "by_sum_and_name"
    BY_HAND = "by_hand"
    SEVERAL_REFERENCES = "several_references"
    SEVERAL_FINES = "several_fines"
    SUM_ALONE = "sum_alone"
    NO_FINE = "no_fine"
    OTHER_CURRENCY = "other_currency"
    TOO_MUCH = "too_much"
    NOT_PAYABLE = "not_payable"
    WRONG_DAY = "wrong_day"
    NOT_COMING_IN = "not_coming_in"
    BOOKED_BEFORE = "booked_before"
    NO_DATE = "no_date"
    NO_SUM = "no_sum"


@dataclass(frozen=True)
class BankLine:
    """One line of the file. `identity` is the same whenever the bank delivers the same booking again."""

    number: int
    on: date | None
    amount: Decimal | None
    currency: str
    text: str
    payer: str
    identity: str
    fault: Why = Why.NONE


@dataclass(frozen=True)
class Payable:
    """A fine as matching sees it: `owed` now, `next_part` of its plan if it has one, the names of its respondent."""

    reference: str
    investigation: str
    currency: str
    owed: Decimal
    takes_payments: bool
    next_part: Decimal | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """What a line was found to pay, and why."""

    verdict: Verdict
    why: Why
    fine: str = ""


def read(content: bytes) -> list[BankLine]:
    """The lines of a CSV file in UTF-8 or GB 18030, with comma, semicolon, tab or bar between the cells.

    Raises ColumnsMissing, TooManyLines, or ValueError for what is no such file.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    if "\0" in text:
        raise ValueError("not a text file")
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:4096], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        return _lines(csv.reader(io.StringIO(text, newline=None), dialect))
    except csv.Error as fault:
        raise ValueError("not a table") from fault


def _lines(rows: Iterator[list[str]]) -> list[BankLine]:
    header = [cell.strip().casefold() for cell in next(rows, [])]
    places = {
        name: header.index(known)
        for name, spellings in COLUMNS.items()
        for known in [next((each for each in spellings if each in header), None)]
        if known is not None
    }
    missing = [name for name in NEEDED if name not in places]
    if missing:
        raise ColumnsMissing(missing)
    seen: Counter[tuple[str, ...]] = Counter()
    lines: list[BankLine] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(lines) >= MOST_LINES:
            raise TooManyLines
        told = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        lines.append(_line(number, told, seen))
    return lines


def match(line: BankLine, fines: Mapping[str, Payable], by_investigation: Mapping[str, str]) -> Match:
    """Which fine a line pays. A reference in its text decides; without one, sum and payer's name together.

    `fines` are the authority's by reference, `by_investigation` leads from an investigation's reference to its fine's.
    A sum alone never books: several things cost the same.
    """
    if line.fault is not Why.NONE or line.amount is None:
        return Match(Verdict.UNREADABLE, line.fault)
    if line.amount <= 0:
        return Match(Verdict.REFUSED, Why.NOT_COMING_IN)
    named = {by_investigation.get(one, one) for one in references_in(f"{line.text} {line.payer}")}
    known = sorted(one for one in named if one in fines)
    if len(known) > 1:
        return Match(Verdict.AMBIGUOUS, Why.SEVERAL_REFERENCES)
    if known:
        return _fits(line, fines[known[0]], Why.BY_REFERENCE)
    alike = [
        fine
        for fine in fines.values()
        if fine.takes_payments and fine.currency == line.currency and line.amount in {fine.owed, fine.next_part}
    ]
    by_name = [fine for fine in alike if _names(line.payer, fine.names)]
    if len(by_name) == 1:
        return _fits(line, by_name[0], Why.BY_SUM_AND_NAME)
    if len(by_name) > 1:
        return Match(Verdict.AMBIGUOUS, Why.SEVERAL_FINES)
    return Match(Verdict.AMBIGUOUS, Why.SUM_ALONE) if alike else Match(Verdict.UNMATCHED, Why.NO_FINE)


def references_in(text: str) -> set[str]:
    """References of fines and investigations in a text, however the bank broke them up."""
    return {
        f"{kind.upper()}-{year}-{first.upper()}-{last.upper()}" for kind, year, first, last in _REFERENCE.findall(text)
    }


def _fits(line: BankLine, fine: Payable, why: Why) -> Match:
    assert line.amount is not None  # noqa: S101 - `match` asked
    if line.currency != fine.currency:
        return Match(Verdict.REFUSED, Why.OTHER_CURRENCY, fine.reference)
    if not fine.takes_payments:
        return Match(Verdict.REFUSED, Why.NOT_PAYABLE, fine.reference)
    if line.amount > fine.owed:
        return Match(Verdict.REFUSED, Why.TOO_MUCH, fine.reference)
    return Match(Verdict.MATCHED, why, fine.reference)


def _names(payer: str, names: Iterable[str]) -> bool:
    plain = "".join(payer.split()).casefold()
    return bool(plain) and any("".join(name.split()).casefold() == plain for name in names if name)


def _line(number: int, told: Mapping[str, str], seen: Counter[tuple[str, ...]]) -> BankLine:
    on, amount, currency = _day(told["on"]), _sum(told["amount"]), told["currency"].upper()
    fault = Why.NO_DATE if on is None else Why.NO_SUM if amount is None else Why.NONE
    if amount is not None and not fits(amount, places_of(currency)):
        fault = Why.NO_SUM
    bank_id = told.get("bank_id", "")
    facts = (str(on), str(amount), currency, told.get("text", ""), told.get("payer", ""), bank_id)
    # Two equal bookings of one day are two: the second of its kind has another identity than the first.
    seen[facts] += 1
    identity = hashlib.sha256("\0".join((*facts, str(seen[facts]))).encode()).hexdigest()
    return BankLine(number, on, amount, currency, told.get("text", ""), told.get("payer", ""), identity, fault)


def _day(text: str) -> date | None:
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _SLASHED.match(text):
        first, second, year = (int(part) for part in found.groups())
        if first <= 12 and second <= 12 and first != second:
            return None  # The fourth of March, or the third of April.
        day, month = (first, second) if first > 12 or first == second else (second, first)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sum(text: str) -> Decimal | None:
    plain = re.sub(r"[\s\u00a0\u202f'’¥￥$€£+]", "", text)
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        whole, rest = plain[:last], plain[last + 1 :]
        mark, other = plain[last], "," if plain[last] == "." else "."
        # A single mark before exactly three figures parts thousands where the same text has no other decimals.
        if len(rest) == 3 and (mark == "," or other in whole or mark in whole):
            whole, rest = whole + rest, ""
        plain = whole.replace(",", "").replace(".", "") + (f".{rest}" if rest else "")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < Decimal(10) ** 16 else None
