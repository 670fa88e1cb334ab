"""Acts upon many: frozen, looked at, done by a task, and taken back within a day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from math import ceil
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caseapp.accounts.models import User
from caseapp.accounts.selectors import actor_for
from caseapp.casework.enums import BulkState, ItemState
from caseapp.casework.models import BulkAct, BulkItem, Look
from caseapp.casework.services.bulk_verbs import Verb, verbs
from caseapp.casework.workflow import BULK
from caseapp.complaints.enums import ClusterState
from caseapp.complaints.models import Complaint
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.enums import JobState
from caseapp.core.errors import DomainError, InvalidInput, WrongState
from caseapp.core.models import Job

BATCH = 5_000
PORTION = 200
"""How many complaints one task works through before the next one goes on."""

SAMPLE_SHARE, SAMPLE_LEAST, SAMPLE_MOST = 0.05, 5, 30
"""Of those nobody opened, how many are drawn to be read before they may be closed together."""


@transaction.atomic
def freeze(*, actor: Actor, action: str, complaints: QuerySet[Complaint], origin: str = "") -> BulkAct:
    """Keep which complaints an act is meant for, all of them, as they are chosen now; nothing is done yet.

    Takes those that the actor's authorities have, whatever their number. For an act that closes, complaints that
    nobody opened are sampled: those drawn must be read first. Refuses an unknown act and an empty choice.
    """
    if action not in verbs():
        raise InvalidInput.field("action", _("There is no such action."))
    chosen = complaints.filter(authority_id__in=actor.authority_ids()).order_by("pk").values_list("pk", "authority_id")
    rows = chosen.iterator(chunk_size=BATCH)
    first = next(rows, None)
    if first is None or actor.user_id is None:
        raise InvalidInput.field("complaints", _("Choose at least one complaint."))
    bulk = BulkAct.objects.create(authority_id=first[1], owner_id=actor.user_id, action=action, origin=origin)
    for batch in _batches([first], rows):
        BulkItem.objects.bulk_create(BulkItem(bulk=bulk, complaint_id=pk) for pk, _authority in batch)
        bulk.total += len(batch)
    bulk.save(update_fields=["total"])
    verb = verbs()[action]
    if verb.prepare is not None:
        bulk.given = verb.prepare(bulk)
        bulk.save(update_fields=["given"])
    if verb.closes:
        _draw_sample(bulk)
    return bulk


def _batches(first: list[Any], rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch = first + list(islice(rows, BATCH - len(first)))
    while batch:
        yield batch
        batch = list(islice(rows, BATCH))


def unread(bulk: BulkAct) -> QuerySet[BulkItem]:
    """Items of an act whose complaint nobody of the authority ever opened."""
    opened = Look.objects.filter(complaint=OuterRef("complaint"), authority=bulk.authority_id)
    return BulkItem.objects.filter(bulk=bulk).exclude(Exists(opened))


def _draw_sample(bulk: BulkAct) -> None:
    """Draw by chance, in the database, from those of accepted clusters that nobody opened."""
    alike = unread(bulk).filter(complaint__cluster__state=ClusterState.ACCEPTED)
    number = alike.count()
    drawn = min(max(SAMPLE_LEAST, ceil(number * SAMPLE_SHARE)), SAMPLE_MOST, number)
    ids = list(alike.order_by("?").values_list("pk", flat=True)[:drawn])
    BulkItem.objects.filter(pk__in=ids).update(sampled=True)


def to_read(actor: Actor, bulk: BulkAct) -> QuerySet[BulkItem]:
    """Sampled items that the actor did not read yet since they were drawn, or ever."""
    read = Look.objects.filter(complaint=OuterRef("complaint"), user_id=actor.user_id or 0)
    return bulk.items.filter(sampled=True).exclude(Exists(read)).select_related("complaint__respondent")


def nobody_opened(bulk: BulkAct) -> set[int]:
    """Complaints that an act that closes leaves out: unread, and not of a cluster that was accepted and sampled."""
    if not verbs()[bulk.action].closes:
        return set()
    alone = unread(bulk).exclude(complaint__cluster__state=ClusterState.ACCEPTED)
    return set(alone.values_list("complaint_id", flat=True))


def refusal(
    actor: Actor, verb: Verb, complaint: Complaint, given: Mapping[str, Any], unopened: Iterable[int]
) -> str | None:
    """Why one complaint is left out of an act; None when it is done."""
    if complaint.owner_id is not None and complaint.owner_id == actor.user_id:
        return str(_("It is your own complaint."))
    if complaint.pk in unopened:
        return str(_("Nobody has opened it yet, and it is in no accepted cluster."))
    why = verb.refusal(actor, complaint, given)
    return str(why) if why is not None else None


@transaction.atomic
def start(*, actor: Actor, bulk: BulkAct, given: Mapping[str, Any]) -> BulkAct:
    """Begin what was prepared; a task does it, and the answer shows its progress.

    Refuses what is missing by its field, and an act that closes while drawn complaints are unread.
    """
    verb = verbs()[bulk.action]
    given = {name: value for name, value in given.items() if value not in (None, "", {})}
    missing = {name: _("Enter this to go on.") for name in verb.needs if not given.get(name)}
    if verb.text and not any(given.get("texts", {}).values()):
        missing[verb.text] = _("Enter this to go on.")
    if missing:
        raise InvalidInput(errors=missing)
    if verb.closes and to_read(actor, bulk).exists():
        raise WrongState(_("Read the complaints that were drawn first."))

    def begin(row: BulkAct) -> None:
        row.given = {**row.given, **given}
        row.started_at = timezone.now()
        row.job = Job.objects.create(kind="casework.bulk", owner_id=actor.user_id, total=row.total)

    bulk = BULK.apply(
        actor,
        bulk,
        "start",
        facts={"action": bulk.action, "number": bulk.total},
        change=begin,
        save=["given", "started_at", "job"],
    )
    queue.enqueue("casework.run_bulk", bulk_id=bulk.pk)
    return bulk


@transaction.atomic
def discard(*, actor: Actor, bulk: BulkAct) -> BulkAct:
    """Give up what was prepared."""
    return BULK.apply(actor, bulk, "discard")


@transaction.atomic
def take_back(*, actor: Actor, bulk: BulkAct) -> BulkAct:
    """Undo what was done, within 24 hours, complaint by complaint: those that went on since stay as they are.

    Refuses an act that cannot be taken back, such as an acknowledgement that people were told of.
    """
    if verbs()[bulk.action].undo is None:
        raise WrongState(_("This act cannot be taken back: people or authorities acted on it."))

    def begin(row: BulkAct) -> None:
        done = row.items.filter(state=ItemState.DONE).count()
        row.job = Job.objects.create(kind="casework.bulk", owner_id=actor.user_id, total=done)
        row.given = {**row.given, "taken_back_by": actor.user_id}

    bulk = BULK.apply(actor, bulk, "take_back", facts={"action": bulk.action}, change=begin, save=["job", "given"])
    queue.enqueue("casework.run_bulk", bulk_id=bulk.pk)
    return bulk


def run(bulk_id: int) -> None:
    """Work through a portion of an act, each complaint in a transaction of its own; then go on, or finish.

    An item that is not waiting any more is not done twice, whenever this is run again.
    """
    bulk = BulkAct.objects.select_related("job", "owner").filter(pk=bulk_id).first()
    if bulk is None or bulk.state not in {BulkState.RUNNING, BulkState.TAKING_BACK}:
        return
    back = bulk.state == BulkState.TAKING_BACK
    who = User.objects.get(pk=bulk.given["taken_back_by"]) if back else bulk.owner
    actor = actor_for(who)
    waiting = bulk.items.filter(state=ItemState.DONE if back else ItemState.WAITING)
    portion = list(waiting.values_list("pk", flat=True)[:PORTION])
    with override(who.language):
        if back:
            for pk in portion:
                _undo_one(actor, bulk, pk)
        else:
            _do_portion(actor, bulk, portion)
    with transaction.atomic():
        _progress(bulk, len(portion))
        if len(portion) == PORTION:
            queue.enqueue("casework.run_bulk", bulk_id=bulk.pk)
        else:
            _finish(bulk, back)


def _do_portion(actor: Actor, bulk: BulkAct, portion: list[int]) -> None:
    verb = verbs()[bulk.action]
    unopened = nobody_opened(bulk)
    if verb.do_many is None:
        for pk in portion:
            _do_some(actor, bulk, verb, [pk], unopened)
    else:
        _do_some(actor, bulk, verb, portion, unopened)


def _do_some(actor: Actor, bulk: BulkAct, verb: Verb, ids: list[int], unopened: set[int]) -> None:
    """Do one complaint, or several that go together; who is refused is noted with the reason and left out."""
    with transaction.atomic():
        items = list(
            BulkItem.objects.select_for_update(of=("self",))
            .select_related("complaint__respondent", "complaint__jurisdiction", "complaint__authority")
            .filter(pk__in=ids, state=ItemState.WAITING)
        )
        taken: list[BulkItem] = []
        for item in items:
            if refusal(actor, verb, item.complaint, bulk.given, unopened) is None:
                item.before = {
                    "state": item.complaint.state,
                    "assigned_to": item.complaint.assigned_to_id,
                    "word": bulk.given.get("word", ""),
                }
                taken.append(item)
            else:
                _left(item, ItemState.REFUSED, partial(refusal, actor, verb, item.complaint, bulk.given, unopened))
        try:
            with transaction.atomic():
                if verb.do_many is not None and taken:
                    verb.do_many(actor, [item.complaint for item in taken], bulk.given)
                elif verb.do is not None:
                    for item in taken:
                        verb.do(actor, item.complaint, bulk.given)
        except DomainError as refused:
            for item in taken:
                _left(item, ItemState.REFUSED, partial(_said, refused))
        else:
            for item in taken:
                item.state, item.done_at = ItemState.DONE, timezone.now()
        BulkItem.objects.bulk_update(items, ["state", "why_en", "why_zh", "before", "done_at"])
        if verb.do_many is not None:
            bulk.save(update_fields=["given"])


def _undo_one(actor: Actor, bulk: BulkAct, pk: int) -> None:
    verb = verbs()[bulk.action]
    with transaction.atomic():
        item = BulkItem.objects.select_for_update(of=("self",)).select_related("complaint__authority").get(pk=pk)
        if item.state != ItemState.DONE or verb.undo is None:
            return
        if _why_kept(verb, item, bulk):
            _left(item, ItemState.KEPT, partial(_why_kept, verb, item, bulk))
        else:
            try:
                with transaction.atomic():
                    verb.undo(actor, item.complaint, item.before)
            except DomainError as refused:
                _left(item, ItemState.KEPT, partial(_said, refused))
            else:
                item.state = ItemState.TAKEN_BACK
        item.save(update_fields=["state", "why_en", "why_zh"])


def _why_kept(verb: Verb, item: BulkItem, bulk: BulkAct) -> str:
    """What happened to a complaint since, so that going back would undo somebody else's work."""
    complaint = item.complaint
    if verb.targets and complaint.state not in verb.targets:
        return str(_("It went on since: %(state)s.") % {"state": complaint.get_state_display()})
    if "assignee" in verb.may_give and (complaint.assigned_to_id or "") != (bulk.given.get("assignee") or ""):
        return str(_("It was given to somebody else since."))
    return ""


def _left(item: BulkItem, state: ItemState, say: Callable[[], str | None]) -> None:
    """Leave one as it is, with the reason in each language, for colleagues read it in theirs."""
    item.state = state
    with override("en"):
        item.why_en = str(say())[:300]
    with override("zh-hans"):
        item.why_zh = str(say())[:300]


def _said(refused: DomainError) -> str:
    return str(next(iter(refused.errors.values()), refused.message))


def _progress(bulk: BulkAct, number: int) -> None:
    if bulk.job is not None:
        bulk.job.done += number
        bulk.job.state = JobState.RUNNING
        bulk.job.save(update_fields=["done", "state", "updated_at"])


def _finish(bulk: BulkAct, back: bool) -> None:
    def end(row: BulkAct) -> None:
        row.finished_at = timezone.now() if not back else row.finished_at

    BULK.apply(SYSTEM, bulk, "finish_taking_back" if back else "finish", change=end, save=["finished_at"])
    if bulk.job is not None:
        bulk.job.state = JobState.DONE
        bulk.job.save(update_fields=["state", "updated_at"])
