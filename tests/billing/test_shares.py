"""A fee that is a share of what is recovered: held to the law's steps, billed once, divided among clients."""

import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from caseapp.billing.selectors import invoices as selectors
from caseapp.billing.selectors import papers
from caseapp.billing.services import invoices as services
from caseapp.billing.services import paying
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.litigation.enums import FeeKind
from caseapp.litigation.services import collecting
from tests.billing.made import came_in, drafted
from tests.billing.test_trust import browser_of
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY, client_of
from tests.factories.collective import CollectiveActionFactory

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

    def test_what_came_in_for_a_collective_action_is_its_members_own(self, firm, partner):
        """No client's share is taken of it, and no account of what a client gets is made of it."""
        terms = {"fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(15)}
        client = client_of(firm, **terms)
        came_in(client, 6_000)
        of_all = came_in(client, 60_000)
        CollectiveActionFactory(case_file=client.case_file, suit=of_all, state="in_suit")
        assert selectors.bill_of(drafted(partner, client, **terms)).share.fee == 900
        assert "reckon" not in browser_of(partner).get(f"/suits/{of_all.reference}/").content.decode()
        with pytest.raises(WrongState, match="divided among its members"):
            collecting.reckon(
                actor=partner, suit=of_all, costs=Decimal(0), fee_kind="percent", fee=Decimal(15), basis="As agreed."
            )

    def test_the_client_is_not_told_a_higher_share_than_agreed(self, partner, client):
        suit = came_in(client, 1000)
        with pytest.raises(InvalidInput):
            collecting.reckon(
                actor=partner, suit=suit, costs=Decimal(0), fee_kind="percent", fee=Decimal(16), basis="More."
            )
