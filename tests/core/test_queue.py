"""The outbox: promised with the change, run once, tried again, and given up in plain sight."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from caseapp.core import holders, queue
from caseapp.core.enums import MessageState
from caseapp.core.models import OutboxMessage
from caseapp.core.pool import Pool

ran: list[int] = []


@queue.task("tests.note_number")
def note_number(number: int) -> None:
    ran.append(number)


@queue.task("tests.always_fail")
def always_fail() -> None:
    raise ValueError("on purpose")


@pytest.fixture(autouse=True)
def _nothing_ran():
    ran.clear()


@pytest.mark.django_db
class TestPromises:
    def test_a_promise_is_kept_once(self):
        with transaction.atomic():
            message = queue.enqueue("tests.note_number", number=7)
        assert queue.run_pending() == 1
        queue._run_message(message.pk, note_number.work)
        assert ran == [7]

    def test_unknown_tasks_and_objects_are_refused(self):
        with pytest.raises(LookupError):
            queue.enqueue("tests.no_such_task")
        with pytest.raises(TypeError):
            queue.enqueue("tests.note_number", number=object())

    def test_what_is_promised_already_and_not_begun_is_not_promised_again(self):
        first = queue.enqueue_once("tests.note_number", number=7)
        assert queue.enqueue_once("tests.note_number", number=7) == first
        assert queue.enqueue_once("tests.note_number", number=8) != first
        OutboxMessage.objects.filter(pk=first.pk).update(state=MessageState.PUBLISHED)
        assert queue.enqueue_once("tests.note_number", number=7) == first
        queue._run_message(first.pk, note_number.work)
        assert queue.enqueue_once("tests.note_number", number=7) != first

    def test_a_failing_task_is_tried_five_times_and_then_waits_for_a_person(self):
        message = queue.enqueue("tests.always_fail")
        for _attempt in range(queue.MAX_ATTEMPTS):
            OutboxMessage.objects.update(available_at=timezone.now())
            queue.run_pending()
        message.refresh_from_db()
        assert (message.state, message.attempts) == (MessageState.DEAD, 5)
        assert "on purpose" in message.fault
        queue.replay(message.pk)
        message.refresh_from_db()
        assert (message.state, message.attempts) == (MessageState.PENDING, 0)

    def test_dispatch_marks_before_it_sends_so_that_a_lost_broker_loses_nothing(self, monkeypatch):
        message = queue.enqueue("tests.note_number", number=1)

        def broken(**options: object) -> None:
            raise OSError("broker away")

        monkeypatch.setattr(note_number, "apply_async", broken)
        with pytest.raises(OSError, match="broker away"):
            queue.dispatch()
        message.refresh_from_db()
        assert message.state == MessageState.PUBLISHED
        assert message.available_at > timezone.now()


@pytest.mark.django_db(transaction=True)
def test_a_shared_promise_does_not_begin_before_every_change_that_shares_it_is_there():
    with transaction.atomic():
        first = queue.enqueue("tests.note_number", number=7)
    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        assert queue.enqueue_once("tests.note_number", number=7) == first
        assert elsewhere.submit(_in_its_own_connection, queue.dispatch).result() == 0
        assert elsewhere.submit(_in_its_own_connection, _promise_once).result() != first.pk


def _promise_once():
    with transaction.atomic():
        return queue.enqueue_once("tests.note_number", number=7).pk


def _in_its_own_connection(work):
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_promises_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue.enqueue("tests.note_number", number=1)
        _ = 1 / 0
    assert not OutboxMessage.objects.exists()
    with pytest.raises(RuntimeError):
        queue.enqueue("tests.note_number", number=1)


@queue.task("tests.short_lease", lease_seconds=7)
def short_lease(number: int) -> None:
    message = OutboxMessage.objects.get(task="tests.short_lease")
    OutboxMessage.objects.update(leased_until=timezone.now())
    queue.keep_alive()
    renewed = OutboxMessage.objects.get(pk=message.pk)
    ran.append(round((renewed.leased_until - timezone.now()).total_seconds()))
    assert renewed.available_at == renewed.leased_until


@pytest.mark.django_db
class TestKilledWorkers:
    def test_a_task_renews_its_own_short_lease(self):
        queue.enqueue("tests.short_lease", number=1)
        assert queue.run_pending() == 1
        assert ran == [7]
        queue.keep_alive()

    def test_a_worker_that_starts_makes_unclaimed_work_due_and_leaves_running_work_alone(self):
        later = timezone.now() + queue.LEASE
        unclaimed, running, cut_off = (queue.enqueue("tests.note_number", number=number) for number in (1, 2, 3))
        OutboxMessage.objects.update(state=MessageState.PUBLISHED, available_at=later)
        OutboxMessage.objects.filter(pk=running.pk).update(leased_until=later)
        OutboxMessage.objects.filter(pk=cut_off.pk).update(leased_until=timezone.now())
        assert queue.republish_unclaimed() == 2
        unclaimed.refresh_from_db()
        running.refresh_from_db()
        assert unclaimed.available_at <= timezone.now()
        assert running.available_at == later

    def test_what_was_cut_off_goes_before_what_waits(self, monkeypatch):
        sent: list[int] = []
        monkeypatch.setattr(note_number, "apply_async", lambda kwargs, priority: sent.append(priority))
        queue.enqueue("tests.note_number", number=1)
        begun = queue.enqueue("tests.note_number", number=2)
        OutboxMessage.objects.filter(pk=begun.pk).update(attempts=1)
        assert queue.dispatch() == 2
        assert sorted(sent) == [0, 3]

    def test_what_was_begun_before_is_published_again_soon(self, sent):
        begun, new = (queue.enqueue("tests.note_number", number=number) for number in (1, 2))
        OutboxMessage.objects.filter(pk=begun.pk).update(attempts=1)
        queue.dispatch()
        due = dict(OutboxMessage.objects.values_list("pk", "available_at"))
        assert due[begun.pk] < timezone.now() + 2 * queue.SOON < due[new.pk]

    def test_what_got_lost_in_a_killed_process_is_published_again_once_nobody_works(self, sent):
        lost, done, other = (queue.enqueue("tests.note_number", number=number) for number in (1, 2, 3))
        now = timezone.now()
        rows = OutboxMessage.objects
        handed_out = {"state": "published", "published_at": now - 2 * queue.SOON}
        rows.filter(pk=lost.pk).update(**handed_out, available_at=now + queue.SOON)
        rows.filter(pk=done.pk).update(
            state="done", attempts=1, published_at=now - 3 * queue.SOON, finished_at=now - queue.LEASE
        )
        rows.filter(pk=other.pk).update(
            **handed_out, leased_until=now + queue.SOON, available_at=now + queue.SOON, leased_by="elsewhere:1:1"
        )
        assert queue.dispatch() == 0, "somebody works, and what waits may be next"
        rows.filter(pk=other.pk).update(state="done", attempts=1, leased_until=None)
        assert queue.dispatch() == 0, "no worker lives that could take it"
        rows.filter(pk=done.pk).update(finished_at=now)
        assert queue.dispatch() == 1
        assert sent == [lost.pk]

    def test_what_others_have_overtaken_is_published_again_while_they_work(self, sent):
        lost, later, working = (queue.enqueue("tests.note_number", number=number) for number in (1, 2, 3))
        now = timezone.now()
        rows = OutboxMessage.objects
        rows.filter(pk=lost.pk).update(
            state="published", published_at=now - 3 * queue.SOON, available_at=now + queue.LEASE
        )
        rows.filter(pk=later.pk).update(
            state="done", attempts=1, published_at=now - 2 * queue.SOON, finished_at=now - queue.SOON
        )
        until = now + queue.LEASE
        rows.filter(pk=working.pk).update(
            state="published", published_at=now, leased_until=until, available_at=until, leased_by="elsewhere:1:1"
        )
        assert queue.dispatch() == 1
        assert sent == [lost.pk]

    def test_the_lease_of_a_process_that_has_ended_is_free_at_once(self, sent):
        dead, living, elsewhere = (queue.enqueue("tests.note_number", number=number) for number in (1, 2, 3))
        until = timezone.now() + queue.LEASE
        holder = {dead.pk: ended_process(), living.pk: holders.this_process(), elsewhere.pk: "other/1:1:1"}
        for pk, name in holder.items():
            OutboxMessage.objects.filter(pk=pk).update(
                state=MessageState.PUBLISHED, attempts=1, leased_until=until, available_at=until, leased_by=name
            )
        for message in (dead, living, elsewhere):
            queue._run_message(message.pk, note_number.work)
        assert ran == [1]
        dead.refresh_from_db()
        assert (dead.state, dead.attempts, dead.cut_off, dead.leased_by) == (MessageState.DONE, 2, 1, "")
        OutboxMessage.objects.filter(pk=living.pk).update(leased_by=ended_process())
        assert queue.dispatch() == 1
        assert sent == [living.pk]

    def test_being_cut_off_is_no_failure_of_the_message_until_it_has_ended_twenty_processes(self):
        message = queue.enqueue("tests.note_number", number=1)
        gone = ended_process()
        for _attempt in range(queue.MAX_CUT_OFF):
            queue._run_message(message.pk, note_number.work)
            OutboxMessage.objects.update(state=MessageState.PUBLISHED, leased_until=None, leased_by=gone)
        assert ran == [1] * queue.MAX_CUT_OFF
        ran.clear()
        queue._run_message(message.pk, note_number.work)
        message.refresh_from_db()
        assert (ran, message.state) == ([], MessageState.DEAD)

    def test_what_is_cut_off_again_and_again_lets_others_pass_and_rests(self, sent):
        often, other = queue.enqueue("tests.note_number", number=1), queue.enqueue("tests.note_number", number=2)
        until = timezone.now() + queue.LEASE
        OutboxMessage.objects.filter(pk=often.pk).update(
            state="published", attempts=5, cut_off=4, leased_until=until, available_at=until, leased_by=ended_process()
        )
        queue._run_message(often.pk, note_number.work)
        assert ran == [], "another copy of it must not jump the queue"
        assert queue.dispatch() == 1
        assert sent == [other.pk]
        often.refresh_from_db()
        assert often.leased_until is None
        assert 3 < (often.available_at - timezone.now()).total_seconds() <= 4
        queue.republish_unclaimed()
        assert queue.dispatch() == 1, "it is not due yet; the other is nobody's"
        OutboxMessage.objects.filter(pk=often.pk).update(available_at=timezone.now())
        queue.dispatch()
        assert sent[-1] == often.pk
        queue._run_message(often.pk, note_number.work)
        often.refresh_from_db()
        assert (ran, often.state, often.cut_off) == ([1], MessageState.DONE, 5)

    def test_a_process_is_known_by_its_beginning_and_not_by_its_number_alone(self):
        machine, pid, started = holders.this_process().split(":")
        assert int(pid) == os.getpid()
        assert not holders.has_ended(f"{machine}:{pid}:{started}")
        assert holders.has_ended(f"{machine}:{pid}:{int(started) - 1}")
        assert not holders.has_ended(f"elsewhere:{pid}:1")
        assert not holders.has_ended("")

    def test_a_worker_outlives_a_process_of_its_pool_that_is_killed_at_the_start(self, settings):
        assert f"{Pool.__module__}:{Pool.__name__}" == settings.CELERY_WORKER_POOL
        assert Pool(1).did_start_ok()


def ended_process() -> str:
    """The name that a process of this machine had, which has ended."""
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE) as process:
        name = holders.name_of(process.pid)
    assert name
    return name


@pytest.fixture
def sent(monkeypatch):
    """The messages that the broker was given."""
    given: list[int] = []
    monkeypatch.setattr(note_number, "apply_async", lambda kwargs, **more: given.append(kwargs["message_id"]))
    return given
