"""Every role has a home that opens, shows its own work and nothing of others."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caseapp.notifications.services import notify_users
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CivilSuitFactory, EngagementFactory, three_years

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user, backend="caseapp.accounts.backends.Backend")
    return client


@pytest.mark.parametrize("role", ["intake_officer", "investigator", "supervisor", "analyst"])
def test_people_of_an_authority(role):
    authority = AuthorityFactory()
    ComplaintFactory(authority=authority)
    assert browser(officer(authority, role)).get("/home/", follow=True).status_code == 200


@pytest.mark.parametrize("role", ["partner", "associate", "paralegal"])
def test_people_of_a_firm_see_their_own_matters(role):
    firm = FirmFactory()
    mine, others = CivilSuitFactory(case_file__firm=firm), CivilSuitFactory()
    asked = EngagementFactory(firm=firm)
    page = browser(lawyer(firm, role)).get("/home/").content.decode()
    assert mine.case_file.reference in page
    assert asked.reference in page
    assert others.case_file.reference not in page


def test_a_complainant_and_an_administrator():
    complaint = ComplaintFactory()
    assert complaint.reference in browser(complaint.owner).get("/home/").content.decode()
    admin = browser(UserFactory(is_administrator=True))
    assert complaint.reference not in admin.get("/home/").content.decode()
    assert admin.get("/audit/").status_code == 200
    assert admin.get("/jobs/").status_code == 200
    assert browser(complaint.owner).get("/audit/").status_code == 403


@pytest.mark.parametrize("member", [lambda: lawyer(FirmFactory(), "partner"), lambda: officer(AuthorityFactory())])
def test_the_same_news_are_one_line_for_those_who_work_here_too(member):
    user = member()
    for _ in range(3):
        notify_users(user_ids=[user.pk], kind="litigation.member_joined", data={"action": "ACT-2026-0000-0000"})
    page = browser(user).get("/home/").content.decode()
    assert page.count("Somebody joined the collective action ACT-2026-0000-0000.") == 1
    assert "3 times" in page


class TestALawyersHome:
    @pytest.fixture
    def firm(self):
        return FirmFactory()

    @pytest.fixture
    def user(self, firm):
        return lawyer(firm, "partner")

    @pytest.fixture
    def rule(self):
        return three_years()

    def another(self, firm, user, rule):
        """One of everything that a home shows."""
        suit = CivilSuitFactory(case_file__firm=firm)
        engagement = EngagementFactory(firm=firm, case_file=suit.case_file, state="accepted")
        day = timezone.now() + dt.timedelta(days=9)
        court = {"time_zone": "Asia/Shanghai", "place": "Court 3", "purpose": "Evidence"}
        suit.hearings.create(starts_at=day.replace(hour=1, minute=30), **court)
        suit.case_file.limitations.create(
            engagement=engagement, rule=rule, event_on="2023-12-01", last_day=timezone.localdate(day)
        )
        asked = {"kind": "order", "side": "court", "on": timezone.localdate(), "title": "Bring the contract"}
        suit.docket.create(**asked, answer_by=timezone.localdate(day))
        suit.case_file.tasks.create(title="Call", assignee=user)
        engagement.messages.create(from_firm=False)
        engagement.conflict_checks.create()
        EngagementFactory(firm=firm)

    def test_dates_come_first_and_hearings_in_the_time_of_their_court(self, firm, user, rule):
        self.another(firm, user, rule)
        page = browser(user).get("/home/").content.decode()
        order = [page.index(f'id="{part}"') for part in ("limitations", "hearings", "answers", "tasks", "messages")]
        assert order == sorted(order)
        assert "09:30 (Asia/Shanghai)" in page
        assert "Bring the contract" in page

    def test_it_takes_no_more_statements_with_more_rows(self, firm, user, rule):
        desk = browser(user)

        def statements():
            with CaptureQueriesContext(connection) as taken:
                assert desk.get("/home/").status_code == 200
            return len(taken)

        self.another(firm, user, rule)
        statements()
        of_one = statements()
        for _more in range(3):
            self.another(firm, user, rule)
        assert statements() == of_one
