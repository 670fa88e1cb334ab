"""Invoices that are paid: from trust money and otherwise, never beyond what is owed."""

import contextlib
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp.billing.enums import InvoiceState
from caseapp.billing.models import InvoiceEntry, TrustEntry
from caseapp.billing.selectors import invoices as selectors
from caseapp.billing.selectors.trust import balance_of
from caseapp.billing.services import invoices as services
from caseapp.billing.services import paying, trust_payments
from caseapp.core.errors import DomainError, InvalidInput, WrongState
from tests.billing.made import drafted, issued, pay, worked
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY, client_of, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def client(firm):
    return client_of(firm)


@pytest.fixture
def partner(firm):
    return actor_of(lawyer(firm, "partner"))


def test_trust_money_reaches_the_firm_only_for_an_issued_invoice(firm, partner, client):
    associate = actor_of(lawyer(firm))
    ledger = holding("1000", engagement=client)
    other = holding("1000", engagement=client_of(firm))
    worked(partner, client)
    draft = drafted(partner, client)

    def transfer(invoice, amount="650", source=ledger):
        return trust_payments.propose_transfer(actor=associate, ledger=source, invoice=invoice, amount=Decimal(amount))

    with pytest.raises(InvalidInput):
        transfer(draft)
    invoice = services.issue(actor=partner, invoice=draft)
    with pytest.raises(InvalidInput):
        transfer(invoice, source=other)
    with pytest.raises(InvalidInput):
        transfer(invoice, "650.01")
    payment = transfer(invoice, "600")
    with pytest.raises(InvalidInput):
        transfer(invoice, "51")
    with pytest.raises(WrongState):
        paying.void(actor=partner, invoice=invoice, reason="Not while money waits")
    trust_payments.approve(actor=partner, payment=payment, on=DAY)
    assert (balance_of(ledger), selectors.open_of(invoice)) == (400, 50)
    assert TrustEntry.objects.get(payment=payment).kind == "transfer"
    trust_payments.approve(actor=partner, payment=transfer(invoice, "50"), on=DAY)
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.PAID
    with pytest.raises(InvalidInput):
        transfer(invoice, "1")


def test_a_transfer_that_was_overtaken_by_a_payment_moves_nothing(firm, partner, client):
    ledger = holding("1000", engagement=client)
    invoice = issued(partner, client)
    payment = trust_payments.propose_transfer(
        actor=actor_of(lawyer(firm)), ledger=ledger, invoice=invoice, amount=Decimal(600)
    )
    pay(partner, invoice, "650")
    with pytest.raises(DomainError):
        trust_payments.approve(actor=partner, payment=payment, on=DAY)
    assert balance_of(ledger) == 1000


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sums=st.lists(st.integers(1, 70_000), max_size=4), last=st.sampled_from(["", "write_off", "void"]))
def test_on_every_path_an_invoice_is_never_overpaid_and_ends_where_its_ledger_says(firm, partner, sums, last):
    invoice = issued(partner, client_of(firm))
    for cents in sums:
        with contextlib.suppress(InvalidInput, WrongState):
            invoice = pay(partner, invoice, Decimal(cents) / 100)
    if last:
        with contextlib.suppress(WrongState):
            invoice = getattr(paying, last)(actor=partner, invoice=invoice, reason="So be it")
    open_sum = selectors.open_of(invoice)
    assert open_sum >= 0
    assert (open_sum == 0) == (invoice.state in {"paid", "written_off", "void"})


def test_the_ledger_of_an_invoice_is_only_added_to(partner, client):
    invoice = issued(partner, client)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceEntry.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceEntry.objects.create(invoice=invoice, kind="payment", amount=-651, on=DAY)
