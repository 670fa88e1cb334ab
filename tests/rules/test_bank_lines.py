"""Lines of a bank's file: what is read, what is refused, and that no line pays a fine in another currency."""

import datetime
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.rules.bank_lines import (
    BankLine,
    ColumnsMissing,
    Match,
    Payable,
    Verdict,
    Why,
    match,
    read,
    references_in,
)

FINE, OTHER, INVESTIGATION = "FINE-2026-7F3K-9QXM", "FINE-2026-AAAA-BBBB", "INV-2026-CCCC-DDDD"


def payable(reference=FINE, **changes):
    values = {
        "reference": reference,
        "investigation": INVESTIGATION,
        "currency": "CNY",
        "owed": Decimal(1000),
        "takes_payments": True,
        "names": ("Haishu Estates", "海曙置业"),
    }
    return Payable(**{**values, **changes})


def line(amount="1000", currency="CNY", text="", payer=""):
    return BankLine(2, datetime.date(2026, 3, 1), Decimal(amount), currency, text, payer, "identity")


def matched(one, *fines):
    return match(one, {fine.reference: fine for fine in fines}, {INVESTIGATION: FINE})


@pytest.mark.parametrize(
    "content",
    [
        b"Date,Amount,Currency,Reference\n2026-03-01,1000.50,CNY,x\n",
        b"\xef\xbb\xbfdate;amount;currency;text\n1.3.2026;1.000,50;CNY;x\n",
        b"Value date\tAmount\tCcy\tPurpose\n20260301\t1 000.50\tcny\tx\n",
        '交易日期,金额,币种,附言\n2026年3月1日,"¥1,000.50",CNY,x\n'.encode("gb18030"),
    ],
)
def test_banks_write_it_in_many_ways(content):
    found = read(content)[0]
    assert (found.on, found.amount, found.currency, found.text) == (
        datetime.date(2026, 3, 1),
        Decimal("1000.50"),
        "CNY",
        "x",
    )


@pytest.mark.parametrize(
    ("day", "amount", "currency", "fault"),
    [
        ("03/04/2026", "1", "CNY", Why.NO_DATE),
        ("13/04/2026", "1", "CNY", Why.NONE),
        ("2026-02-30", "1", "CNY", Why.NO_DATE),
        ("", "1", "CNY", Why.NO_DATE),
        ("2026-03-01", "much", "CNY", Why.NO_SUM),
        ("2026-03-01", "NaN", "CNY", Why.NO_SUM),
        ("2026-03-01", "1.005", "CNY", Why.NO_SUM),
        ("2026-03-01", "1.5", "JPY", Why.NO_SUM),
        ("2026-03-01", "1,000", "JPY", Why.NONE),
        ("2026-03-01", "-1,000", "CNY", Why.NONE),
    ],
)
def test_nothing_is_guessed(day, amount, currency, fault):
    assert read(f'date;amount;currency\n{day};"{amount}";{currency}\n'.encode())[0].fault == fault


def test_a_file_without_the_columns_says_which():
    with pytest.raises(ColumnsMissing) as refusal:
        read(b"when,how much\n1,2\n")
    assert refusal.value.names == ["on", "amount", "currency"]


def test_two_equal_bookings_are_two_and_the_same_in_every_file():
    rows = b"2026-03-01,5,CNY\n2026-03-01,5,CNY\n"
    first, second = read(b"date,amount,currency\n" + rows)
    again = read(b"date,amount,currency\n2026-02-28,7,CNY\n" + rows)[1:]
    assert first.identity != second.identity
    assert [each.identity for each in again] == [first.identity, second.identity]


@pytest.mark.parametrize("text", [FINE, FINE.lower(), "FINE 2026 7F3K 9QXM", "fine20267f3k9qxm thanks"])
def test_references_survive_what_banks_do_to_them(text):
    assert references_in(text) == {FINE}


@pytest.mark.parametrize(
    ("one", "fines", "expected"),
    [
        (line(text=FINE), [payable()], Match(Verdict.MATCHED, Why.BY_REFERENCE, FINE)),
        (line(text=INVESTIGATION), [payable()], Match(Verdict.MATCHED, Why.BY_REFERENCE, FINE)),
        (line("400", text=FINE), [payable()], Match(Verdict.MATCHED, Why.BY_REFERENCE, FINE)),
        (line("1000.01", text=FINE), [payable()], Match(Verdict.REFUSED, Why.TOO_MUCH, FINE)),
        (line(currency="USD", text=FINE), [payable()], Match(Verdict.REFUSED, Why.OTHER_CURRENCY, FINE)),
        (line(text=FINE), [payable(takes_payments=False)], Match(Verdict.REFUSED, Why.NOT_PAYABLE, FINE)),
        (line("-5", text=FINE), [payable()], Match(Verdict.REFUSED, Why.NOT_COMING_IN)),
        (line(text=f"{FINE} {OTHER}"), [payable(), payable(OTHER)], Match(Verdict.AMBIGUOUS, Why.SEVERAL_REFERENCES)),
        (line(payer="海曙 置业"), [payable()], Match(Verdict.MATCHED, Why.BY_SUM_AND_NAME, FINE)),
        (line("250", payer="haishu estates"), [payable(next_part=Decimal(250))],
         Match(Verdict.MATCHED, Why.BY_SUM_AND_NAME, FINE)),
        (line(payer="Haishu Estates"), [payable(), payable(OTHER)], Match(Verdict.AMBIGUOUS, Why.SEVERAL_FINES)),
        (line(payer="Somebody"), [payable()], Match(Verdict.AMBIGUOUS, Why.SUM_ALONE)),
        (line("7"), [payable()], Match(Verdict.UNMATCHED, Why.NO_FINE)),
        (line(text=OTHER), [payable(owed=Decimal(9))], Match(Verdict.UNMATCHED, Why.NO_FINE)),
    ],
)  # fmt: skip
def test_what_a_line_pays(one, fines, expected):
    assert matched(one, *fines) == expected


sums = st.decimals("-5000", "5000", places=2)
currencies = st.sampled_from(["CNY", "USD", "EUR"])


@given(
    amount=sums,
    currency=currencies,
    text=st.sampled_from(["", FINE, OTHER, f"{FINE} {OTHER}", INVESTIGATION]),
    payer=st.sampled_from(["", "Haishu Estates", "Somebody"]),
    owed=st.lists(st.decimals("0", "5000", places=2), min_size=2, max_size=2),
    kept_in=st.lists(currencies, min_size=2, max_size=2),
)
def test_a_match_never_mixes_currencies_and_never_exceeds_what_is_owed(amount, currency, text, payer, owed, kept_in):
    fines = {
        reference: payable(reference, owed=sum_, currency=kept, takes_payments=sum_ > 0)
        for reference, sum_, kept in zip((FINE, OTHER), owed, kept_in, strict=True)
    }
    found = match(line(amount, currency, text, payer), fines, {INVESTIGATION: FINE})
    if found.verdict is Verdict.MATCHED:
        fine = fines[found.fine]
        assert fine.currency == currency
        assert 0 < amount <= fine.owed


def test_lines_may_end_as_on_old_machines_and_no_cell_is_endless():
    (one,) = read(b"Date,Amount,Currency,Reference\r2026-03-01,1000.50,CNY,x\r")
    assert one.amount == Decimal("1000.50")
    with pytest.raises(ValueError, match="not a table"):
        read(b"x" * 200_000)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(content):
    found: list[BankLine] = []
    with suppress(ValueError):
        found = list(read(content))
    numbers = [line.number for line in found]
    assert numbers == sorted(set(numbers))
    assert [line for line in found if line.amount is None and not line.fault] == []
