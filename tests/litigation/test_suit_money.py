"""Offers beside their estimate, appeals, the ledger, and what the client gets."""

import io
from decimal import Decimal

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from caseapp.accounts.models import User
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.litigation.enums import AppealOutcome, CollectionKind, OfferState, SuitState
from caseapp.litigation.models import CivilSuit, CollectionEntry, SuitAppeal
from caseapp.litigation.selectors import collecting as reads
from caseapp.litigation.selectors.procedures import procedure_of, stages_at
from caseapp.litigation.selectors.suit_refusals import refusal_of
from caseapp.litigation.services import collecting, offers, suits
from caseapp.precedents.models import Estimate
from tests.api.test_contract import call, token_of
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CivilSuitFactory, EngagementFactory
from tests.litigation.made import day, won

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm))


@pytest.fixture
def suit(firm):
    return CivilSuitFactory(case_file__firm=firm)


class TestOffers:
    def record(self, associate, suit, **changes):
        given = {"side": "theirs", "amount": Decimal("3000.00"), "offered_on": day(0), **changes}
        return offers.record_offer(actor=associate, suit=suit, facts=offers.OfferFacts(**given))

    def test_an_offer_stands_beside_the_estimate_of_its_day(self, suit, firm, associate):
        complaint = ComplaintFactory()
        EngagementFactory(complaint=complaint, firm=firm, case_file=suit.case_file, state="accepted")
        offer = self.record(associate, suit, people=3)
        kept = Estimate.objects.get(subject=complaint.reference)
        assert offer.estimate == kept
        Estimate.objects.filter(pk=kept.pk).update(
            result={"quantiles": {"p10": "500", "p25": "700", "p50": "2000", "p75": "3000", "p90": "5000"}}
        )
        beside = reads.offers(associate, suit)[0]
        assert (beside.each, beside.place) == (Decimal("1000.00"), "low")
        client = actor_of(complaint.owner)
        assert reads.offers(client, suit)[0].quantiles is None

    def test_a_counter_offer_refuses_and_acceptance_settles(self, suit, associate):
        first = self.record(associate, suit)
        second = self.record(associate, suit, side="ours", amount=Decimal(5000), answers=first)
        first.refresh_from_db()
        assert first.state == OfferState.REFUSED
        with pytest.raises(InvalidInput):
            self.record(associate, suit, side="ours", answers=second)
        with CaptureQueriesContext(connection) as seen:
            offers.perform(actor=associate, offer=second, action="accept", given={"on": day(0)})
        locked = [each["sql"] for each in seen if "FOR UPDATE" in each["sql"]]
        assert 'FROM "litigation_civilsuit"' in locked[0], "else it waits for who records a judgment, and that for it"
        suit.refresh_from_db()
        assert suit.state == SuitState.SETTLED
        assert reads.standing_of(suit).outstanding == 5000
        with pytest.raises(WrongState):
            offers.perform(actor=associate, offer=second, action="accept", given={"on": day(0)})

    @pytest.mark.parametrize("ending", ["record_judgment", "settle", "withdraw", "dismiss", "accept"])
    def test_an_open_offer_lapses_with_the_suit(self, suit, firm, associate, ending):
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.HEARING)
        first, second = self.record(associate, suit), self.record(associate, suit, side="ours")
        given = {
            "record_judgment": {"decided_on": day(0), "result": "for_claimant", "summary": "Granted."},
            "settle": {"amount": Decimal(900), "awarded_on": day(0)},
            "withdraw": {"reason": "No."},
            "dismiss": {"reason": "No."},
        }
        if ending == "accept":
            offers.perform(actor=associate, offer=second, action="accept", given={"on": day(0)})
        else:
            suits.perform(actor=associate, suit=suit, action=ending, given=given[ending])
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == ("lapsed", "accepted" if ending == "accept" else "lapsed")
        assert TimelineEntry.objects.filter(subject_model="litigation.offer", kind="offers.lapse").exists()
        with pytest.raises(WrongState):
            self.record(associate, suit)
        desk = Client()
        desk.force_login(User.objects.get(pk=associate.user_id), backend="caseapp.accounts.backends.Backend")
        at = f"/suits/{suit.reference}/"
        page = desk.get(at).content.decode()
        assert "Lapsed" in page
        assert f"{at}offers/" not in page
        told = desk.get(f"/api/v1{at}offers/").json()["results"]
        assert (told[0]["status"], told[0]["allowed_actions"]) == ("lapsed", [])
        assert desk.get(f"{at}offers/{first.pk}/do/accept/").status_code == 409
        assert desk.get(f"{at}offers/new/").status_code == 409
        sent = {"action": "accept", "on": str(day(0))}
        answer = desk.post(f"/api/v1{at}offers/{first.pk}/transitions/", sent, content_type="application/json")
        assert answer.status_code == 409

    def test_bad_offers_get_words(self, suit, associate):
        with pytest.raises(InvalidInput) as refused:
            self.record(associate, suit, side="nobody", amount=Decimal(0), offered_on=day(1), open_until=day(-1))
        assert set(refused.value.errors) == {"side", "amount", "offered_on", "open_until"}


