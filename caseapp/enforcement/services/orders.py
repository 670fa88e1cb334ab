"""Compliance orders: drafted with a decision, in force once it is approved, proven, checked again, lifted."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints_services
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.enforcement.enums import OrderKind, OrderState, ProofResult
from caseapp.enforcement.models import ComplianceOrder, Decision, Investigation, OrderProof
from caseapp.enforcement.services.investigations import checked_text, locked_investigation
from caseapp.enforcement.workflow import ORDER, order_chain
from caseapp.notifications import services as notifications

ORDER_MAX = 10_000
REASON_MAX = 4000
NOTE_MAX = 300

timeline.tell("orders.draft", _("The order was drafted with the decision."))
timeline.tell("investigations.draft_order", _("An order was drafted: %(order)s."))
notifications.tell("enforcement.order_news", _("There is news on an order in complaint %(reference)s."))

_NEWS: dict[str, Any] = {
    OrderState.ORDERED: _("The organisation was ordered to act."),
    OrderState.OVERDUE: _("The organisation did not prove in time what it was ordered to do."),
    OrderState.FULFILLED: _("The organisation proved that it did what it was ordered to do."),
    OrderState.BROKEN: _("A new check found that the organisation does not keep to the order."),
    OrderState.LIFTED: _("The order was lifted."),
}
for _state, _sentence in _NEWS.items():
    timeline.tell(f"complaints.order_{_state}", _sentence)


@transaction.atomic
def draft_order(*, actor: Actor, investigation: Investigation, kind: str, text: str, due_on: date) -> ComplianceOrder:
    """Add an order to the draft of the decision, to be done by a day that lies ahead.

    Whoever adds it counts as the author of the draft, so that somebody else approves the order as well. Refuses
    without a draft and once the investigation is decided. Writes timeline and audit.
    """
    locked = locked_investigation(actor, investigation, "enforcement.draft_order")
    draft = Decision.objects.select_for_update().filter(investigation=locked).first()
    if draft is None:
        raise WrongState(_("Draft the decision first; its orders are added to it."))
    if kind not in OrderKind.values:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    text = checked_text("text", text, ORDER_MAX)
    _check_ahead(due_on, today=today_at(locked.authority))
    order = ComplianceOrder.objects.create(
        decision=draft,
        authority_id=locked.authority_id,
        respondent_id=locked.respondent_id,
        kind=kind,
        text=text,
        due_on=due_on,
    )
    _sign(actor, draft)
    facts = {"kind": kind, "due_on": due_on.isoformat()}
    timeline.write(actor=actor, subject=order, kind="orders.draft", data=facts, shared=False)
    timeline.write(
        actor=actor, subject=locked, kind="investigations.draft_order", data={"order": order.reference}, shared=False
    )
    audit.record(
        actor=actor,
        action="orders.draft",
        subject=order,
        chain=order_chain(order),
        facts={**facts, "investigation": locked.reference, "text": audit.digest(text)},
    )
    return order


@transaction.atomic
def drop(*, actor: Actor, order: ComplianceOrder) -> ComplianceOrder:
    """Leave a drafted order out of the decision; whoever does so becomes the author of the draft."""
    dropped = ORDER.apply(actor, order, "drop")
    _sign(actor, Decision.objects.select_for_update().get(pk=dropped.decision_id))
    return dropped


def take_effect(*, actor: Actor, decision: Decision, complaints: Iterable[Complaint]) -> list[ComplianceOrder]:
    """Make the drafted orders of an approved decision. Runs inside the transaction of the approval; the joined
    complaints' timelines say it. Refuses an order whose day has come: the respondent needs time.
    """
    today = today_at(decision.investigation.authority)

    def from_today(row: ComplianceOrder) -> None:
        row.ordered_on = today

    made = []
    for order in decision.orders.filter(state=OrderState.DRAFTED).order_by("pk"):
        if order.due_on <= today:
            raise WrongState(
                _("The day by which order %(reference)s is to be done has come. Draft it with a later one.")
                % {"reference": order.reference}
            )
        made.append(
            ORDER.apply(
                actor,
                order,
                "take_effect",
                facts={"due_on": order.due_on.isoformat()},
                change=from_today,
                save=["ordered_on"],
            )
        )
    for complaint in complaints if made else ():
        timeline.write(actor=actor, subject=complaint, kind=f"complaints.order_{OrderState.ORDERED}")
    return made


@transaction.atomic
def record_proof(*, actor: Actor, order: ComplianceOrder, body: str, on: date, note: str = "") -> OrderProof:
    """Write down what the respondent showed for having done what was ordered, and on which day it came; `note` says
    where the evidence is. Refuses a day before the order or after today.
    """
    body = checked_text("body", body, ORDER_MAX)
    note = checked_text("note", note, NOTE_MAX) if note.strip() else ""
    if order.ordered_on is not None and not order.ordered_on <= on <= today_at(order.authority):
        raise InvalidInput.field("on", _("Enter a day from the day of the order until today."))
    updated = ORDER.apply(
        actor,
        order,
        "record_proof",
        given={"body": body, "on": on},
        facts={"on": on.isoformat(), "late": int(on > order.due_on)},
    )
    proof = OrderProof.objects.create(order=updated, body=body, note=note, received_on=on, recorded_by_id=actor.user_id)
    audit.record(
        actor=actor,
        action="orders.proof",
        subject=updated,
        chain=order_chain(updated),
        facts={"proof": proof.pk, "body": audit.digest(body), "note": audit.digest(note)},
    )
    return proof


@transaction.atomic
def accept_proof(*, actor: Actor, order: ComplianceOrder, recheck_on: date | None = None) -> ComplianceOrder:
    """Take the proof: the order is fulfilled. On `recheck_on`, a day ahead, it is to be checked again. The
    complainants are told.
    """
    today = today_at(order.authority)
    if recheck_on is not None:
        _check_ahead(recheck_on, today=today, name="recheck_on")

    def fulfil(row: ComplianceOrder) -> None:
        row.fulfilled_on = today
        row.recheck_on = recheck_on

    updated = ORDER.apply(actor, order, "accept_proof", change=fulfil, save=["fulfilled_on", "recheck_on"])
    _decide_proof(actor, updated, ProofResult.ACCEPTED)
    tell_complainants(actor=actor, order=updated)
    return updated


@transaction.atomic
def refuse_proof(*, actor: Actor, order: ComplianceOrder, reason: str, due_on: date) -> ComplianceOrder:
    """The proof is not enough: say why, and by which day it is to be done."""
    reason = checked_text("reason", reason, REASON_MAX)
    updated = _move_due(actor, order, "refuse_proof", reason, due_on)
    _decide_proof(actor, updated, ProofResult.REFUSED, reason)
    return updated


@transaction.atomic
def confirm_kept(
    *, actor: Actor, order: ComplianceOrder, reason: str, recheck_on: date | None = None
) -> ComplianceOrder:
    """A new check found the order kept; `reason` says how it was checked, `recheck_on` when it is the next time."""
    if recheck_on is not None:
        _check_ahead(recheck_on, today=today_at(order.authority), name="recheck_on")

    def next_time(row: ComplianceOrder) -> None:
        row.recheck_on = recheck_on

    given = {"reason": checked_text("reason", reason, REASON_MAX)}
    return ORDER.apply(actor, order, "confirm_kept", given=given, change=next_time, save=["recheck_on"])


@transaction.atomic
def find_broken(*, actor: Actor, order: ComplianceOrder, reason: str, due_on: date) -> ComplianceOrder:
    """A new check found the order not kept: it is to be done, and proven, by a new day. The complainants are told."""
    updated = _move_due(actor, order, "find_broken", checked_text("reason", reason, REASON_MAX), due_on)
    tell_complainants(actor=actor, order=updated)
    return updated


@transaction.atomic
def extend(*, actor: Actor, order: ComplianceOrder, reason: str, due_on: date) -> ComplianceOrder:
    """Give the respondent more time, with the reason; a supervisor's act. Refuses a day that is not later."""
    if due_on <= order.due_on:
        raise InvalidInput.field("due_on", _("Choose a day after the present one."))
    return _move_due(actor, order, "extend", checked_text("reason", reason, REASON_MAX), due_on)


