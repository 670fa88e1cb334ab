"""Disposing of complaints whose time is over: a schedule as dated data, one person's proposal, another's approval."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.accounts.selectors import supervisors
from caseapp.audit import services as audit
from caseapp.complaints.enums import Outcome
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.law.models import Jurisdiction
from caseapp.notifications import services as notifications
from caseapp.personal.enums import DisposalItemState, DisposalState, EndedAs, ErasureRule, Part
from caseapp.personal.models import Disposal, DisposalItem, Erasure, RetentionRule
from caseapp.personal.selectors.erasures import ALWAYS, RECORD
from caseapp.personal.selectors.retention import due, keeps, still_due
from caseapp.personal.services.erasing import erase_whole
from caseapp.personal.workflow import DISPOSALS

PORTION = 100
MONTHS_MOST = 1_200

notifications.tell("personal.disposal_waits", _("Disposal %(reference)s waits for your approval."))


@transaction.atomic
def add_retention_rule(
    *,
    actor: Actor,
    authority: Authority,
    months: int,
    basis: str,
    valid_from: dt.date,
    jurisdiction: Jurisdiction | None = None,
    ended_as: str = "",
    outcome: str = "",
) -> RetentionRule:
    """Write a line of the schedule, from today at the earliest; for supervisors, with the law or order it rests on."""
    if not can(actor, "retention.set_rules", authority):
        raise NotAllowed()
    faults: dict[str, Any] = {}
    if not 1 <= months <= MONTHS_MOST:
        faults["months"] = _("Enter a number of months from 1 to 1,200.")
    if not basis.strip():
        faults["basis"] = _("Name the law or the order that this rests on.")
    if valid_from < timezone.localdate():
        faults["valid_from"] = _("The day must not lie in the past.")
    if ended_as and ended_as not in EndedAs.values:
        faults["ended_as"] = _("This is not one of the choices.")
    if outcome and (outcome not in Outcome.values or ended_as not in {"", EndedAs.CLOSED}):
        faults["outcome"] = _("Only a closed complaint has an outcome.")
    if faults:
        raise InvalidInput(errors=faults)
    rule = RetentionRule.objects.create(
        authority=authority,
        jurisdiction=jurisdiction,
        ended_as=ended_as,
        outcome=outcome,
        months=months,
        basis=basis.strip()[:300],
        valid_from=valid_from,
        by_id=actor.user_id,
    )
    _record_rule(actor, rule, "retention.add_rule")
    return rule


@transaction.atomic
def end_retention_rule(*, actor: Actor, rule: RetentionRule) -> RetentionRule:
    """End a line of the schedule today; what is proposed under it is not disposed of any more."""
    if not can(actor, "retention.set_rules", rule.authority):
        raise NotAllowed()
    rule.valid_to = timezone.localdate()
    rule.save(update_fields=["valid_to", "updated_at"])
    _record_rule(actor, rule, "retention.end_rule")
    return rule


@transaction.atomic
def propose_disposal(
    *, actor: Actor, authority: Authority, complaints: QuerySet[Complaint] | None = None, note: str = ""
) -> Disposal:
    """Freeze what is due, all of it or the chosen part, for another person to approve; nothing is erased yet.

    For investigators and supervisors. Tells the supervisors who may approve it. Refuses an empty choice; what is not
    due is not among them.
    """
    if not can(actor, "disposals.propose", authority) or actor.user_id is None:
        raise NotAllowed()
    found = due(actor).filter(authority=authority)
    if complaints is not None:
        found = found.filter(pk__in=complaints.values("pk"))
    rows = list(found.values_list("pk", "rule_id", "ended_at"))
    if not rows:
        raise InvalidInput.field("complaints", _("Nothing of this is due."))
    made = Disposal.objects.create(
        authority=authority, proposed_by_id=actor.user_id, note=note.strip()[:300], total=len(rows)
    )
    DisposalItem.objects.bulk_create(
        (
            DisposalItem(disposal=made, complaint_id=pk, rule_id=rule, ended_on=timezone.localdate(at))
            for pk, rule, at in rows
        ),
        batch_size=2_000,
    )
    audit.record(
        actor=actor,
        action="disposals.propose",
        subject=made,
        chain=f"authority:{authority.pk}",
        facts={"number": len(rows)},
    )
    notifications.notify_users(
        user_ids=supervisors(authority.pk).exclude(pk=actor.user_id).values_list("pk", flat=True),
        kind="personal.disposal_waits",
        data={"reference": made.reference},
        path=f"/disposals/{made.reference}/",
    )
    return made


def perform_on_disposal(*, actor: Actor, disposal: Disposal, action: str, given: Mapping[str, Any]) -> Disposal:
    """Approve (a task then disposes), refuse, or withdraw one's own proposal. Raises what the workflow refuses.

    Approval is another person's than the proposal: a supervisor's who did not propose it.
    """
    if action not in {"approve", "refuse", "withdraw"}:
        raise InvalidInput.field("action", _("There is no such action."))

    def decide(row: Disposal) -> None:
        row.decided_by_id, row.decided_at = actor.user_id, timezone.now()
        row.reason = str(given.get("reason", "")).strip()

    with transaction.atomic():
        saved = ["decided_by", "decided_at", "reason"]
        disposal = DISPOSALS.apply(actor, disposal, action, given=given, change=decide, save=saved)
        if action == "approve":
            queue.enqueue("personal.run_disposal", disposal_id=disposal.pk)
    return disposal


def run_disposal(disposal_id: int) -> None:
    """Dispose of a portion, each complaint in a transaction of its own; then go on, or finish. Safe to run again."""
    disposal = Disposal.objects.filter(pk=disposal_id, state=DisposalState.RUNNING).first()
    if disposal is None:
        return
    waiting = disposal.items.filter(state=DisposalItemState.WAITING)
    portion = list(waiting.values_list("pk", flat=True)[:PORTION])
    for pk in portion:
        _dispose(pk)
    with transaction.atomic():
        if len(portion) == PORTION:
            queue.enqueue("personal.run_disposal", disposal_id=disposal.pk)
        else:
            DISPOSALS.apply(SYSTEM, disposal, "finish")


@transaction.atomic
def _dispose(item_id: int) -> None:
    """All but the stub goes: words, letters, notes, files and the key of the evidence; a hold set since keeps it."""
    item = DisposalItem.objects.select_for_update(of=("self",)).select_related("rule", "disposal").get(pk=item_id)
    if item.state != DisposalItemState.WAITING:
        return
    complaint = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("jurisdiction", "authority", "respondent", "owner")
        .get(pk=item.complaint_id)
    )
    why = keeps(complaint) or ("" if still_due(item) else _("The schedule no longer says so."))
    if why:
        item.state, item.why = DisposalItemState.KEPT, str(why)[:300]
        item.save(update_fields=["state", "why"])
        return
    erase_whole(actor=SYSTEM, complaint=complaint)
    gone = [part.value for part in (*ALWAYS, *RECORD)]
    Erasure.objects.update_or_create(
        complaint=complaint,
        defaults={
            "reference": complaint.reference,
            "rule": ErasureRule.RETENTION,
            "erased": gone,
            "kept": [Part.STUB.value],
            "disposal": item.disposal,
            "schedule": item.rule.basis,
        },
    )
    item.state = DisposalItemState.DONE
    item.save(update_fields=["state"])
    audit.record(
        actor=SYSTEM,
        action="disposals.dispose",
        subject=complaint,
        chain=chain(complaint),
        facts={
            "disposal": item.disposal.reference,
            "rule": item.rule_id,
            "proposed_by": item.disposal.proposed_by_id,
            "approved_by": item.disposal.decided_by_id,
        },
    )


def _record_rule(actor: Actor, rule: RetentionRule, action: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=rule,
        chain=f"authority:{rule.authority_id}",
        facts={"months": rule.months, "ended_as": rule.ended_as, "outcome": rule.outcome},
    )
