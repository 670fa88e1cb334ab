"""What waits today, and numbers that tell of nobody."""

import datetime

import pytest
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.core.actors import VISITOR
from caseapp.core.counts import said
from caseapp.enforcement import selectors
from caseapp.enforcement.enums import FineState, InvestigationState
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


class TestNumbers:
    def test_counts_under_five_are_not_told(self, authority):
        for _ in range(5):
            ComplaintFactory(authority=authority, owner=None, anonymous=True, sector="retail")
        for _ in range(4):
            ComplaintFactory(authority=authority, state=ComplaintState.ACCEPTED, sector="health")
        for _ in range(3):
            ComplaintFactory(authority=authority, state=ComplaintState.CLOSED, sector="police")
        ComplaintFactory(authority=AuthorityFactory())
        numbers = selectors.case_numbers(actor_of(officer(authority, "analyst")))
        assert dict(numbers.by_state) == {"submitted": 5, "accepted": None, "closed": None}
        assert dict(numbers.by_sector) == {"retail": 5, "health": None, "police": None}
        assert numbers.received_30_days == 12

    def test_a_single_hidden_count_cannot_be_worked_out_from_the_others(self, authority):
        for sector, number in (("retail", 6), ("health", 5), ("police", 2)):
            for _ in range(number):
                ComplaintFactory(authority=authority, owner=None, anonymous=True, sector=sector)
        numbers = selectors.case_numbers(actor_of(officer(authority, "analyst")))
        assert dict(numbers.by_sector) == {"retail": 6, "health": None, "police": None}
        assert dict(numbers.by_state) == {"submitted": 13}

    def test_sums_are_told_from_five_fines_on_and_never_across_currencies(self, authority):
        for _ in range(5):
            fine(authority=authority, amount="100", paid="40", state=FineState.PART_PAID)
        fine(authority=authority, amount="7", currency="USD")
        numbers = selectors.case_numbers(actor_of(officer(authority, "analyst")))
        assert numbers.money == (("CNY", 500, 200, 5),)

    def test_an_empty_authority_has_no_numbers(self, authority):
        numbers = selectors.case_numbers(actor_of(officer(authority, "analyst")))
        assert (numbers.by_state, numbers.money, numbers.received_30_days) == ((), (), 0)
