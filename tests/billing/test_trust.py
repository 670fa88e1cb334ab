"""Trust money: never below zero whoever writes, two people for a payment, corrections that leave what was."""

import contextlib
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from caseapp.accounts.models import User
from caseapp.billing.enums import TrustPaymentState
from caseapp.billing.models import Reconciliation, TrustEntry, TrustLedger, TrustPayment
from caseapp.billing.selectors import statements
from caseapp.billing.selectors import trust as selectors
from caseapp.billing.services import trust, trust_payments
from caseapp.billing.services.reconciling import reconcile
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.notifications.models import Notice
from tests.api.test_contract import call, token_of
from tests.factories.accounts import FirmFactory, UserFactory, actor_of, lawyer
from tests.factories.billing import DAY, client_of, holding, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def partner(firm):
    return actor_of(lawyer(firm, "partner"))


def receive(actor, engagement, amount="100", currency="CNY", **more):
    return trust.receive(
        actor=actor, engagement=engagement, amount=Decimal(amount), currency=currency, on=DAY, party="Client", **more
    )


def test_money_comes_in_by_client_and_currency(firm, partner):
    client, other = client_of(firm), client_of(firm)
    receive(partner, client, "100")
    receive(partner, client, "50")
    receive(partner, client, "7.50", "EUR")
    receive(partner, other, "1")
    held = {(row.engagement_id, row.currency): row.balance for row in selectors.ledgers(partner)}
    assert held == {(client.pk, "CNY"): 150, (client.pk, "EUR"): Decimal("7.50"), (other.pk, "CNY"): 1}
    assert Notice.objects.filter(user=client.complaint.owner, kind="billing.trust_received").count() == 3


def test_the_same_form_twice_is_one_line(firm, partner):
    client = client_of(firm)
    assert receive(partner, client, key="form").pk == receive(partner, client, key="form").pk
    with pytest.raises(WrongState):
        receive(partner, client, "5", key="form")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.5", "currency": "JPY"}, "amount"),
        ({"amount": "1000000000000"}, "amount"),
        ({"currency": "XXQ"}, "currency"),
    ],
)
def test_a_sum_that_cannot_be_is_named(firm, partner, fields, named):
    with pytest.raises(InvalidInput) as refused:
        receive(partner, client_of(firm), **fields)
    assert set(refused.value.errors) == {named}


def test_nothing_is_held_for_whom_the_firm_does_not_act(firm, partner):
    with pytest.raises(WrongState):
        receive(partner, client_of(firm, case_file=None))


def test_one_proposes_and_another_pays(firm, partner):
    ledger = holding("1000", engagement=client_of(firm))
    own = proposed(ledger, "400", by=partner)
    with pytest.raises(NotAllowed):
        trust_payments.approve(actor=partner, payment=own, on=DAY)
    second = actor_of(lawyer(firm, "partner"))
    paid = trust_payments.approve(actor=second, payment=own, on=DAY)
    assert (paid.state, selectors.balance_of(ledger)) == (TrustPaymentState.PAID, 600)
    with pytest.raises(WrongState):
        trust_payments.approve(actor=second, payment=own, on=DAY)


