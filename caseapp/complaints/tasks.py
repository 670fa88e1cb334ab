"""What is worked out after a complaint arrived, and every night."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from caseapp.complaints.services.estimating import keep_first_estimate
from caseapp.complaints.services.progress import PORTION, draft_progress_updates, settle_due_updates
from caseapp.complaints.services.proposing import propose, propose_all
from caseapp.complaints.services.recovery import answer_recovery, expire_recovery_keys
from caseapp.core import queue
from caseapp.core.queue import Retry, task

RECOVERY_AGAIN_AFTER_SECONDS = 60

PORTIONS_MOST = 20
"""How many portions one hourly run takes, so that it ends well within its time; the next run goes on."""

_on_arrival: list[Callable[[int], object]] = [propose]


def when_arrived(work: Callable[[int], object], *, first: bool = False) -> None:
    """Have further work done once a complaint arrived at an authority; each must be safe to run again."""
    _on_arrival.insert(0 if first else len(_on_arrival), work)


@task("complaints.arrived")
def arrived(complaint_id: int) -> None:
    """Order a complaint that has just come to an authority: find those alike, then what other apps asked for."""
    for work in _on_arrival:
        work(complaint_id)


_after_acts: list[Callable[[int, int, str], object]] = []


def when_acted(work: Callable[[int, int, str], object]) -> None:
    """Have further work done once the authority did something with a complaint: it gets the complaint, the entry of the
    timeline that tells of the act, and the action. Each must be safe to run again.
    """
    _after_acts.append(work)


@task("complaints.acted")
def acted(complaint_id: int, entry_id: int, action: str) -> None:
    """What other apps do after an act of the authority, such as writing the letter it calls for."""
    for work in _after_acts:
        work(complaint_id, entry_id, action)


_after_new_contacts: list[Callable[[int], object]] = []


def when_contact_changed(work: Callable[[int], object]) -> None:
    """Have further work done once a complainant may go by another name. Each must be safe to run again."""
    _after_new_contacts.append(work)


@task("complaints.contact_changed")
def contact_changed(complaint_id: int) -> None:
    """What other apps do once a complainant may go by another name, such as looking for conflicts again."""
    for work in _after_new_contacts:
        work(complaint_id)


@task("complaints.keep_first_estimate")
def reckon(complaint_id: int) -> None:
    """Keep what cases like a complaint that was just filed have brought, for the complainant's page."""
    keep_first_estimate(complaint_id=complaint_id)


@task("complaints.answer_recovery")
def answer_recovery_request(request_id: str) -> None:
    """Mail the keys that somebody asked for who lost a receipt code; tried again while the mail server took it not."""
    if not answer_recovery(request_id=UUID(request_id)):
        raise Retry(RECOVERY_AGAIN_AFTER_SECONDS)


@task("complaints.expire_recovery_keys")
def expire_keys() -> None:
    """Forget keys of mails that no longer count; begun every hour by the schedule."""
    expire_recovery_keys()


@task("complaints.find_alike")
def find_alike(after: int = 0) -> None:
    """Look for likeness among complaints that stand alone, portion by portion; begun every night by the schedule."""
    further = propose_all(after)
    if further is not None:
        with transaction.atomic():
            queue.enqueue("complaints.find_alike", after=further)


@task("complaints.report_progress")
def report_progress() -> None:
    """Draft reports on progress, send by rule what is due, count what was missed; begun every hour by the schedule."""
    for _portion in range(PORTIONS_MOST):
        if draft_progress_updates() < PORTION:
            break
    for _portion in range(PORTIONS_MOST):
        if sum(settle_due_updates()) < PORTION:
            break