class TestLedger:
    def test_only_the_sum_of_the_lines_counts(self, suit, associate):
        won(suit, associate)
        suits.record_award(actor=associate, suit=suit, kind="costs", amount=Decimal(500), awarded_on=day(-100))
        first = collecting.record_receipt(actor=associate, suit=suit, amount=Decimal(4000), on=day(-50), key="a")
        again = collecting.record_receipt(actor=associate, suit=suit, amount=Decimal(4000), on=day(-50), key="a")
        assert first == again
        owed = reads.standing_of(suit).outstanding
        last = collecting.record_receipt(actor=associate, suit=suit, amount=owed, on=day(-49), key="b")
        assert collecting.record_receipt(actor=associate, suit=suit, amount=owed, on=day(-49), key="b") == last
        collecting.reverse_receipt(actor=associate, suit=suit, number=last.pk, reason="It went back.")
        with pytest.raises(InvalidInput, match="more than"):
            collecting.record_receipt(actor=associate, suit=suit, amount=Decimal("6500.01"), on=day(0))
        assert reads.standing_of(suit).outstanding == 6500
        collecting.reverse_receipt(actor=associate, suit=suit, number=first.pk, reason="Another matter's.")
        with pytest.raises(WrongState):
            collecting.reverse_receipt(actor=associate, suit=suit, number=first.pk, reason="Again.")
        assert reads.standing_of(suit).outstanding == 10_500
        assert reads.standing_of(suit).received == 0
        collecting.waive(actor=associate, suit=suit, reason="Insolvent.")
        assert reads.standing_of(suit).outstanding == 0

    @pytest.mark.parametrize("act", ["update", "delete"])
    def test_the_database_refuses_to_change_a_line(self, suit, associate, act):
        won(suit, associate)
        with pytest.raises(InternalError), transaction.atomic():
            lines = CollectionEntry.objects.filter(suit=suit)
            lines.update(amount=1) if act == "update" else lines._raw_delete(lines.db)

    def test_interest_by_the_courts_rule_once(self, procedures, suit, associate):
        won(suit, associate)
        added = collecting.add_interest(actor=associate, suit=suit, until=day(0))
        # 90 days after the day to pay at 0.0175 % a day.
        assert added.amount == Decimal("157.50")
        with pytest.raises(InvalidInput):
            collecting.add_interest(actor=associate, suit=suit, until=day(0))

    def test_the_services_refuse_what_the_page_refuses(self, procedures, suit, associate):
        """With no judgment there is nothing to add interest to, to collect, to waive or to reckon."""
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.FILED)
        acts = {
            "add_interest": {"until": day(0), "amount": Decimal(5000), "note": "x"},
            "record_receipt": {"amount": Decimal(1), "on": day(0)},
            "reverse_receipt": {"number": 1, "reason": "x"},
            "waive": {"reason": "x"},
            "reckon": {"costs": Decimal(0), "fee_kind": "sum", "fee": Decimal(0), "basis": "x"},
        }
        for act, given in acts.items():
            with pytest.raises(WrongState) as refused:
                getattr(collecting, act)(actor=associate, suit=suit, **given)
            assert str(refused.value.message) == str(refusal_of(suit, act)), act
        only = stages_at(procedure_of(suit), suit.state)
        assert len(only) < 2
        with pytest.raises(WrongState, match="no further stage"):
            suits.record_stage(actor=associate, suit=suit, stage="filing", reached_on=day(0))
        assert not suit.collection.exists()
        assert not suit.stages.exists()

    def test_without_a_known_rate_the_lawyer_gives_sum_and_source(self, suit, associate):
        won(suit, associate)
        with pytest.raises(InvalidInput) as refused:
            collecting.add_interest(actor=associate, suit=suit, until=day(0))
        assert set(refused.value.errors) == {"amount", "note"}
        added = collecting.add_interest(
            actor=associate, suit=suit, until=day(0), amount=Decimal("12.30"), note="28 U.S.C. § 1961: 4.1 %"
        )
        assert added.note.startswith("28 U.S.C.")

    def test_an_appeal_is_a_record_and_changes_what_stands(self, suit, associate):
        won(suit, associate)
        collecting.record_receipt(actor=associate, suit=suit, amount=Decimal(4000), on=day(-50))
        suits.perform(
            actor=associate,
            suit=suit,
            action="appeal",
            given={"lodged_on": day(-40), "side": "theirs", "court": "Tianjin No. 1 Intermediate People's Court"},
        )
        suit.refresh_from_db()
        judged = {"decided_on": day(-5), "result": "partly", "summary": "Less.", "final": True}
        with pytest.raises(InvalidInput, match="appealed"):
            suits.perform(actor=associate, suit=suit, action="record_judgment", given=judged)
        suits.perform(
            actor=associate, suit=suit, action="record_judgment", given={**judged, "appeal_outcome": "changed"}
        )
        found = SuitAppeal.objects.get()
        assert (found.outcome, found.decided_on) == (AppealOutcome.CHANGED, day(-5))
        assert reads.standing_of(suit).credit == 4000
        suits.record_award(actor=associate, suit=suit, kind="non_material", amount=Decimal(3000), awarded_on=day(-5))
        assert reads.standing_of(suit).credit == 1000
        kinds = list(suit.collection.values_list("kind", flat=True))
        assert kinds == [CollectionKind.AWARDED, CollectionKind.RECEIVED, CollectionKind.ADJUSTMENT, "awarded"]

    def test_a_withdrawn_appeal_leaves_the_judgment(self, suit, associate):
        won(suit, associate)
        given = {"lodged_on": day(-4), "side": "ours", "court": "Court of Appeal"}
        suits.perform(actor=associate, suit=suit, action="appeal", given=given)
        suit.refresh_from_db()
        suits.perform(actor=associate, suit=suit, action="withdraw_appeal", given={})
        assert SuitAppeal.objects.get().outcome == AppealOutcome.WITHDRAWN
        assert reads.standing_of(suit).outstanding == 10_000

    def test_what_the_client_gets_is_shown_with_its_working(self, suit, associate):
        won(suit, associate)
        collecting.record_receipt(actor=associate, suit=suit, amount=Decimal("4000.01"), on=day(-50))
        account = collecting.reckon(
            actor=associate,
            suit=suit,
            costs=Decimal(100),
            fee_kind="percent",
            fee=Decimal(30),
            basis="Agreement of May.",
        )
        assert (account.fee_amount, account.net_amount) == (Decimal("1170.00"), Decimal("2730.01"))
        with pytest.raises(InvalidInput, match="more than"):
            collecting.reckon(
                actor=associate, suit=suit, costs=Decimal(0), fee_kind="sum", fee=Decimal(5000), basis="x"
            )

    def test_an_account_says_when_it_is_out_of_date(self, suit, associate, client):
        """On the page, over HTTP and on paper, whether more came in since or money went back."""
        person = User.objects.get(pk=associate.user_id)
        client.force_login(person, backend="caseapp.accounts.backends.Backend")
        page, paper = (
            reverse(f"litigation:{name}", args=[suit.reference]) for name in ("suit", "client_account_paper")
        )
        api = f"suits/{suit.reference}/client-account/"

        def told():
            pdf = PdfReader(io.BytesIO(client.get(paper).content)).pages[0].extract_text()
            shown = call("get", f"{api}paper/", token=token_of(person)).content
            assert shown.startswith(b"%PDF")
            read = call("get", api, token=token_of(person)).json()
            sources = client.get(page).content.decode(), read["caution"], pdf
            return read["received_now"]["amount"], [" ".join(one.replace("\xa0", " ").split()) for one in sources]

        def receive():
            return collecting.record_receipt(actor=associate, suit=suit, amount=Decimal(1000), on=day(-50))

        won(suit, associate)
        assert client.get(paper).status_code == 404
        receive()
        terms = {"costs": Decimal(0), "fee_kind": "percent", "fee": Decimal(10), "basis": "Agreement of May."}
        collecting.reckon(actor=associate, suit=suit, **terms)
        received, sources = told()
        assert received == "1000.00"
        assert not [one for one in sources if "Out of date" in one]
        later = receive()
        assert all("more came in since this was reckoned, CNY 2,000 by now" in one for one in told()[1])
        collecting.reckon(actor=associate, suit=suit, **terms)
        collecting.reverse_receipt(actor=associate, suit=suit, number=later.pk, reason="It went back.")
        received, sources = told()
        assert received == "1000.00"
        assert all("CNY 1,000 have come in, not CNY 2,000" in one for one in sources)

    def test_a_paralegal_reads_and_does_not_collect(self, suit, firm, associate):
        won(suit, associate)
        paralegal = actor_of(lawyer(firm, "paralegal"))
        with pytest.raises(NotAllowed):
            collecting.record_receipt(actor=paralegal, suit=suit, amount=Decimal(1), on=day(0))


