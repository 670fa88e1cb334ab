"""What waits today, and numbers that tell of nobody."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.core.actors import VISITOR
from caseapp.core.counts import said
from caseapp.enforcement import selectors
from caseapp.enforcement.enums import FineState, InvestigationState
from caseapp.enforcement.filters import narrowed_fines, narrowed_investigations
from caseapp.enforcement.models import Fine
from caseapp.enforcement.selectors.work import Work
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import InvestigationFactory, draft, fine

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


def day(offset):
    return timezone.localdate() + datetime.timedelta(days=offset)


class TestWorkToday:
    def test_each_clock_is_counted_where_it_belongs(self, authority, django_assert_num_queries):
        me = officer(authority, "supervisor")
        for state in (
            ComplaintState.SUBMITTED,
            ComplaintState.UNDER_REVIEW,
            ComplaintState.ACCEPTED,
            ComplaintState.AWAITING_COMPLAINANT,
        ):
            ComplaintFactory(authority=authority, state=state, assigned_to=me)
        ComplaintFactory(authority=authority, state=ComplaintState.CLOSED, assigned_to=me)
        running = InvestigationFactory(authority=authority)
        for due_on in (day(3), day(-1), day(30)):
            running.information_requests.create(body="Which?", due_on=due_on)
        running.information_requests.create(body="Which?", due_on=day(-1), answered_on=day(-1))
        waiting = InvestigationFactory(authority=authority, state=InvestigationState.REPRESENTATIONS)
        draft(waiting, officer(authority, "investigator"))
        fine(authority=authority, due_in_days=3)
        fine(authority=authority, due_in_days=-1)
        fine(authority=authority, state=FineState.OVERDUE, due_in_days=-9)
        fine(authority=authority, state=FineState.PAID, paid="250000", due_in_days=-9)
        actor = actor_of(me)
        with django_assert_num_queries(1):
            work = selectors.work_today(actor)
        assert work == Work(
            new=1,
            waiting_for_us=2,
            waiting_for_others=1,
            assigned=4,
            investigating=2,
            to_approve=1,
            answers_due=1,
            answers_overdue=1,
            fines_due=1,
            fines_overdue=2,
        )
        assert (work.due, work.overdue) == (2, 3)

    @pytest.mark.parametrize(
        ("zone", "moment", "overdue"),
        [
            ("Asia/Shanghai", "2026-12-01T15:59Z", 0),
            ("Asia/Shanghai", "2026-12-01T16:00Z", 1),
            ("America/Chicago", "2026-12-02T05:59Z", 0),
            ("America/Chicago", "2026-12-02T06:00Z", 1),
        ],
    )
    def test_a_day_passes_where_the_authority_sits(self, authority, zone, moment, overdue):
        authority.jurisdiction.time_zone = zone
        authority.jurisdiction.save()
        owed = fine(authority=authority)
        Fine.objects.filter(pk=owed.pk).update(due_on=datetime.date(2026, 12, 1))
        running = InvestigationFactory(authority=authority)
        running.information_requests.create(body="Which?", due_on=datetime.date(2026, 12, 1))
        actor = actor_of(officer(authority))
        with time_machine.travel(moment, tick=False):
            work = selectors.work_today(actor)
            assert (work.fines_overdue, work.answers_overdue) == (overdue, overdue)
            assert len(narrowed_fines(actor, {"due": "late"})) == overdue
            assert len(narrowed_investigations(actor, {"waiting": "late"})) == overdue

    def test_investigations_are_narrowed_to_ones_own_and_to_those_nobody_leads(self, authority):
        mine, others = officer(authority), officer(authority)
        led = {lead: InvestigationFactory(authority=authority, lead=lead) for lead in (mine, others, None)}
        for wanted, lead in (("me", mine), ("none", None)):
            assert [*narrowed_investigations(actor_of(mine), {"lead": wanted})] == [led[lead]]
        assert narrowed_investigations(actor_of(mine), {"lead": ""}).count() == 3

    def test_nobody_elses_work_is_counted(self, authority):
        ComplaintFactory(authority=AuthorityFactory())
        fine(due_in_days=-1)
        assert selectors.work_today(actor_of(officer(authority))) == Work()
        assert selectors.work_today(VISITOR) == Work()

    def test_the_author_does_not_find_their_own_draft_waiting(self, authority):
        author = officer(authority, "supervisor")
        draft(InvestigationFactory(authority=authority, state=InvestigationState.REPRESENTATIONS), author)
        assert selectors.work_today(actor_of(author)).to_approve == 0

    def test_counting_stops(self, authority, monkeypatch):
        monkeypatch.setattr("caseapp.core.counts.CAP", 2)
        for _ in range(4):
            ComplaintFactory(authority=authority, owner=None, anonymous=True)
        assert selectors.work_today(actor_of(officer(authority))).new == 3
        assert (said(2), said(3)) == (2, "2+")