def test_the_database_too_asks_for_two_people(firm, partner):
    payment = proposed(holding(engagement=client_of(firm)), by=partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrustPayment.objects.filter(pk=payment.pk).update(state="paid", decided_by_id=payment.proposed_by_id)


def test_what_is_proposed_is_spoken_for(firm, partner):
    ledger = holding("1000", engagement=client_of(firm))
    proposed(ledger, "700", by=partner)
    with pytest.raises(InvalidInput) as refused:
        proposed(ledger, "400", by=partner)
    assert "300" in str(refused.value.errors["amount"])


def test_the_database_refuses_a_line_below_zero_and_any_change():
    ledger = holding("100")
    line = ledger.entries.get()
    with pytest.raises(IntegrityError, match="cannot give"), transaction.atomic():
        TrustEntry.objects.create(ledger=ledger, kind="reversal", amount=-101, on=DAY, reverses=line)
    for change in (
        lambda: TrustEntry.objects.filter(pk=line.pk).update(amount=1),
        lambda: TrustEntry.objects.filter(pk=line.pk).delete(),
        lambda: connection.cursor().execute("TRUNCATE billing_trustentry CASCADE"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert selectors.balance_of(ledger) == 100


def test_a_wrong_line_is_corrected_once_by_a_partner(firm, partner):
    ledger = holding("1000", engagement=client_of(firm))
    line = ledger.entries.get()
    with pytest.raises(NotAllowed):
        trust.reverse(actor=actor_of(lawyer(firm)), entry=line, reason="Typed twice")
    made = trust.reverse(actor=partner, entry=line, reason="Typed twice")
    assert (made.amount, selectors.balance_of(ledger)) == (-1000, 0)
    for again in (line, made):
        with pytest.raises(WrongState):
            trust.reverse(actor=partner, entry=again, reason="Again")


def test_a_receipt_that_was_spent_cannot_be_taken_back(firm, partner):
    ledger = holding("1000", engagement=client_of(firm))
    trust_payments.approve(actor=partner, payment=proposed(ledger, "1"), on=DAY)
    with pytest.raises(InvalidInput):
        trust.reverse(actor=partner, entry=ledger.entries.order_by("id")[0], reason="Bounced")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["receive", "pay", "refuse", "reverse"]), st.integers(0, 1), st.integers(1, 30_000)),
        max_size=8,
    )
)
def test_on_every_path_no_client_is_below_zero_and_no_client_pays_for_another(firm, partner, acts):
    clients = [client_of(firm), client_of(firm)]
    proposer = actor_of(lawyer(firm))
    expected = [Decimal(0), Decimal(0)]
    for act, which, cents in acts:
        amount = Decimal(cents) / 100
        ledger = TrustLedger.objects.filter(engagement=clients[which]).first()
        with contextlib.suppress(InvalidInput, WrongState):
            if act == "receive":
                receive(partner, clients[which], amount)
                expected[which] += amount
            elif ledger is not None and act in {"pay", "refuse"}:
                payment = trust_payments.propose(
                    actor=proposer, ledger=ledger, amount=amount, payee="Court", purpose="Fee"
                )
                if act == "pay":
                    trust_payments.approve(actor=partner, payment=payment, on=DAY)
                    expected[which] -= amount
                else:
                    trust_payments.refuse(actor=partner, payment=payment, reason="No")
            elif ledger is not None:
                line = ledger.entries.exclude(kind="reversal").order_by("?").first()
                trust.reverse(actor=partner, entry=line, reason="Wrong")
                expected[which] -= line.amount
        for index, client in enumerate(clients):
            held = TrustLedger.objects.filter(engagement=client).with_balance().first()
            assert (held.balance if held else 0) == expected[index] >= 0


@pytest.mark.django_db(transaction=True)
def test_lines_at_the_same_moment_cannot_take_a_ledger_below_zero():
    """Past the service's lock as well: bare inserts from six connections, of which two find money."""
    ledger = holding("100")
    payments = [proposed(ledger, "40", by=None) for _ in range(2)]
    firm = ledger.engagement.firm
    payments += [
        TrustPayment.objects.create(ledger=ledger, amount=40, payee="X", purpose="Y", proposed_by=lawyer(firm))
        for _ in range(4)
    ]
    start, outcomes = threading.Barrier(len(payments)), []

    def attempt(number, payment):
        start.wait()
        try:
            if number % 2:
                TrustEntry.objects.create(ledger=ledger, kind="payment", amount=-40, on=DAY, payment=payment)
            else:
                partner = actor_of(lawyer(firm, "partner"))
                trust_payments.approve(actor=partner, payment=payment, on=DAY)
            outcomes.append("paid")
        except (InvalidInput, IntegrityError):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=each) for each in enumerate(payments)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    assert sorted(outcomes) == ["paid"] * 2 + ["refused"] * 4
    assert selectors.balance_of(ledger) == 20


def test_a_day_is_compared_with_the_bank_and_frozen(firm, partner):
    holding("1000", engagement=client_of(firm))
    holding("5", engagement=client_of(firm))
    holding("99", engagement=client_of())
    with pytest.raises(InvalidInput) as refused:
        reconcile(actor=partner, firm=firm, currency="CNY", on=DAY, bank_balance=Decimal(1000))
    assert set(refused.value.errors) == {"explanation"}
    made = reconcile(
        actor=partner, firm=firm, currency="CNY", on=DAY, bank_balance=Decimal(1000), explanation="On its way"
    )
    assert (made.ledger_total, made.difference, len(made.rows)) == (1005, -5, 2)
    with pytest.raises(NotAllowed):
        reconcile(actor=actor_of(lawyer(firm)), firm=firm, currency="CNY", on=DAY, bank_balance=Decimal(1005))
    with pytest.raises(DatabaseError), transaction.atomic():
        Reconciliation.objects.update(bank_balance=1005)


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["Reconciliation of trust money", "CNY 1,000"]), ("zh-hans", ["代管资金核对表"])]
)
def test_the_comparison_as_pdf(firm, partner, language, words):
    holding("1000", engagement=client_of(firm))
    made = reconcile(actor=partner, firm=firm, currency="CNY", on=DAY, bank_balance=Decimal(1000))
    user = User.objects.get(pk=partner.user_id)
    User.objects.filter(pk=user.pk).update(language=language)
    browser = Client(headers={"accept-language": language})
    browser.force_login(user)
    answer = browser.get(reverse("billing:reconciliation", args=[made.reference]))
    told = "".join(page.get_textpage().get_text_range() for page in PdfDocument(answer.content))
    bare = "".join(told.split()).replace("\ufffe", "-")
    assert [word for word in [*words, made.reference] if "".join(word.split()) not in bare] == []
    assert statements.reconciliation_pdf(made) == statements.reconciliation_pdf(made)


