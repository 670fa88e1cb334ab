"""A fine's life after the decision: payments, appeals, write-off, overdue, publication; the ledger always adds up."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from time_machine import travel

from caseapp.audit.selectors import chain_faults
from caseapp.core.actors import VISITOR
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.enforcement import selectors, services
from caseapp.enforcement.enums import FineState, InvestigationState
from caseapp.enforcement.models import Appeal, Fine, LedgerEntry
from caseapp.enforcement.tasks import mark_overdue_fines
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import decided_with_fine, enter, fine

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def investigator(authority):
    return actor_of(officer(authority, "investigator"))


@pytest.fixture
def supervisor(authority):
    return actor_of(officer(authority, "supervisor"))


def pay(actor, made, amount, **options):
    return services.record_payment(
        actor=actor, fine=made, amount=Decimal(amount), on=options.pop("on", TODAY()), **options
    )


def due_on_the_22nd(authority):
    made = fine(authority=authority)
    Fine.objects.filter(pk=made.pk).update(imposed_on=datetime.date(2026, 11, 1), due_on=datetime.date(2026, 11, 22))
    return made


def test_today_is_the_day_of_the_authority(authority, investigator):
    authority.jurisdiction.time_zone = "Asia/Shanghai"
    authority.jurisdiction.save()
    made = due_on_the_22nd(authority)
    with travel(datetime.datetime(2026, 11, 22, 20, 0, tzinfo=datetime.UTC)):
        assert pay(investigator, made, "1", on=datetime.date(2026, 11, 23))
        with pytest.raises(InvalidInput):
            pay(investigator, made, "1", on=datetime.date(2026, 11, 24))
        assert services.mark_overdue_fines() == 1


def test_a_fine_is_not_overdue_before_the_day_has_ended_where_it_is_to_be_paid(authority):
    authority.jurisdiction.time_zone = "America/Chicago"
    authority.jurisdiction.save()
    due_on_the_22nd(authority)
    with travel(datetime.datetime(2026, 11, 23, 2, 0, tzinfo=datetime.UTC)):
        assert services.mark_overdue_fines() == 0
    with travel(datetime.datetime(2026, 11, 23, 7, 0, tzinfo=datetime.UTC)):
        assert services.mark_overdue_fines() == 1


class TestPayments:
    def test_the_last_payment_marks_the_fine_as_paid_and_tells_people(self, authority):
        made, investigator, _supervisor = decided_with_fine(authority, complaints=1)
        pay(investigator, made, "100000", note="Bank slip 17")
        made.refresh_from_db()
        assert made.state == FineState.PART_PAID
        pay(investigator, made, "150000")
        found = selectors.fine_by_reference(investigator, made.reference)
        assert (found.state, found.amount, found.paid, found.balance) == (FineState.PAID, 250000, 250000, 0)
        complaint = made.decision.investigation.complaints.get()
        assert TimelineEntry.objects.filter(subject_id=str(complaint.pk), kind="complaints.fine_paid").exists()
        assert Notice.objects.filter(user=complaint.owner, kind="enforcement.fine_news").exists()
        assert Notice.objects.filter(user_id=investigator.user_id, kind="enforcement.fine_paid").exists()
        assert chain_faults(f"fine:{made.pk}") == []

    def test_more_than_is_owed_is_refused_with_the_sum_that_is(self, authority, investigator):
        made = fine(authority=authority, paid="200000")
        with pytest.raises(InvalidInput) as refusal:
            pay(investigator, made, "50000.01")
        assert "50,000.00 CNY" in str(refusal.value.errors["amount"])
        assert LedgerEntry.objects.count() == 2

    @pytest.mark.parametrize(
        ("amount", "options", "field"),
        [
            ("0", {}, "amount"),
            ("-5", {}, "amount"),
            ("1.005", {}, "amount"),
            ("100", {"currency": "USD"}, "currency"),
            ("100", {"on": datetime.date(2020, 1, 1)}, "on"),
            ("100", {"on": datetime.date(2999, 1, 1)}, "on"),
            ("100", {"note": "x" * 301}, "note"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_field(self, authority, investigator, amount, options, field):
        with pytest.raises(InvalidInput) as refusal:
            pay(investigator, fine(authority=authority), amount, **options)
        assert set(refusal.value.errors) == {field}
        assert not LedgerEntry.objects.filter(kind="payment").exists()

    def test_a_currency_without_decimals_takes_none(self, authority, investigator):
        made = fine(authority=authority, currency="KRW", amount="100000000")
        with pytest.raises(InvalidInput):
            pay(investigator, made, "0.50")
        pay(investigator, made, "100000000")
        made.refresh_from_db()
        assert made.state == FineState.PAID

    def test_the_same_form_sent_twice_is_one_payment(self, authority, investigator):
        made = fine(authority=authority)
        first = pay(investigator, made, "1000", key="form-1")
        assert pay(investigator, made, "1000", key="form-1") == first
        assert LedgerEntry.objects.filter(kind="payment").count() == 1
        with pytest.raises(WrongState):
            pay(investigator, made, "2000", key="form-1")

    def test_the_same_form_sent_again_after_the_last_payment_is_still_that_payment(self, authority, investigator):
        made = fine(authority=authority)
        first = pay(investigator, made, "250000", key="form-1")
        assert pay(investigator, made, "250000", key="form-1") == first

    @pytest.mark.parametrize(
        "state", [FineState.IMPOSED, FineState.UNDER_APPEAL, FineState.ANNULLED, FineState.WRITTEN_OFF]
    )
    def test_no_payment_in_a_state_that_takes_none(self, authority, investigator, state):
        with pytest.raises(WrongState):
            pay(investigator, fine(authority=authority, state=state), "100")

    def test_a_paid_fine_takes_no_more(self, authority, investigator):
        with pytest.raises(WrongState):
            pay(investigator, fine(authority=authority, state=FineState.PAID, paid="250000"), "1")

    def test_strangers_do_not_pay_in(self, authority):
        made = fine(authority=authority)
        for actor in (
            VISITOR,
            actor_of(officer(authority, "intake_officer")),
            actor_of(officer(AuthorityFactory(), "supervisor")),
        ):
            with pytest.raises(NotAllowed):
                pay(actor, made, "100")

    def test_an_overdue_fine_stays_overdue_until_all_is_paid(self, authority, investigator):
        made = fine(authority=authority, state=FineState.OVERDUE, due_in_days=-5)
        pay(investigator, made, "100")
        made.refresh_from_db()
        assert made.state == FineState.OVERDUE
        pay(investigator, made, "249900")
        made.refresh_from_db()
        assert made.state == FineState.PAID


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_the_same_moment_cannot_overpay():
    authority = AuthorityFactory()
    made = fine(authority=authority, amount="100")
    actors = [actor_of(officer(authority, "investigator")) for _ in range(6)]
    start, outcomes = threading.Barrier(len(actors)), []

    def attempt(actor):
        start.wait()
        try:
            pay(actor, made, "40")
            outcomes.append("paid")
        except (InvalidInput, WrongState):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    close_old_connections()
    assert sorted(outcomes) == ["paid"] * 2 + ["refused"] * 4
    assert selectors.standing_of(made).owed == 20


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_is_one_payment():
    authority = AuthorityFactory()
    made = fine(authority=authority)
    actor = actor_of(officer(authority, "investigator"))
    start, entries = threading.Barrier(4), []

    def attempt():
        start.wait()
        try:
            entries.append(pay(actor, made, "40", key="form-1").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(entries) == 4
    assert len(set(entries)) == 1


class TestOverdue:
    def test_the_clock_marks_only_what_is_late_and_unpaid(self, authority):
        late = fine(authority=authority, due_in_days=-1)
        part = fine(authority=authority, state=FineState.PART_PAID, paid="5", due_in_days=-1)
        today = fine(authority=authority, due_in_days=0)
        appealed = fine(authority=authority, state=FineState.UNDER_APPEAL, due_in_days=-1)
        mark_overdue_fines.work()
        assert services.mark_overdue_fines() == 0
        states = {each.pk: each.state for each in Fine.objects.filter(pk__in=[late.pk, part.pk, today.pk, appealed.pk])}
        assert states == {
            late.pk: "overdue",
            part.pk: "overdue",
            today.pk: "due",
            appealed.pk: "under_appeal",
        }
        lead = late.decision.investigation.lead_id
        assert Notice.objects.filter(user_id=lead, kind="enforcement.fine_overdue").count() == 1


class TestAppeals:
    def lodge(self, actor, made):
        return services.lodge_appeal(actor=actor, fine=made, lodged_on=TODAY(), court="Ningbo Intermediate Court")

    def test_an_appeal_that_fails_leaves_the_sum_and_a_new_day_to_pay(self, authority):
        made, investigator, supervisor = decided_with_fine(authority, complaints=1)
        self.lodge(investigator, made)
        investigation = made.decision.investigation
        investigation.refresh_from_db()
        made.refresh_from_db()
        assert (made.state, investigation.state) == (FineState.UNDER_APPEAL, InvestigationState.APPEALED)
        services.uphold(actor=supervisor, fine=made, decided_on=TODAY())
        investigation.refresh_from_db()
        assert investigation.state == InvestigationState.DECIDED
        later = TODAY() + datetime.timedelta(days=20)
        services.fall_due(actor=investigator, fine=made, due_on=later)
        made.refresh_from_db()
        assert (made.state, made.due_on) == (FineState.DUE, later)
        assert selectors.standing_of(made).owed == 250000
        assert Appeal.objects.get().outcome == "upheld"

    def test_a_reduction_is_an_adjustment_and_what_was_paid_is_kept(self, authority, supervisor, investigator):
        made = fine(authority=authority, state=FineState.UNDER_APPEAL, paid="50000")
        services.reduce(actor=supervisor, fine=made, decided_on=TODAY(), new_amount=Decimal(150000))
        made.refresh_from_db()
        assert made.state == FineState.REDUCED
        standing = selectors.standing_of(made)
        assert (standing.fine, standing.paid, standing.owed) == (150000, 50000, 100000)
        services.fall_due(actor=investigator, fine=made)
        pay(investigator, made, "100000")
        made.refresh_from_db()
        assert made.state == FineState.PAID

    @pytest.mark.parametrize(("paid", "credit"), [("200000", 50000), ("150000", 0)])
    def test_a_reduction_that_the_payments_cover_is_paid_and_the_rest_is_a_credit(
        self, authority, supervisor, paid, credit
    ):
        made = fine(authority=authority, state=FineState.UNDER_APPEAL, paid=paid)
        services.reduce(actor=supervisor, fine=made, decided_on=TODAY(), new_amount=Decimal(150000))
        made.refresh_from_db()
        assert made.state == FineState.PAID
        assert selectors.standing_of(made).credit == credit

    def test_an_annulled_fine_owes_nothing_and_returns_what_was_paid(self, authority, supervisor):
        made = fine(authority=authority, state=FineState.UNDER_APPEAL, paid="50000")
        enter(made, "interest", "12.50")
        services.annul(actor=supervisor, fine=made, decided_on=TODAY())
        made.refresh_from_db()
        assert made.state == FineState.ANNULLED
        assert selectors.standing_of(made).credit == 50000

    @pytest.mark.parametrize("new_sum", ["0", "250000", "300000", "1.005"])
    def test_a_reduction_must_lower_the_sum(self, authority, supervisor, new_sum):
        made = fine(authority=authority, state=FineState.UNDER_APPEAL)
        with pytest.raises(InvalidInput) as refusal:
            services.reduce(actor=supervisor, fine=made, decided_on=TODAY(), new_amount=Decimal(new_sum))
        assert set(refusal.value.errors) == {"new_amount"}

    def test_days_must_be_in_order(self, authority, investigator, supervisor):
        made = fine(authority=authority)
        with pytest.raises(InvalidInput):
            services.lodge_appeal(
                actor=investigator, fine=made, lodged_on=TODAY() + datetime.timedelta(days=1), court="Court"
            )
        self.lodge(investigator, made)
        with pytest.raises(InvalidInput):
            services.uphold(actor=supervisor, fine=made, decided_on=TODAY() - datetime.timedelta(days=1))

    def test_due_again_needs_a_day_that_is_not_past(self, authority, investigator):
        made = fine(authority=authority, state=FineState.UPHELD, due_in_days=-3)
        with pytest.raises(InvalidInput):
            services.fall_due(actor=investigator, fine=made)

    def test_a_second_appeal_may_follow_but_not_beside_the_first(self, authority, investigator, supervisor):
        made = fine(authority=authority)
        self.lodge(investigator, made)
        with pytest.raises(WrongState):
            self.lodge(investigator, made)
        services.uphold(actor=supervisor, fine=made, decided_on=TODAY())
        self.lodge(investigator, made)
        assert made.appeals.count() == 2

    def test_a_closed_investigation_stays_closed(self, authority, investigator, supervisor):
        made = fine(authority=authority)
        services.close(actor=investigator, investigation=made.decision.investigation)
        self.lodge(investigator, made)
        services.annul(actor=supervisor, fine=made, decided_on=TODAY())
        investigation = made.decision.investigation
        investigation.refresh_from_db()
        assert investigation.state == InvestigationState.CLOSED


class TestWritingOff:
    def test_what_is_owed_is_let_go_with_a_reason(self, authority, supervisor):
        made = fine(authority=authority, state=FineState.OVERDUE, paid="50000")
        services.write_off(actor=supervisor, fine=made, reason="The company was dissolved.")
        made.refresh_from_db()
        standing = selectors.standing_of(made)
        assert (made.state, standing.owed, standing.paid, standing.written_off) == (
            FineState.WRITTEN_OFF,
            0,
            50000,
            200000,
        )

    def test_it_needs_a_reason_and_a_supervisor(self, authority, investigator, supervisor):
        made = fine(authority=authority)
        with pytest.raises(InvalidInput):
            services.write_off(actor=supervisor, fine=made, reason=" ")
        with pytest.raises(NotAllowed):
            services.write_off(actor=investigator, fine=made, reason="Because.")


class TestPublication:
    def test_a_published_fine_is_everybodys_without_its_ledger(self, authority, supervisor):
        made = fine(authority=authority)
        assert not selectors.fines(VISITOR).exists()
        services.publish(actor=supervisor, fine=made, summary="Captured faces of visitors without consent.")
        assert [each.pk for each in selectors.fines(VISITOR)] == [made.pk]
        assert [each.amount for each in selectors.published_fines()] == [250000]
        assert list(selectors.fines_of(VISITOR, made.respondent)) == [made]
        assert not selectors.ledger(VISITOR, made).exists()
        assert selectors.ledger(supervisor, made).count() == 1

    def test_correcting_the_summary_keeps_the_day_of_publication(self, authority, supervisor):
        made = fine(authority=authority)
        first = services.publish(actor=supervisor, fine=made, summary="One.").published_at
        again = services.publish(actor=supervisor, fine=made, summary="Two.")
        assert (again.published_at, again.summary) == (first, "Two.")

    def test_what_would_name_a_person_is_refused(self, authority, supervisor):
        made = fine(authority=authority)
        reference = made.decision.investigation.complaints.get().reference
        for summary in ("", "Write to lin@example.org.", f"After complaint {reference}.", "x" * 2001):
            with pytest.raises(InvalidInput) as refusal:
                services.publish(actor=supervisor, fine=made, summary=summary)
            assert set(refusal.value.errors) == {"summary"}

    def test_not_while_under_appeal_and_not_by_an_investigator(self, authority, supervisor, investigator):
        with pytest.raises(WrongState):
            services.publish(
                actor=supervisor, fine=fine(authority=authority, state=FineState.UNDER_APPEAL), summary="So."
            )
        with pytest.raises(NotAllowed):
            services.publish(actor=investigator, fine=fine(authority=authority), summary="So.")


class TestTheLedgerItself:
    def test_a_line_is_never_changed_or_removed(self, authority):
        entry = fine(authority=authority).ledger.get()
        for attempt in (
            lambda: LedgerEntry.objects.filter(pk=entry.pk).update(amount=1),
            entry.delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()

    def test_balances_of_a_list_are_summed_apart(self, authority, investigator):
        first = fine(authority=authority, amount="100", paid="30", state=FineState.PART_PAID)
        second = fine(authority=authority, amount="200", currency="USD")
        found = {each.pk: (each.amount, each.paid, each.balance) for each in selectors.fines(investigator)}
        assert found == {first.pk: (100, 30, 70), second.pk: (200, 0, 200)}
