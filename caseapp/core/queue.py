"""The only door to background work: a row in the caller's transaction, published after commit, run once."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from caseapp.core import holders
from caseapp.core.enums import MessageState
from caseapp.core.models import OutboxMessage

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 5
MAX_CUT_OFF = 20
"""How often its process may end under a message: seldom its fault, but one that ends every process must stop."""

_AT_ONCE = 3
"""So often it is tried again at once; after that it rests, longer each time, and lets others pass."""

_LONGEST_REST = 15

LEASE = timedelta(seconds=2 * 300)
"""How long a published or running message rests before it is published again: twice the hard time limit."""

SOON = timedelta(seconds=15)
"""How long, where it was begun before or where workers have nothing to do: then it is most likely lost."""

_IN_ORDER = timedelta(seconds=2)
"""By how much several dispatchers may hand messages out in another order than they noted."""

_tasks: dict[str, Any] = {}
_leases: dict[str, timedelta] = {}
_running: ContextVar[OutboxMessage | None] = ContextVar("running_message", default=None)


class Retry(Exception):
    """A task's way of saying: not now, try again after `seconds`."""

    def __init__(self, seconds: int = 60) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def task(
    name: str, *, lease_seconds: int | None = None, time_limit: int | None = None
) -> Callable[[Callable[..., None]], Any]:
    """Register a background task. It is called with the ids it was enqueued with, and must be safe to run again.

    A task with a short lease calls `keep_alive` while it works, and is run again that soon after its worker was killed.
    `time_limit` in seconds replaces the limit of all tasks; over the broker's visibility timeout it needs such a lease.
    """

    def register(work: Callable[..., None]) -> Any:
        @wraps(work)
        def run(message_id: int | None = None) -> None:
            if message_id is None:
                work()
            else:
                _run_message(message_id, work)

        limits = {} if time_limit is None else {"time_limit": time_limit, "soft_time_limit": time_limit - 30}
        registered = shared_task(name=name, **limits)(run)
        registered.work = work
        if lease_seconds is not None:
            _leases[name] = timedelta(seconds=lease_seconds)
        _tasks[name] = registered
        return registered

    return register


def enqueue(name: str, *, at: datetime | None = None, **ids: Any) -> OutboxMessage:
    """Promise a task in the current transaction; `ids` are JSON scalars only. `at` delays it.

    Raises LookupError for a task nobody registered: a typing error must not become a lost promise.
    """
    if name not in _tasks:
        raise LookupError(f"No task is named {name!r}")
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("enqueue must run in the transaction of the change it follows")
    if not all(isinstance(value, str | int | bool | None) for value in ids.values()):
        raise TypeError("a task takes ids, not objects")
    return OutboxMessage.objects.create(task=name, arguments=ids, available_at=at or timezone.now())


def enqueue_once(name: str, **ids: Any) -> OutboxMessage:
    """Promise a task, unless the same one is promised already and nobody has begun it: that one then follows this
    change as well.

    Its row is locked until this transaction ends, so that it cannot begin before it can see the change. Where another
    transaction holds it, a further message is written rather than waited for.
    """
    waiting = (
        waiting_messages()
        .filter(task=name, arguments=ids, attempts=0, available_at__lte=timezone.now() + LEASE)
        .select_for_update(skip_locked=True)
        .order_by("pk")
        .first()
    )
    return waiting or enqueue(name, **ids)


def dispatch(limit: int = 100) -> int:
    """Claim due messages and hand them to the broker; returns how many. Safe with many dispatchers at once.

    A message is marked published before it is sent: should the send or this process fail, its lease runs out and
    it is published again.
    """
    release_leases_of_the_dead()
    now = timezone.now()
    _republish_lost(now)
    with transaction.atomic():
        due = list(
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(state__in=[MessageState.PENDING, MessageState.PUBLISHED], available_at__lte=now)
            .order_by("available_at")[:limit]
        )
        for message in due:
            message.state = MessageState.PUBLISHED
            message.published_at = now
            message.available_at = now + (SOON if message.attempts else LEASE)
        OutboxMessage.objects.bulk_update(due, ["state", "published_at", "available_at"])
    for message in due:
        # What a killed worker had begun goes before what waits; 0 is first in the broker's order.
        _tasks[message.task].apply_async(kwargs={"message_id": message.pk}, priority=0 if message.attempts else 3)
    return len(due)


def keep_alive() -> None:
    """Renew the lease of the message that runs here, from within its work; nothing where none does."""
    message = _running.get()
    if message is None:
        return
    until = timezone.now() + _lease(message.task)
    OutboxMessage.objects.filter(pk=message.pk, state=MessageState.PUBLISHED).update(
        leased_until=until, available_at=until
    )


def republish_unclaimed() -> int:
    """Make what was handed out and is not being worked on due again; returns how much.

    A worker that starts may follow one that was killed with messages in its hands, which the broker would keep back for
    ten minutes. Another worker's copy does no harm: a message is run by whoever claims its row first.
    """
    now = timezone.now()
    idle = Q(leased_until=None, leased_by="") | Q(leased_until__lt=now)
    return OutboxMessage.objects.filter(idle, state=MessageState.PUBLISHED).update(available_at=now)