def browser_of(actor):
    browser = Client()
    browser.force_login(User.objects.get(pk=actor.user_id))
    return browser


def test_the_pages_from_receipt_to_payment(firm, partner, django_assert_max_num_queries):
    client = client_of(firm)
    desk = browser_of(partner)
    page = desk.get(reverse("billing:receive", args=[client.case_file.reference]))
    assert client.complaint.reference in page.content.decode()
    sent = {
        "client": client.reference,
        "amount": "1,000.50",
        "currency": "CNY",
        "on": "2026-05-04",
        "party": "Client",
        "key": "a",
    }
    address = reverse("billing:receive", args=[client.case_file.reference])
    assert desk.post(address, {**sent, "party": ""}).status_code == 400
    for _ in range(2):
        assert desk.post(address, sent).status_code == 302
    ledger = TrustLedger.objects.get()
    assert selectors.balance_of(ledger) == Decimal("1000.50")
    with django_assert_max_num_queries(14):
        assert ledger.reference in desk.get(reverse("billing:trust")).content.decode()
    with django_assert_max_num_queries(16):
        desk.get(reverse("billing:ledger", args=[ledger.reference]))
    refused = desk.post(
        reverse("billing:propose_payment", args=[ledger.reference]),
        {"amount": "2000", "payee": "Court", "purpose": "Fee"},
    )
    assert refused.status_code == 400
    associate = browser_of(actor_of(lawyer(firm)))
    associate.post(
        reverse("billing:propose_payment", args=[ledger.reference]),
        {"amount": "200", "payee": "Court", "purpose": "Fee"},
    )
    payment = TrustPayment.objects.get()
    act = reverse("billing:trust_payment_act", args=[payment.reference, "approve"])
    assert associate.get(act).status_code == 404
    assert desk.post(act, {"on": "2026-05-05"}).status_code == 302
    assert selectors.balance_of(ledger) == Decimal("800.50")
    owner = browser_of(actor_of(client.complaint.owner))
    shown = owner.get(reverse("billing:ledger", args=[ledger.reference])).content.decode()
    assert "800.50" in shown
    assert "Propose" not in shown
    assert owner.get(reverse("billing:ledger_pdf", args=[ledger.reference]))["Content-Type"] == "application/pdf"
    assert owner.get(reverse("billing:trust_payment", args=[payment.reference])).status_code == 403
    stranger = browser_of(actor_of(lawyer(FirmFactory(), "partner")))
    for name, row in (("billing:ledger", ledger), ("billing:trust_payment", payment)):
        assert stranger.get(reverse(name, args=[row.reference])).status_code == 404


def test_the_same_by_the_api(firm):
    client = client_of(firm)
    associate, partner = token_of(lawyer(firm)), token_of(lawyer(firm, "partner"))
    owner = token_of(client.complaint.owner)
    sent = {
        "engagement": client.reference,
        "sum": {"amount": "100.00", "currency": "CNY"},
        "on": "2026-05-04",
        "party": "Client",
    }
    made = call("post", "trust-ledgers/", sent, token=associate)
    assert made.status_code == 201, made.content
    assert made.json()["balance"] == {"amount": "100.00", "currency": "CNY"}
    address = f"trust-ledgers/{made.json()['reference']}/"
    assert call("post", "trust-ledgers/", sent, token=owner).status_code == 403
    assert call("get", address, token=owner).json()["entries"][0]["amount"] == "100.00"
    assert call("get", address, token=token_of(UserFactory())).status_code == 404
    wanted = {"amount": "60", "payee": "Court", "purpose": "Fee"}
    assert call("post", f"{address}payments/", {**wanted, "amount": "160"}, token=associate).status_code == 400
    payment = call("post", f"{address}payments/", wanted, token=associate).json()
    steps = f"trust-payments/{payment['reference']}/transitions/"
    assert call("post", steps, {"action": "approve", "on": "2026-05-05"}, token=associate).status_code == 403
    paid = call("post", steps, {"action": "approve", "on": "2026-05-05"}, token=partner)
    assert paid.json()["status"] == "paid", paid.content
    assert call("post", steps, {"action": "approve", "on": "2026-05-05"}, token=partner).status_code == 409
    line = call("get", address, token=partner).json()["entries"][1]["id"]
    back = call("post", f"{address}reversals/", {"entry": line, "reason": "Returned"}, token=partner)
    assert back.json()["balance"]["amount"] == "100.00"
    compared = call(
        "post", "reconciliations/", {"currency": "CNY", "on": "2026-05-06", "bank_balance": "40.00"}, token=partner
    )
    assert compared.status_code == 201, compared.content
    assert call("get", "reconciliations/", token=associate).json()["results"][0]["difference"] == "0.00"