class TestPage:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_everything_is_done_from_the_page_without_script(self, procedures, suit, firm, language):
        person = lawyer(firm)
        desk = Client(headers={"accept-language": language})
        desk.force_login(User.objects.get(pk=person.pk), backend="caseapp.accounts.backends.Backend")

        def post(name, *args, **given):
            return desk.post(reverse(f"litigation:{name}", args=[suit.reference, *args]), given)

        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.ANSWERED)
        assert post("add_stage", stage="evidence", reached_on=day(0)).status_code == 302
        assert post("add_docket_entry", kind="filing", side="ours", title="Reply", on=day(0)).status_code == 302
        assert post("add_head", kind="actual", cause="Loss", amount="10,000").status_code == 302
        assert post("change_suit", court="Court", docket_number="1", judge="Wang", cause="x").status_code == 302
        assert post("record_offer", side="theirs", amount="0", people="1", offered_on=day(0)).status_code == 400
        assert post("record_offer", side="theirs", amount="100", people="1", offered_on=day(0)).status_code == 302
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.HEARING)
        asked = desk.get(reverse("litigation:suit_act", args=[suit.reference, "record_judgment"])).content.decode()
        assert 'type="radio" name="appeal_outcome"' not in asked
        given = {"decided_on": day(-110), "result": "for_claimant", "summary": "Pay."}
        assert post("suit_act", "record_judgment", **given).status_code == 302
        assert post("suit_act", "appeal", lodged_on=day(-105), side="theirs", court="Court").status_code == 302
        asked = desk.get(reverse("litigation:suit_act", args=[suit.reference, "record_judgment"])).content.decode()
        assert 'type="radio" name="appeal_outcome"' in asked
        assert post("suit_act", "withdraw_appeal").status_code == 302
        won(suit, actor_of(person))
        assert post("record_receipt", amount="99999", on=day(0)).status_code == 400
        assert post("record_receipt", amount="400", on=day(0)).status_code == 302
        interest = desk.get(reverse("litigation:add_interest", args=[suit.reference])).content.decode()
        assert {"en": "it comes to", "zh-hans": "起算至"}[language] in interest
        assert post("add_interest", until=day(0)).status_code == 302
        EngagementFactory(firm=firm, case_file=suit.case_file, fee_kind="contingent", fee_percent=Decimal(10))
        assert 'value="10' in desk.get(reverse("litigation:reckon", args=[suit.reference])).content.decode()
        assert post("reckon", costs="", fee_kind="percent", fee="10", basis="x").status_code == 302
        shown = desk.get(reverse("litigation:suit", args=[suit.reference]))
        assert shown.status_code == 200
        assert "360" in shown.content.decode()
        assert post("waive", reason="x").status_code == 302

    def test_statements_do_not_grow_with_rows(self, procedures, suit, firm):
        person = lawyer(firm)
        associate = actor_of(person)
        desk = Client()
        desk.force_login(User.objects.get(pk=person.pk), backend="caseapp.accounts.backends.Backend")

        def statements():
            with CaptureQueriesContext(connection) as seen:
                desk.get(reverse("litigation:suit", args=[suit.reference]))
            return len(seen)

        def more():
            suit.offers.create(side="theirs", amount=5, currency="CNY", offered_on=day(0), state="lapsed")
            suits.record_docket_entry(actor=associate, suit=suit, kind="filing", side="ours", title="Reply", on=day(0))
            collecting.record_receipt(actor=associate, suit=suit, amount=Decimal(1), on=day(0))

        won(suit, associate)
        more()
        before = statements()
        for _ in range(3):
            more()
        assert statements() == before <= 32
