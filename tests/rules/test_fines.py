"""The ledger's arithmetic: examples first, then what must hold for every path."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from caseapp.rules import fines
from caseapp.rules.fines import CurrencyMismatch, Line, LineKind, Refusal, Standing

SUMS = st.decimals(min_value="0.01", max_value="99999999.99", places=2)


def ledger(*amounts: tuple[str, str]) -> list[Line]:
    return [Line(LineKind(kind), Decimal(amount), "CNY") for kind, amount in amounts]


def test_a_ledger_is_summed_by_kind() -> None:
    now = fines.standing(
        ledger(("imposed", "250000"), ("payment", "-50000"), ("interest", "120.55"), ("adjustment", "-100000")), "CNY"
    )
    assert now == Standing(
        "CNY", fine=Decimal(150000), interest=Decimal("120.55"), paid=Decimal(50000), written_off=Decimal(0)
    )
    assert now.balance == now.owed == Decimal("100120.55")
    assert now.credit == 0
    assert not now.settled


def test_an_empty_ledger_owes_nothing() -> None:
    assert fines.standing([], "CNY").settled


def test_a_line_in_another_currency_is_never_added() -> None:
    with pytest.raises(CurrencyMismatch):
        fines.standing([*ledger(("imposed", "100")), Line(LineKind.PAYMENT, Decimal(-10), "USD")], "CNY")


@pytest.mark.parametrize(
    ("amount", "currency", "places", "refusal"),
    [
        ("100", "CNY", 2, None),
        ("0.01", "CNY", 2, None),
        ("100.01", "CNY", 2, Refusal.TOO_MUCH),
        ("100", "USD", 2, Refusal.WRONG_CURRENCY),
        ("0", "CNY", 2, Refusal.NOT_POSITIVE),
        ("-5", "CNY", 2, Refusal.NOT_POSITIVE),
        ("1.005", "CNY", 2, Refusal.TOO_FINE),
        ("1.50", "CNY", 0, Refusal.TOO_FINE),
        ("2.00", "CNY", 0, None),
    ],
)
def test_which_payments_are_taken(amount: str, currency: str, places: int, refusal: Refusal | None) -> None:
    now = fines.standing(ledger(("imposed", "100")), "CNY")
    assert fines.payment_refusal(now, Decimal(amount), currency, places=places) == refusal


def test_nothing_more_is_taken_once_all_is_paid() -> None:
    now = fines.standing(ledger(("imposed", "100"), ("payment", "-100")), "CNY")
    assert fines.payment_refusal(now, Decimal(1), "CNY") == Refusal.NOTHING_OWED
    with pytest.raises(ValueError, match="nothing_owed"):
        fines.payment(now, Decimal(1), "CNY")
    with pytest.raises(ValueError, match="nothing_owed"):
        fines.write_off(now)


def test_a_payment_in_another_currency_is_a_mismatch() -> None:
    with pytest.raises(CurrencyMismatch):
        fines.payment(Standing("CNY", fine=Decimal(5)), Decimal(1), "USD")


def test_a_reduction_below_what_was_paid_leaves_a_credit() -> None:
    lines = ledger(("imposed", "250000"), ("payment", "-200000"))
    lines.append(fines.reduction(fines.standing(lines, "CNY"), Decimal(150000)))
    now = fines.standing(lines, "CNY")
    assert (now.fine, now.owed, now.credit, now.settled) == (150000, 0, 50000, True)


@pytest.mark.parametrize("new_sum", ["0", "-1", "250000", "300000", "1.005"])
def test_a_reduction_must_be_one(new_sum: str) -> None:
    with pytest.raises(ValueError, match="between zero"):
        fines.reduction(Standing("CNY", fine=Decimal(250000)), Decimal(new_sum))


def test_an_annulled_fine_gives_everything_back() -> None:
    lines = ledger(("imposed", "1000"), ("interest", "10"), ("payment", "-400"))
    lines.append(fines.annulment(fines.standing(lines, "CNY")))
    assert fines.standing(lines, "CNY").balance == -400


def test_simple_interest_counts_days_and_rounds_half_up_once() -> None:
    start = date(2026, 1, 1)
    assert fines.simple_interest(Decimal(36500), Decimal(5), start, start + timedelta(days=10)) == Decimal("50.00")
    assert fines.simple_interest(Decimal(1), Decimal("36.5"), start, start + timedelta(days=5)) == Decimal("0.01")
    assert fines.simple_interest(Decimal(1000), Decimal(7), start, start + timedelta(days=30), places=0) == 6


@pytest.mark.parametrize(
    ("principal", "rate", "days"),
    [("0", "5", 10), ("-5", "5", 10), ("100", "0", 10), ("100", "5", 0), ("100", "5", -1)],
)
def test_no_interest_without_debt_rate_or_time(principal: str, rate: str, days: int) -> None:
    start = date(2026, 1, 1)
    assert fines.simple_interest(Decimal(principal), Decimal(rate), start, start + timedelta(days=days)) == 0


@given(SUMS, st.lists(SUMS, max_size=20))
def test_payments_never_take_the_balance_below_zero(imposed: Decimal, offered: list[Decimal]) -> None:
    lines = [Line(LineKind.IMPOSED, imposed, "CNY")]
    for amount in offered:
        now = fines.standing(lines, "CNY")
        if fines.payment_refusal(now, amount, "CNY") is None:
            lines.append(fines.payment(now, amount, "CNY"))
        assert fines.standing(lines, "CNY").balance >= 0


class AnyPath(RuleBasedStateMachine):
    """Every order of acts on one fine: the parts always add up, and only an appeal ever leaves a credit."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [Line(LineKind.IMPOSED, Decimal("250000.00"), "CNY")]
        self.appealed = False
        self.over = False

    @property
    def now(self) -> Standing:
        return fines.standing(self.lines, "CNY")

    @precondition(lambda self: not self.over)
    @rule(amount=SUMS)
    def pay(self, amount: Decimal) -> None:
        if fines.payment_refusal(self.now, amount, "CNY") is None:
            self.lines.append(fines.payment(self.now, amount, "CNY"))

    @precondition(lambda self: not self.over)
    @rule()
    def pay_all(self) -> None:
        if self.now.owed:
            self.lines.append(fines.payment(self.now, self.now.owed, "CNY"))
            assert self.now.settled

    @precondition(lambda self: not self.over and self.now.fine > Decimal("0.02"))
    @rule(share=st.integers(1, 99))
    def reduce(self, share: int) -> None:
        new_sum = (self.now.fine * share / 100).quantize(Decimal("0.01"))
        if 0 < new_sum < self.now.fine:
            self.lines.append(fines.reduction(self.now, new_sum))
            self.appealed = True
            assert self.now.fine == new_sum

    @precondition(lambda self: not self.over)
    @rule(days=st.integers(1, 900))
    def add_interest(self, days: int) -> None:
        start = date(2026, 1, 1)
        interest = fines.simple_interest(self.now.owed, Decimal("4.35"), start, start + timedelta(days=days))
        if interest:
            self.lines.append(Line(LineKind.INTEREST, interest, "CNY"))

    @precondition(lambda self: not self.over and self.now.owed > 0)
    @rule()
    def write_off(self) -> None:
        self.lines.append(fines.write_off(self.now))
        self.over = True
        assert self.now.balance == 0

    @precondition(lambda self: not self.over)
    @rule()
    def annul(self) -> None:
        paid = self.now.paid
        self.lines.append(fines.annulment(self.now))
        self.appealed = self.over = True
        assert self.now.credit == paid

    @rule(more=SUMS)
    def offer_too_much(self, more: Decimal) -> None:
        refusal = fines.payment_refusal(self.now, self.now.owed + more, "CNY")
        assert refusal in {Refusal.TOO_MUCH, Refusal.NOTHING_OWED}
        assert fines.payment_refusal(self.now, more, "USD") == Refusal.WRONG_CURRENCY

    @invariant()
    def the_parts_add_up(self) -> None:
        now = self.now
        assert now.balance == sum((line.amount for line in self.lines), Decimal(0))
        assert now.balance == now.owed - now.credit
        assert min(now.owed, now.credit) == 0
        assert now.fine >= 0 or self.over
        if not self.appealed:
            assert now.balance >= 0


