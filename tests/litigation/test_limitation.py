"""Limitation dates: worked out, confirmed by somebody else, unsettled by new facts, warned of and escalated."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import EngagementState, LimitationState
from caseapp.litigation.models import Limitation, LimitationWarning
from caseapp.litigation.selectors import limitation as selectors
from caseapp.litigation.selectors.case_timeline import happenings
from caseapp.litigation.selectors.suit_ends import suit_end_rule
from caseapp.litigation.selectors.suits import today_of as suits_today
from caseapp.litigation.services import case_files, limitation_warnings, suits
from caseapp.litigation.services import limitation as services
from caseapp.notifications.models import Notice
from tests.factories.accounts import FirmFactory, actor_of, lawyer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import EngagementFactory, three_years
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

EVENT = dt.date(2026, 3, 2)
KNOWN = dt.date(2026, 3, 10)


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def one(firm):
    return lawyer(firm, display_name="First Lawyer")


@pytest.fixture
def other(firm):
    return lawyer(firm, "partner", display_name="Second Lawyer")


@pytest.fixture
def row(firm, one):
    three_years()
    engagement = EngagementFactory(
        firm=firm,
        state=EngagementState.ACCEPTED,
        complaint=ComplaintFactory(jurisdiction=place("CN"), occurred_on=EVENT),
    )
    case_files.open_case_file(actor=actor_of(one), engagements=[engagement], title="Lin v. Tidehouse")
    return Limitation.objects.get()


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


class TestTheDate:
    def test_it_runs_from_the_event_until_knowledge_is_known(self, row, one):
        assert row.last_day == dt.date(2029, 3, 2)
        (shown,) = selectors.shown_limitations(actor_of(one), row.case_file)
        assert "the earliest that can be" in " ".join(shown.lines)
        row = services.change_facts(actor=actor_of(one), limitation=row, event_on=EVENT, known_on=KNOWN)
        assert row.last_day == dt.date(2029, 3, 10)

    def test_working_it_out_again_makes_nothing_twice(self, row, one):
        assert services.work_out_limitation(actor=actor_of(one), case_file=row.case_file) == []

    def test_nobody_knows_before_it_happened(self, row, one):
        with pytest.raises(InvalidInput):
            services.change_facts(
                actor=actor_of(one), limitation=row, event_on=EVENT, known_on=EVENT - dt.timedelta(days=1)
            )


class TestTheSecondPerson:
    def test_whoever_entered_the_facts_cannot_confirm_and_another_day_is_refused(self, row, one, other):
        with pytest.raises(NotAllowed):
            services.confirm(actor=actor_of(one), limitation=row, last_day=row.last_day)
        with pytest.raises(InvalidInput):
            services.confirm(actor=actor_of(other), limitation=row, last_day=row.last_day + dt.timedelta(days=1))
        confirmed = services.confirm(actor=actor_of(other), limitation=row, last_day=row.last_day)
        assert confirmed.state == LimitationState.CONFIRMED
        with pytest.raises(WrongState):
            services.confirm(actor=actor_of(other), limitation=confirmed, last_day=row.last_day)

    def test_changed_facts_show_the_difference_and_need_confirmation_anew(self, row, one, other):
        services.confirm(actor=actor_of(other), limitation=row, last_day=row.last_day)
        row.refresh_from_db()
        changed = services.change_facts(actor=actor_of(other), limitation=row, event_on=EVENT, known_on=KNOWN)
        assert (changed.state, changed.confirmed_by) == (LimitationState.UNCONFIRMED, None)
        assert (changed.before["last_day"], changed.last_day) == ("2029-03-02", dt.date(2029, 3, 10))
        again = services.change_facts(
            actor=actor_of(other), limitation=changed, event_on=EVENT, known_on=KNOWN + dt.timedelta(days=1)
        )
        assert again.before["last_day"] == "2029-03-02"
        assert services.confirm(actor=actor_of(one), limitation=again, last_day=again.last_day).before == {}

    def test_tolling_moves_the_date_and_says_why(self, row, one):
        first, last = dt.date(2026, 6, 1), dt.date(2026, 6, 10)
        with pytest.raises(InvalidInput):
            services.add_tolling(
                actor=actor_of(one), limitation=row, kind="pause", first=last, last=first, reason="Talks"
            )
        paused = services.add_tolling(
            actor=actor_of(one), limitation=row, kind="pause", first=first, last=last, reason="Talks"
        )
        assert paused.last_day == dt.date(2029, 3, 12)
        restarted = services.add_tolling(
            actor=actor_of(one),
            limitation=paused,
            kind="restart",
            first=dt.date(2027, 1, 5),
            last=None,
            reason="Demand",
        )
        assert restarted.last_day == dt.date(2030, 1, 5)
        for tolling in restarted.tollings.all():
            restarted = services.remove_tolling(actor=actor_of(one), limitation=restarted, tolling_id=tolling.pk)
        assert restarted.last_day == dt.date(2029, 3, 2)


class TestSuits:
    DAY = dt.date(2026, 5, 4)

    @pytest.fixture
    def suit(self, row, one):
        return suits.open_suit(
            actor=actor_of(one), case_file=row.case_file, court="A", cause="B", claimed_amount=None, currency="CNY"
        )

    def filed(self, suit, one, on=DAY):
        return suits.file(actor=actor_of(one), suit=suit, docket_number="(2026) 12", filed_on=on)

    def test_filing_meets_the_dates_of_its_clients_and_ends_the_warnings(self, row, one, suit):
        self.filed(suit, one)
        row.refresh_from_db()
        assert (row.state, row.met_on, row.met_by) == (LimitationState.MET, self.DAY, suit)
        assert limitation_warnings.warn_of_limitation(row.last_day) == 0
        page = client_of(one).get(f"/case-files/{row.case_file.reference}/limitation/").content.decode()
        assert "(2026) 12" in page
        assert "courts differ" in page

    def test_dates_met_by_one_filing_are_one_line_of_the_timeline(self, row, one, suit):
        Limitation.objects.create(
            case_file=row.case_file,
            engagement=row.engagement,
            rule=three_years(law="T-OTHER", name="Other Code"),
            event_on=EVENT,
            last_day=row.last_day,
        )
        self.filed(suit, one)
        (line,) = [each for each in happenings(row.case_file) if "limitation date asks" in each.words]
        assert line.about == "Test Code, Other Code"

    def test_a_filing_that_came_late_meets_nothing(self, row, one, suit):
        Limitation.objects.update(last_day=self.DAY - dt.timedelta(days=1))
        self.filed(suit, one)
        row.refresh_from_db()
        assert (row.state, row.met_by) == (LimitationState.UNCONFIRMED, None)

    @pytest.mark.parametrize("act", ["withdraw", "dismiss"])
    def test_without_a_decision_the_period_begins_anew_where_the_law_says_so(self, row, one, other, suit, act):
        services.confirm(actor=actor_of(other), limitation=row, last_day=row.last_day)
        self.filed(suit, one)
        suits.move(actor=actor_of(one), suit=suit, action=act, reason="Withdrawn to talk.")
        row.refresh_from_db()
        today = suits_today(suit)
        assert row.last_day == today.replace(year=today.year + 3)
        assert (row.state, row.met_by, row.confirmed_by) == (LimitationState.UNCONFIRMED, None, None)
        assert row.before["last_day"] == "2029-03-02"
        (shown,) = selectors.shown_limitations(actor_of(one), row.case_file)
        assert "Suit (2026) 12 ended without a decision (Civil Code, art. 195(3))" in " ".join(shown.lines)
        assert Notice.objects.filter(kind="litigation.limitation_runs_again").exists()
        assert limitation_warnings.warn_of_limitation(row.last_day) == 1

    def test_elsewhere_it_runs_as_if_the_suit_had_not_been_filed(self, row, one, suit, monkeypatch):
        self.filed(suit, one)
        monkeypatch.setattr("caseapp.litigation.services.limitation_suits.suit_end_rule", lambda *_where: None)
        suits.move(actor=actor_of(one), suit=suit, action="withdraw", reason="Withdrawn.")
        row.refresh_from_db()
        assert (row.last_day, row.tollings.count()) == (dt.date(2029, 3, 2), 0)

    def test_the_rule_is_that_of_the_nearest_place_on_the_day(self):
        for code in ("CN", "FR"):
            place(code)
        assert suit_end_rule("CN", self.DAY).restarts
        assert suit_end_rule("CN", dt.date(2020, 12, 31)) is None
        assert suit_end_rule("FR", self.DAY) is None


class TestWarnings:
    @pytest.mark.parametrize(("left", "days"), [(91, None), (90, 90), (31, 90), (30, 30), (7, 7), (1, 1), (0, 1)])
    def test_90_30_7_and_1_days_ahead_once_each(self, row, one, other, left, days):
        row.case_file.team.add(other)
        today = row.last_day - dt.timedelta(days=left)
        assert limitation_warnings.warn_of_limitation(today) == (days is not None)
        assert limitation_warnings.warn_of_limitation(today) == 0
        warned = Notice.objects.filter(kind="litigation.limitation_warning").values_list("user_id", flat=True)
        assert set(warned) == ({one.pk, other.pk} if days else set())
        assert [warning.days for warning in LimitationWarning.objects.all()] == ([days] if days else [])

    def test_an_unread_warning_goes_to_the_partners(self, row, one, other):
        limitation_warnings.warn_of_limitation(row.last_day - dt.timedelta(days=7))
        assert limitation_warnings.escalate_unread() == 0
        LimitationWarning.objects.update(sent_at=timezone.now() - dt.timedelta(days=2))
        assert limitation_warnings.escalate_unread() == 1
        assert limitation_warnings.escalate_unread() == 0
        assert Notice.objects.get(kind="litigation.limitation_unread").user == other

    def test_a_read_warning_does_not(self, row):
        limitation_warnings.warn_of_limitation(row.last_day - dt.timedelta(days=7))
        LimitationWarning.objects.update(sent_at=timezone.now() - dt.timedelta(days=9))
        Notice.objects.filter(kind="litigation.limitation_warning").update(read_at=timezone.now())
        assert limitation_warnings.escalate_unread() == 0

    def test_what_was_met_or_closed_is_not_warned_of(self, row, one):
        services.meet(actor=actor_of(one), limitation=row, met_on=EVENT, reason="The suit was filed.")
        assert limitation_warnings.warn_of_limitation(row.last_day) == 0
        services.run_again(actor=actor_of(one), limitation=row, reason="It was withdrawn.")
        assert limitation_warnings.warn_of_limitation(row.last_day) == 1


def test_the_pages(row, one, other):
    desk, second = Client(), Client()
    desk.force_login(one)
    second.force_login(other)
    at = f"/case-files/{row.case_file.reference}/limitation/"
    page = desk.get(at).content.decode()
    assert "art. 188" in page
    assert "Confirm the date" not in page
    assert "2 March 2029" in desk.get(f"/case-files/{row.case_file.reference}/").content.decode()
    given = {"do": "facts", "event_on": "2026-03-02", "known_on": "2026-03-01"}
    assert desk.post(f"{at}{row.pk}/", given).status_code == 400
    assert desk.post(f"{at}{row.pk}/", {**given, "known_on": "2026-03-10"}).status_code == 302
    act = f"{at}{row.pk}/do/confirm/"
    asked = second.get(act).content.decode().partition("<main")[2]
    assert "2029" not in asked
    assert "10 March 2026" in asked
    assert "The period is 3 years" in asked
    assert second.post(act, {"last_day": "2029-03-11"}).status_code == 400
    assert second.post(act, {"last_day": "2029-03-10"}).status_code == 302
    assert "confirmed by Second Lawyer" in desk.get(at).content.decode()
    tolling = {"do": "tolling", "kind": "pause", "first": "2026-06-01", "last": "2026-06-05", "reason": "Talks"}
    assert desk.post(f"{at}{row.pk}/", tolling).status_code == 302
    page = desk.get(at).content.decode()
    assert "What was confirmed before the facts changed" in page
    assert desk.post(at).status_code == 302


def test_who_sees_a_date_and_what_belongs_to_it():
    people = cast()
    rule = three_years()
    made = EngagementFactory(complaint=people.complaint, firm=people.firm, state=EngagementState.ACCEPTED)
    case_file = case_files.open_case_file(actor=people.actors["partner"], engagements=[made], title="T")
    row, _new = Limitation.objects.get_or_create(
        case_file=case_file, engagement=made, rule=rule, defaults={"event_on": EVENT}
    )
    seen = {role for role in ROLES if Limitation.objects.visible_to(people.actors[role]).filter(pk=row.pk).exists()}
    assert seen == {"partner", "associate", "paralegal"}
