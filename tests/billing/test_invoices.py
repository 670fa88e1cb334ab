"""An invoice from draft to paid: numbers without gaps, frozen content, every fee kind, trust money, credit note."""

import contextlib
import datetime
import io
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from caseapp.billing.enums import InvoiceState
from caseapp.billing.models import Invoice, InvoiceEntry, TrustEntry
from caseapp.billing.selectors import invoices as selectors
from caseapp.billing.selectors import papers
from caseapp.billing.selectors.trust import balance_of
from caseapp.billing.services import invoices as services
from caseapp.billing.services import paying, rates, trust_payments, work
from caseapp.core.errors import DomainError, InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import FeeKind, SuitState
from caseapp.litigation.services import collecting
from caseapp.notifications.models import Notice
from tests.api.test_contract import call, token_of
from tests.billing.test_trust import browser_of
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY, client_of, holding
from tests.factories.litigation import CivilSuitFactory

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


def worked(partner, client, *, minutes=60, outlay="50", hourly="600"):
    """An hour at a price and a court fee."""
    firm = client.firm
    with contextlib.suppress(WrongState), transaction.atomic():
        rates.set_rate(actor=partner, firm=firm, role="partner", hourly=Decimal(hourly), currency="CNY", valid_from=DAY)
    work.record_time(actor=partner, case_file=client.case_file, on=DAY, minutes=minutes, activity="Drafting")
    work.record_disbursement(
        actor=partner, case_file=client.case_file, on=DAY, purpose="Court fee", amount=Decimal(outlay), currency="CNY"
    )


def drafted(partner, client, **terms):
    terms = {"currency": "CNY", "fee_kind": FeeKind.HOURLY, **terms}
    return services.draft(actor=partner, engagement=client, terms=services.Terms(**terms))


def issued(partner, client, **terms):
    worked(partner, client)
    return services.issue(actor=partner, invoice=drafted(partner, client, **terms))


def pay(actor, invoice, amount, **more):
    return paying.record_payment(actor=actor, invoice=invoice, amount=Decimal(amount), on=DAY, **more)


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


