"""An invoice from draft to issue: numbers without gaps, frozen content, every fee kind, credit note."""

import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction

from caseapp.billing.enums import InvoiceState
from caseapp.billing.models import Invoice
from caseapp.billing.selectors import invoices as selectors
from caseapp.billing.services import invoices as services
from caseapp.billing.services import paying, work
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import FeeKind
from caseapp.notifications.models import Notice
from tests.billing.made import came_in, drafted, issued, pay, worked
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY, client_of

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


def test_from_draft_to_paid(partner, client):
    invoice = issued(partner, client, tax_name="VAT", tax_percent=Decimal(6))
    assert (invoice.state, invoice.number) == (InvoiceState.ISSUED, 1)
    assert selectors.open_of(invoice) == Decimal("689.00")
    assert Notice.objects.filter(user=client.complaint.owner, kind="billing.invoice_issued").count() == 1
    assert pay(partner, invoice, "89", key="a").state == InvoiceState.PART_PAID
    assert pay(partner, invoice, "89", key="a").state == InvoiceState.PART_PAID
    with pytest.raises(InvalidInput):
        pay(partner, invoice, "600.01")
    assert pay(partner, invoice, "600").state == InvoiceState.PAID
    with pytest.raises(WrongState):
        pay(partner, invoice, "1")


def test_what_was_issued_is_frozen(partner, client):
    invoice = issued(partner, client)
    before = invoice.content()
    invoice.time_entries.update(activity="Something else")
    assert Invoice.objects.get(pk=invoice.pk).content() == before
    for fields in ({"number": 9}, {"sha256": "0" * 64}, {"fee_amount": 1}, {"due_on": DAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Invoice.objects.filter(pk=invoice.pk).update(**fields)
    forged = Invoice.objects.get(pk=invoice.pk)
    forged.sha256 = "0" * 64
    with pytest.raises(ValueError, match="not what was frozen"):
        forged.content()
    with pytest.raises(WrongState):
        services.leave_out(actor=partner, invoice=invoice, work=invoice.time_entries.get())


@pytest.mark.parametrize(
    ("terms", "total"),
    [
        ({"fee_kind": FeeKind.HOURLY}, "650"),
        ({"fee_kind": FeeKind.FIXED, "fee_amount": Decimal(2000)}, "2050"),
        ({"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(15)}, "1550.15"),
        ({"fee_kind": FeeKind.PRO_BONO}, "50"),
    ],
)
def test_every_fee_kind_is_respected(partner, client, terms, total):
    came_in(client, 10_001)
    invoice = issued(partner, client, **terms)
    content = invoice.content()
    assert Decimal(content["total"]) == selectors.open_of(invoice) == Decimal(total)
    assert len(content["time"]) == 1
    assert (content["time"][0]["amount"] is None) == (terms["fee_kind"] != FeeKind.HOURLY)


@pytest.mark.parametrize(
    ("terms", "named"),
    [
        ({"fee_kind": "barter"}, {"fee_kind"}),
        ({"fee_kind": FeeKind.FIXED}, {"fee_amount"}),
        ({"fee_kind": FeeKind.CONTINGENT}, {"fee_percent"}),
        ({"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(15)}, {"recovered"}),
        # The law of the place caps it.
        ({"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(19)}, {"fee_percent"}),
        ({"fee_kind": FeeKind.CONTINGENT, "recovered": Decimal(1), "fee_percent": Decimal(101)}, {"fee_percent"}),
        ({"tax_percent": Decimal(6)}, {"tax_name"}),
        ({"due_days": 400}, {"due_days"}),
        ({"currency": "XXQ"}, {"currency"}),
    ],
)
def test_terms_that_cannot_be_are_named(partner, client, terms, named):
    with pytest.raises(InvalidInput) as refused:
        drafted(partner, client, **terms)
    assert set(refused.value.errors) == named


def test_an_invoice_keeps_to_the_fee_that_the_client_agreed_to(firm, partner):
    fixed = client_of(firm, fee_kind=FeeKind.FIXED, fee_amount=Decimal(1000), fee_currency="CNY")
    drafted(partner, fixed, fee_kind=FeeKind.FIXED, fee_amount=Decimal(400))
    for terms in (
        {"fee_kind": FeeKind.HOURLY},
        {"fee_kind": FeeKind.FIXED, "fee_amount": Decimal("600.01")},
        {"fee_kind": FeeKind.FIXED, "fee_amount": Decimal(1), "currency": "EUR"},
    ):
        with pytest.raises(InvalidInput):
            drafted(partner, fixed, **terms)
    share = client_of(firm, fee_kind=FeeKind.CONTINGENT, fee_percent=Decimal(15))
    with pytest.raises(InvalidInput):
        drafted(partner, share, fee_kind=FeeKind.CONTINGENT, fee_percent=Decimal(16))
    by_hour = client_of(firm, fee_kind=FeeKind.HOURLY, fee_amount=Decimal(300), fee_currency="CNY")
    worked(partner, by_hour)
    assert selectors.bill_of(drafted(partner, by_hour)).fee == 300


def test_nothing_and_time_without_a_price_are_not_issued(partner, client):
    with pytest.raises(WrongState):
        services.issue(actor=partner, invoice=drafted(partner, client))
    work.record_time(actor=partner, case_file=client.case_file, on=DAY, minutes=5, activity="Free")
    unpriced = drafted(partner, client)
    with pytest.raises(WrongState, match="price"):
        services.issue(actor=partner, invoice=unpriced)
    assert Invoice.objects.filter(number__isnull=False).count() == 0


def test_an_entry_is_billed_once_and_free_again(partner, client):
    worked(partner, client)
    first = drafted(partner, client)
    assert first.time_entries.count() == 1
    assert drafted(partner, client).time_entries.count() == 0
    services.leave_out(actor=partner, invoice=first, work=first.time_entries.get())
    services.discard(actor=partner, invoice=first)
    again = drafted(partner, client)
    assert (again.time_entries.count(), again.disbursements.count()) == (1, 1)


def test_a_credit_note_cancels_and_the_number_stays(firm, partner, client):
    invoice = issued(partner, client)
    with pytest.raises(NotAllowed):
        paying.void(actor=actor_of(lawyer(firm)), invoice=invoice, reason="Wrong client")
    gone = paying.void(actor=partner, invoice=invoice, reason="Wrong sum")
    assert (gone.state, selectors.open_of(gone), gone.credit_note.number) == (InvoiceState.VOID, 0, 1)
    again = services.issue(actor=partner, invoice=drafted(partner, client))
    assert (again.number, selectors.open_of(again)) == (2, 650)
    pay(partner, again, "1")
    with pytest.raises(WrongState):
        paying.void(actor=partner, invoice=again, reason="Too late")
    assert paying.write_off(actor=partner, invoice=again, reason="A courtesy").state == InvoiceState.WRITTEN_OFF
    assert selectors.open_of(again) == 0


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_issue_at_once_and_some_fail():
    firm = FirmFactory()
    partner = actor_of(lawyer(firm, "partner"))
    drafts: list[Invoice] = []
    for number in range(6):
        client = client_of(firm)
        if number % 3:
            worked(partner, client)
        drafts.append(drafted(partner, client))
    start, refused = threading.Barrier(len(drafts)), []

    def attempt(invoice):
        start.wait()
        try:
            services.issue(actor=partner, invoice=invoice)
        except WrongState:
            refused.append(invoice.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(one,)) for one in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    numbers = Invoice.objects.filter(number__isnull=False).values_list("number", flat=True)
    assert (sorted(numbers), len(refused)) == ([1, 2, 3, 4], 2)