TestAnyPath = AnyPath.TestCase


@given(SUMS.filter(lambda each: each >= 60), st.integers(2, 60), st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_monthly_parts_add_up_and_follow_each_other(owed: Decimal, number: int, first: date) -> None:
    parts = fines.monthly_parts(owed, number, first)
    assert sum(part.amount for part in parts) == owed
    assert [part.due_on for part in parts] == sorted({part.due_on for part in parts})
    assert len(parts) == number
    assert all(part.amount > 0 for part in parts)


@given(SUMS.filter(lambda each: each >= 60), st.integers(2, 12), st.integers(0, 100))
def test_what_is_open_of_a_plan_is_what_is_owed(owed: Decimal, number: int, percent: int) -> None:
    parts = fines.monthly_parts(owed, number, date(2027, 1, 31))
    left = (owed * percent / 100).quantize(Decimal("0.01"))
    still = fines.open_parts(parts, left)
    assert sum((part.amount for part in still), Decimal(0)) == left
    assert [part.due_on for part in still] == [part.due_on for part in parts][number - len(still) :]


def test_a_month_without_the_day_takes_its_last() -> None:
    parts = fines.monthly_parts(Decimal(100), 3, date(2027, 1, 31))
    assert [part.due_on for part in parts] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert [part.amount for part in parts] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


@pytest.mark.parametrize(("owed", "number"), [("100", 1), ("100", 0), ("0.01", 2), ("0", 2)])
def test_a_plan_has_parts(owed: str, number: int) -> None:
    with pytest.raises(ValueError, match="two parts"):
        fines.monthly_parts(Decimal(owed), number, date(2027, 1, 31))