class TestAShareOfWhatIsRecovered:
    """It is read from the collection ledger, and agrees with what the client is told they get."""

    TERMS = {"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(15)}

    @pytest.fixture
    def client(self, firm):
        return client_of(firm, **self.TERMS)

    def test_the_steps_of_the_law_hold_invoice_and_account_alike(self, firm, partner):
        terms = {"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(18)}
        client = client_of(firm, **terms)
        suit = came_in(client, "2000000.00")
        given = {"actor": partner, "suit": suit, "costs": Decimal(0), "basis": "As agreed."}
        account = collecting.reckon(fee_kind="percent", fee=Decimal(18), **given)
        assert (account.fee_amount, account.net_amount) == (330_000, 1_670_000)
        with pytest.raises(InvalidInput, match="at most"):
            collecting.reckon(fee_kind="sum", fee=Decimal("330000.01"), **given)
        draft = drafted(partner, client, **terms)
        share = selectors.bill_of(draft).share
        assert (share.agreed, share.whole, share.fee) == (360_000, 330_000, 330_000)
        services.issue(actor=partner, invoice=draft)
        draft.refresh_from_db()
        told = dict(papers.share_words(draft.content()))
        assert told["Agreed share"].replace("\xa0", " ") == "18 % of CNY 2,000,000 = CNY 360,000"
        assert (
            told["At most, by law"].replace("\xa0", " ")
            == "18 % of CNY 1,000,000 + 15 % of CNY 1,000,000 = CNY 330,000"
        )

    def test_fee_and_net_to_the_client_agree_to_the_smallest_unit(self, partner, client):
        suit = came_in(client, "1000.37")
        account = collecting.reckon(
            actor=partner, suit=suit, costs=Decimal("99.99"), fee_kind="percent", fee=Decimal(15), basis="As agreed."
        )
        invoice = services.issue(actor=partner, invoice=drafted(partner, client, **self.TERMS))
        content = invoice.content()
        assert Decimal(content["fee"]) == account.fee_amount == Decimal("135.05")
        assert account.net_amount == Decimal("1000.37") - Decimal("99.99") - Decimal(content["fee"])
        assert content["recovered"] == "1000.37"
        page = browser_of(actor_of(client.complaint.owner)).get(f"/invoices/{invoice.reference}/").content.decode()
        for words in ("Working of the fee", "by the collection ledger", suit.reference, "15 % of"):
            assert words in page
        paper = PdfReader(io.BytesIO(papers.invoice_pdf(invoice, language="en")))
        assert "Agreed share" in " ".join(leaf.extract_text() for leaf in paper.pages)

    def test_what_comes_in_later_is_billed_once(self, partner, client):
        suit = came_in(client, 1000)
        first, again = (drafted(partner, client, **self.TERMS) for _ in range(2))
        assert services.issue(actor=partner, invoice=first).content()["fee"] == "150.00"
        with pytest.raises(WrongState, match="nothing to bill"):
            services.issue(actor=partner, invoice=again)
        collecting.record_receipt(actor=partner, suit=suit, amount=Decimal(500), on=DAY)
        later = services.issue(actor=partner, invoice=again).content()
        assert (later["fee"], later["share"]["whole"], later["share"]["billed"]) == ("75.00", "225.00", "150.00")
        paying.void(actor=partner, invoice=first, reason="Wrong address.")
        redone = services.issue(actor=partner, invoice=drafted(partner, client, **self.TERMS))
        assert redone.content()["fee"] == "150.00"

    def test_several_clients_share_what_came_in_and_no_more(self, firm, partner, client):
        came_in(client, 1000)
        other = client_of(firm, case_file=client.case_file, **self.TERMS)
        with pytest.raises(InvalidInput) as refused:
            drafted(partner, client, **self.TERMS)
        assert set(refused.value.errors) == {"recovered"}
        part = drafted(partner, client, **self.TERMS, recovered=Decimal(600))
        assert services.issue(actor=partner, invoice=part).content()["fee"] == "90.00"
        with pytest.raises(InvalidInput):
            drafted(partner, other, **self.TERMS, recovered=Decimal("400.01"))
        assert selectors.bill_of(drafted(partner, other, **self.TERMS, recovered=Decimal(400))).fee == 60

    def test_parts_are_held_to_what_came_in_when_they_are_issued(self, firm, partner, client):
        suit = came_in(client, 1000)
        alone = drafted(partner, client, **self.TERMS)
        other = client_of(firm, case_file=client.case_file, **self.TERMS)
        with pytest.raises(WrongState, match="Several clients"):
            services.issue(actor=partner, invoice=alone)
        first, second = (drafted(partner, one, **self.TERMS, recovered=Decimal(600)) for one in (client, other))
        services.issue(actor=partner, invoice=first)
        with pytest.raises(WrongState, match="at most CNY\xa0400"):
            services.issue(actor=partner, invoice=second)
        rest = drafted(partner, other, **self.TERMS, recovered=Decimal(400))
        receipt = suit.collection.get(kind="received")
        collecting.reverse_receipt(actor=partner, suit=suit, number=receipt.pk, reason="It went back.")
        with pytest.raises(WrongState, match="Nothing has come in"):
            services.issue(actor=partner, invoice=rest)

    def test_the_accounts_of_two_suits_are_held_to_one_cap(self, firm, partner):
        terms = {"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(18)}
        client = client_of(firm, **terms)
        fees = []
        for _ in range(2):
            account = collecting.reckon(
                actor=partner,
                suit=came_in(client, 1_000_000),
                costs=Decimal(0),
                fee_kind="percent",
                fee=Decimal(18),
                basis="As agreed.",
            )
            fees.append(account.fee_amount)
        assert fees == [180_000, 150_000]
        assert selectors.bill_of(drafted(partner, client, **terms)).share.fee == sum(fees)
        page = browser_of(partner).get(f"/suits/{account.suit.reference}/").content.decode().replace("\xa0", " ")
        assert "= CNY 330,000, less CNY 180,000 in the accounts of other suits" in page

    def test_an_account_leaves_the_fees_of_several_clients_to_their_invoices(self, firm, partner):
        terms = {"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(18)}
        client = client_of(firm, **terms)
        other = client_of(firm, case_file=client.case_file, **terms)
        given = {"actor": partner, "suit": came_in(client, 2_000_000), "costs": Decimal(0), "basis": "As agreed."}
        with pytest.raises(InvalidInput, match="the sum of their invoices"):
            collecting.reckon(fee_kind="percent", fee=Decimal(18), **given)
        fee = Decimal(0)
        for one in (client, other):
            draft = drafted(partner, one, **terms, recovered=Decimal(1_000_000))
            fee += Decimal(services.issue(actor=partner, invoice=draft).content()["fee"])
        assert collecting.reckon(fee_kind="sum", fee=fee, **given).net_amount == 2_000_000 - 360_000

    def test_the_client_is_not_told_a_higher_share_than_agreed(self, partner, client):
        suit = came_in(client, 1000)
        with pytest.raises(InvalidInput):
            collecting.reckon(
                actor=partner, suit=suit, costs=Decimal(0), fee_kind="percent", fee=Decimal(16), basis="More."
            )


def came_in(client, amount):
    """A suit of the client's case file that gave more, and of which this has come in."""
    partner = actor_of(lawyer(client.firm, "partner"))
    suit = CivilSuitFactory(case_file=client.case_file, state=SuitState.COLLECTING)
    suit.collection.create(kind="awarded", amount=5_000_000, currency="CNY", on=DAY)
    collecting.record_receipt(actor=partner, suit=suit, amount=Decimal(amount), on=DAY)
    return suit


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


def test_the_ledger_of_an_invoice_is_only_added_to(partner, client):
    invoice = issued(partner, client)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceEntry.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceEntry.objects.create(invoice=invoice, kind="payment", amount=-651, on=DAY)


def words_of(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\xa0", " ")


def test_the_papers_in_both_languages_are_always_the_same_bytes(partner, client):
    invoice = issued(partner, client, note="Thank you")
    english, chinese = (papers.invoice_pdf(invoice, language=code) for code in ("en", "zh-hans"))
    assert english == papers.invoice_pdf(invoice, language="en")
    told = words_of(english)
    assert [word for word in ("Invoice 1", "CNY 650", "Drafting", "Court fee", "Thank you") if word not in told] == []
    assert "CNY 650" in words_of(chinese)
    assert "PDF/A" not in told
    paying.void(actor=partner, invoice=invoice, reason="Wrong sum")
    note = words_of(papers.credit_note_pdf(invoice.credit_note, language="en"))
    assert "Credit note 1" in note
    assert "Wrong sum" in note
    assert papers.invoice_pdf(Invoice.objects.get(pk=invoice.pk), language="en") == english


def test_pages_from_draft_to_payment(firm, partner, client, django_assert_max_num_queries):
    worked(partner, client)
    holding("1000", engagement=client)
    desk, owner = browser_of(partner), browser_of(actor_of(client.complaint.owner))
    address = reverse("billing:new_invoice", args=[client.case_file.reference])
    sent = {
        "client": client.reference,
        "currency": "CNY",
        "until": "2026-06-01",
        "fee_kind": "hourly",
        "tax_name": "",
        "tax_percent": "",
        "due_days": "30",
    }
    assert desk.get(address).status_code == 200
    assert desk.post(address, {**sent, "fee_kind": "fixed"}).status_code == 400
    assert desk.post(address, sent).status_code == 302
    invoice = Invoice.objects.get()
    page = reverse("billing:invoice", args=[invoice.reference])
    with django_assert_max_num_queries(30):
        assert "Drafting" in desk.get(page).content.decode()
    assert owner.get(page).status_code == 404
    assert desk.post(reverse("billing:invoice_act", args=[invoice.reference, "issue"])).status_code == 302
    shown = owner.get(page).content.decode()
    assert "Drafting" in shown
    assert "Pay from trust money" not in shown
    assert invoice.reference in owner.get(reverse("billing:invoices")).content.decode()
    pdf = owner.get(reverse("billing:invoice_pdf", args=[invoice.reference]) + "?language=zh-hans")
    assert pdf["Content-Type"] == "application/pdf"
    assert owner.get(reverse("billing:invoice_pdf", args=[invoice.reference]) + "?paper=credit").status_code == 404
    pays = reverse("billing:invoice_act", args=[invoice.reference, "record_payment"])
    assert desk.post(pays, {"amount": "1000", "on": "2026-05-04"}).status_code == 400
    assert desk.post(pays, {"amount": "50", "on": "2026-05-04"}).status_code == 302
    transfer = reverse("billing:from_trust", args=[invoice.reference])
    assert "600" in desk.get(transfer).content.decode()
    assert desk.post(transfer, {"amount": "600"}).status_code == 302
    assert "PAY-" in desk.get(page).content.decode()
    stranger = browser_of(actor_of(lawyer(FirmFactory(), "partner")))
    for name in ("invoice", "invoice_pdf", "from_trust"):
        assert stranger.get(reverse(f"billing:{name}", args=[invoice.reference])).status_code == 404


def test_the_same_by_the_api(firm, partner, client):
    worked(partner, client)
    token, owner = token_of(lawyer(firm)), token_of(client.complaint.owner)
    sent = {"engagement": client.reference, "currency": "CNY", "fee_kind": "hourly"}
    assert call("post", "invoices/", {**sent, "fee_kind": "fixed"}, token=token).status_code == 400
    made = call("post", "invoices/", sent, token=token)
    assert made.status_code == 201, made.content
    address = f"invoices/{made.json()['reference']}/"
    assert call("get", address, token=owner).status_code == 404
    done = call("post", f"{address}transitions/", {"action": "issue"}, token=token)
    assert done.json()["open"] == {"amount": "650.00", "currency": "CNY"}, done.content
    assert call("get", address, token=owner).json()["content"]["total"] == "650.00"
    assert call("get", f"{address}content/?language=zh-hans", token=owner).content.startswith(b"%PDF")
    void = {"action": "void", "reason": "No"}
    assert call("post", f"{address}transitions/", void, token=token).status_code == 403
    assert call("post", f"{address}transitions/", void, token=owner).status_code == 403
    paid = {"action": "record_payment", "amount": "650", "on": str(datetime.date(2026, 5, 4))}
    assert call("post", f"{address}transitions/", paid, token=token).json()["status"] == "paid"
    assert call("post", f"{address}transitions/", paid, token=token).status_code == 409