def release_leases_of_the_dead() -> int:
    """Make due what is held by processes of this machine that have ended; returns how much.

    What has been cut off several times rests before it is tried again, for up to a quarter of a minute.
    """
    now, released = timezone.now(), 0
    held = OutboxMessage.objects.filter(state=MessageState.PUBLISHED, leased_until__gt=now)
    for pk, holder, cut_off in held.values_list("pk", "leased_by", "cut_off"):
        if holders.has_ended(holder):
            rest = min(2 ** (cut_off - 2), _LONGEST_REST) if cut_off >= _AT_ONCE else 0
            due = now + timedelta(seconds=rest)
            released += held.filter(pk=pk, leased_by=holder).update(leased_until=None, available_at=due)
    return released


def _republish_lost(now: datetime) -> None:
    """Make due again what lies published and unclaimed although its turn has come and gone.

    A process of the pool that is killed between taking a message from its pipe and claiming the row leaves nothing
    that says so, and the broker keeps the message for it until the leader ends. New messages are taken in their order:
    where a later one is done, or workers live and none of them works, the earlier one is lost.
    """
    published = OutboxMessage.objects.filter(state=MessageState.PUBLISHED)
    waiting = published.filter(leased_until=None, leased_by="", available_at__gt=now, published_at__lt=now - SOON)
    if not waiting.exists():
        return
    done = OutboxMessage.objects.filter(finished_at__gt=now - 2 * SOON, attempts=1)
    passed = done.aggregate(at=Max("published_at"))["at"]
    if passed is not None:
        waiting.filter(published_at__lt=passed - _IN_ORDER).update(available_at=now)
    if done.exists() and not published.filter(leased_until__gt=now).exists():
        waiting.update(available_at=now)


@worker_ready.connect
def _on_worker_ready(**kwargs: Any) -> None:
    release_leases_of_the_dead()
    republish_unclaimed()


def run_pending(limit: int = 1000) -> int:
    """Run due messages here and now, for tests and for a machine without a worker; returns how many ran."""
    ran = 0
    while ran < limit:
        message = (
            OutboxMessage.objects.filter(state=MessageState.PENDING, available_at__lte=timezone.now())
            .order_by("id")
            .first()
        )
        if message is None:
            break
        _run_message(message.pk, _tasks[message.task].work)
        ran += 1
    return ran


def waiting_messages() -> QuerySet[OutboxMessage]:
    """Messages that are still to be done."""
    return OutboxMessage.objects.filter(state__in=[MessageState.PENDING, MessageState.PUBLISHED])


def dead_messages() -> QuerySet[OutboxMessage]:
    """Messages given up after five attempts, waiting for a person."""
    return OutboxMessage.objects.filter(state=MessageState.DEAD)


def replay(message_id: int) -> None:
    """Give a dead message another five attempts."""
    OutboxMessage.objects.filter(pk=message_id, state=MessageState.DEAD).update(
        state=MessageState.PENDING, attempts=0, cut_off=0, available_at=timezone.now(), leased_until=None, leased_by=""
    )


def _run_message(message_id: int, work: Callable[..., None]) -> None:
    now = timezone.now()
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
        if message is None or message.state in {MessageState.DONE, MessageState.DEAD}:
            return
        held = message.leased_until is not None and message.leased_until > now
        if held and not (message.cut_off < _AT_ONCE and holders.has_ended(message.leased_by)):
            return
        if message.leased_by:
            message.cut_off += 1
        if message.attempts - message.cut_off >= MAX_ATTEMPTS or message.cut_off >= MAX_CUT_OFF:
            message.state = MessageState.DEAD
            message.save(update_fields=["state", "cut_off"])
            log.error("outbox_message_dead", task=message.task, message_id=message.pk)
            return
        message.attempts += 1
        message.leased_until = now + _lease(message.task)
        message.leased_by = holders.this_process()
        message.available_at = message.leased_until
        message.state = MessageState.PUBLISHED
        message.save()
    token = _running.set(message)
    try:
        work(**message.arguments)
    except Retry as again:
        _release(message, after=timedelta(seconds=again.seconds), fault=str(again))
    except Exception as fault:
        _release(
            message,
            after=timedelta(seconds=10 * 2**message.attempts),
            fault=f"{type(fault).__name__}: {fault}",
        )
        log.exception("task_failed", task=message.task, message_id=message.pk, attempt=message.attempts)
    else:
        message.state = MessageState.DONE
        message.finished_at = timezone.now()
        message.leased_by = message.fault = ""
        message.save(update_fields=["state", "finished_at", "leased_by", "fault"])
    finally:
        _running.reset(token)


def _lease(name: str) -> timedelta:
    return _leases.get(name) or timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)


def _release(message: OutboxMessage, *, after: timedelta, fault: str) -> None:
    spent = message.attempts - message.cut_off >= MAX_ATTEMPTS
    message.state = MessageState.DEAD if spent else MessageState.PENDING
    message.leased_until = None
    message.leased_by = ""
    message.available_at = timezone.now() + after
    message.fault = fault[:2000]
    message.save(update_fields=["state", "leased_until", "leased_by", "available_at", "fault"])