@transaction.atomic
def lift(*, actor: Actor, order: ComplianceOrder, reason: str) -> ComplianceOrder:
    """Take the order back, after an appeal for example; a supervisor's act. A proof that waits goes with it. The
    complainants are told.
    """
    updated = ORDER.apply(actor, order, "lift", given={"reason": checked_text("reason", reason, REASON_MAX)})
    tell_complainants(actor=actor, order=updated)
    return updated


def tell_complainants(*, actor: Actor, order: ComplianceOrder) -> None:
    """Tell everyone whose complaint led to the order what it has come to; their timelines say it in a sentence."""
    joined = Complaint.objects.filter(investigation_links__investigation__decision=order.decision_id).order_by("pk")
    for complaint in joined:
        timeline.write(actor=actor, subject=complaint, kind=f"complaints.order_{order.state}")
        complaints_services.tell_complainant(complaint=complaint, kind="enforcement.order_news")


def _move_due(actor: Actor, order: ComplianceOrder, action: str, reason: str, due_on: date) -> ComplianceOrder:
    _check_ahead(due_on, today=today_at(order.authority))

    def move(row: ComplianceOrder) -> None:
        row.due_on = due_on
        row.recheck_on = None

    return ORDER.apply(
        actor,
        order,
        action,
        given={"reason": reason, "due_on": due_on},
        facts={"due_on": due_on.isoformat()},
        change=move,
        save=["due_on", "recheck_on"],
    )


def _decide_proof(actor: Actor, order: ComplianceOrder, result: ProofResult, reason: str = "") -> None:
    proof = OrderProof.objects.select_for_update().get(order=order, result="")
    proof.result = result
    proof.reason = reason
    proof.decided_by_id = actor.user_id
    proof.save(update_fields=["result", "reason", "decided_by", "updated_at"])


def _sign(actor: Actor, draft: Decision) -> None:
    """The draft now says something else: who wrote that is its author, and what was read before is out of date."""
    if actor.user_id is not None:
        draft.drafted_by_id = actor.user_id
        draft.authors.add(actor.user_id)
    draft.save(update_fields=["drafted_by", "updated_at"])


def _check_ahead(day: date, *, today: date, name: str = "due_on") -> None:
    if day <= today:
        raise InvalidInput.field(name, _("Choose a day after today."))
