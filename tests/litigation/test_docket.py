"""What a suit claims, its docket, and the calendar of its hearings."""

import datetime
from decimal import Decimal

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.accounts.models import Membership, User
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.litigation.enums import SuitState
from caseapp.litigation.models import CalendarFeed, CivilSuit
from caseapp.litigation.services import suits
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.litigation import CivilSuitFactory
from tests.litigation.made import day

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


class TestDocket:
    def test_heads_are_the_sum_claimed(self, suit, associate):
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.PREPARING)
        first = suits.record_head(
            actor=associate, suit=suit, kind="actual", cause="Loss", amount=Decimal(1000), basis="Art. 69"
        )
        suits.record_head(actor=associate, suit=suit, kind="non_material", cause="Harm", amount=Decimal(500))
        suit.refresh_from_db()
        assert suit.claimed_amount == 1500
        suits.remove_head(actor=associate, suit=suit, number=first.pk)
        suit.refresh_from_db()
        assert suit.claimed_amount == 500

    def test_entries_and_facts(self, suit, associate):
        given = {"kind": "order", "side": "court", "title": "Order to produce", "on": day(-1), "answer_by": day(20)}
        entry = suits.record_docket_entry(actor=associate, suit=suit, **given)
        assert entry.answer_by == day(20)
        with pytest.raises(InvalidInput):
            suits.record_docket_entry(actor=associate, suit=suit, **{**given, "on": day(1)})
        facts = suits.SuitFacts(court="", docket_number="", judge="Wang", adverse_counsel="", cause="x")
        with pytest.raises(InvalidInput):
            suits.change_suit(actor=associate, suit=suit, facts=facts)

    def test_what_is_not_sent_stays_as_somebody_else_left_it(self, suit, associate):
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.PREPARING)
        suits.change_suit(actor=associate, suit=suit, facts=suits.SuitFacts(adverse_counsel="Du & Partners"))
        changed = suits.change_suit(actor=associate, suit=suit, facts=suits.SuitFacts(judge="Wang"))
        assert (changed.judge, changed.adverse_counsel, changed.court) == ("Wang", "Du & Partners", suit.court)

    def test_a_hearing_is_told_by_the_day_of_its_court(self, suit, associate):
        given = {"time_zone": "America/Los_Angeles", "place": "Room 3", "purpose": "First hearing"}
        late = datetime.datetime(2026, 12, 2, 0, 30, tzinfo=datetime.UTC)
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.HEARING)
        suits.schedule_hearing(actor=associate, suit=suit, starts_at=late, **given)
        assert TimelineEntry.objects.get(kind="suits.hearing").data["day"] == "2026-12-01"
        CivilSuit.objects.filter(pk=suit.pk).update(state=SuitState.CONCLUDED)
        with pytest.raises(WrongState):
            suits.schedule_hearing(actor=associate, suit=suit, starts_at=late, **given)


class TestFeed:
    def test_a_calendar_reads_hearings_by_secret_address_until_it_is_taken_back(self, suit, firm):
        person = lawyer(firm)
        suits.schedule_hearing(
            actor=actor_of(person),
            suit=suit,
            starts_at=timezone.now() + datetime.timedelta(days=5),
            time_zone="Asia/Shanghai",
            place="Courtroom 5",
            purpose="Main hearing",
        )
        desk = Client()
        desk.force_login(User.objects.get(pk=person.pk), backend="caseapp.accounts.backends.Backend")
        page = desk.post(reverse("litigation:feed_page")).content.decode()
        address = page.split("<code>")[1].split("</code>")[0]
        path = "/" + address.split("/", 3)[3]
        assert CalendarFeed.objects.get().digest not in page
        stranger = Client()
        answer = stranger.get(path)
        event = next(iter(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")))
        assert str(event["summary"]) == "Countenance: an appointment"
        assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
        for betrayed in (str(suit.case_file.respondent), suit.court, "Courtroom", "Main hearing", suit.reference):
            assert betrayed.encode() not in answer.content
        Membership.objects.filter(user=person).delete()
        assert not list(icalendar.Calendar.from_ical(stranger.get(path).content).walk("VEVENT"))
        Membership.objects.create(user=person, firm=firm, role="associate")
        desk.post(reverse("litigation:revoke_feed"))
        assert stranger.get(path).status_code == 404
