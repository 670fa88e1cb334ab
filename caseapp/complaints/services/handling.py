"""What the parties do with a complaint once it is filed: one function a transition."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import User
from caseapp.accounts.selectors import colleagues
from caseapp.audit import services as audit
from caseapp.complaints.enums import ComplaintState, Outcome
from caseapp.complaints.models import Complaint
from caseapp.complaints.services.contesting import decline_reopening, request_reopening
from caseapp.complaints.services.correspondence import post, tell_complainant
from caseapp.complaints.services.referring import note_receipt, refer
from caseapp.complaints.workflow import WORKFLOW, chain
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.law.selectors import day_in
from caseapp.notifications import services as notifications

timeline.tell("complaints.assigned", _("The complaint was given to %(assignee)s."))
timeline.tell("complaints.unassigned", _("The complaint was given back: nobody has it now."))
notifications.tell("complaints.assigned", _("Complaint %(reference)s was given to you."))
notifications.tell("complaints.answered", _("The complainant answered on complaint %(reference)s."))
notifications.tell("complaints.withdrawn", _("Complaint %(reference)s was withdrawn."))


@transaction.atomic
def acknowledge(*, actor: Actor, complaint: Complaint) -> Complaint:
    """Confirm receipt and take the complaint under review; the complainant is told.

    Of a complaint that another authority handed over this is the receipt, and the other authority is told.
    """
    handed_over = complaint.state == ComplaintState.REFERRED

    def now(row: Complaint) -> None:
        row.acknowledged_at = timezone.now()

    complaint = WORKFLOW.apply(actor, complaint, "acknowledge", change=now, save=["acknowledged_at"])
    if handed_over:
        note_receipt(actor=actor, complaint=complaint)
    tell_complainant(complaint=complaint)
    _after(complaint, "acknowledge")
    return complaint


@transaction.atomic
def request_information(*, actor: Actor, complaint: Complaint, message: str, due_on: date | None = None) -> Complaint:
    """Ask the complainant something; the question is a message with a day to answer by, and they are told."""
    complaint = WORKFLOW.apply(actor, complaint, "request_information", given={"message": message})
    if due_on is not None and due_on < day_in(complaint.jurisdiction, timezone.now()):
        raise InvalidInput.field("due_on", _("The day must not lie in the past."))
    _post(actor, complaint, message, is_request=True, due_on=due_on)
    tell_complainant(complaint=complaint, kind="complaints.request")
    _after(complaint, "request_information")
    return complaint


@transaction.atomic
def reply(*, actor: Actor, complaint: Complaint, message: str) -> Complaint:
    """Answer the authority's question; the review goes on, and the officer who has it is told."""
    complaint = WORKFLOW.apply(actor, complaint, "reply", given={"message": message})
    _post(actor, complaint, message)
    _tell_assignee(complaint, "complaints.answered")
    return complaint


@transaction.atomic
def accept(*, actor: Actor, complaint: Complaint) -> Complaint:
    """Accept the complaint for investigation; the complainant is told."""
    complaint = WORKFLOW.apply(actor, complaint, "accept")
    tell_complainant(complaint=complaint)
    return complaint


@transaction.atomic
def join_investigation(*, actor: Actor, complaint: Complaint, investigation_reference: str) -> Complaint:
    """Mark an accepted complaint as part of an investigation; the complainant is told. Called by enforcement."""
    complaint = WORKFLOW.apply(
        actor, complaint, "start_investigation", facts={"investigation": investigation_reference}
    )
    tell_complainant(complaint=complaint)
    return complaint


def _end_now(row: Complaint) -> None:
    row.closed_at = timezone.now()


def _not_ended(row: Complaint) -> None:
    row.closed_at = None


@transaction.atomic
def conclude(
    *,
    actor: Actor,
    complaint: Complaint,
    outcome: str,
    reason: str,
    decision: Mapping[str, Any] | None = None,
) -> Complaint:
    """Close the complaint with an outcome and reasons that the complainant reads. `decision` says which investigation
    was decided, and the sum of a fine, where it closes by a decision.
    """
    if outcome not in Outcome.values:
        raise InvalidInput.field("outcome", _("This is not one of the choices."))

    def close(row: Complaint) -> None:
        row.outcome = outcome
        row.closed_at = timezone.now()

    complaint = WORKFLOW.apply(
        actor,
        complaint,
        "conclude",
        given={"outcome": outcome, "reason": reason},
        facts={"outcome": outcome, **(decision or {})},
        change=close,
        save=["outcome", "closed_at"],
    )
    tell_complainant(complaint=complaint)
    _after(complaint, "conclude")
    return complaint


@transaction.atomic
def reject(*, actor: Actor, complaint: Complaint, reason: str) -> Complaint:
    """Reject with a reason; the complainant is told and may ask to look again."""
    complaint = WORKFLOW.apply(
        actor, complaint, "reject", given={"reason": reason}, change=_end_now, save=["closed_at"]
    )
    tell_complainant(complaint=complaint)
    _after(complaint, "reject")
    return complaint


@transaction.atomic
def request_reconsideration(*, actor: Actor, complaint: Complaint, reason: str) -> Complaint:
    """The complainant asks the authority to look again at a rejection; the officer who has it is told."""
    complaint = WORKFLOW.apply(
        actor,
        complaint,
        "request_reconsideration",
        given={"reason": reason},
        change=_not_ended,
        save=["closed_at"],
    )
    _tell_assignee(complaint, "complaints.answered")
    return complaint


@transaction.atomic
def withdraw(*, actor: Actor, complaint: Complaint, reason: str = "") -> Complaint:
    """The complainant takes the complaint back; the officer who has it is told."""
    complaint = WORKFLOW.apply(
        actor, complaint, "withdraw", given={"reason": reason}, change=_end_now, save=["closed_at"]
    )
    _tell_assignee(complaint, "complaints.withdrawn")
    return complaint


@transaction.atomic
def reopen(*, actor: Actor, complaint: Complaint, reason: str) -> Complaint:
    """Take a closed complaint up again; its outcome is cleared and the complainant is told."""

    def clear(row: Complaint) -> None:
        row.outcome = ""
        row.closed_at = None
        row.reopening_asked_at = None

    saved = ["outcome", "closed_at", "reopening_asked_at"]
    complaint = WORKFLOW.apply(actor, complaint, "reopen", given={"reason": reason}, change=clear, save=saved)
    tell_complainant(complaint=complaint)
    return complaint


@transaction.atomic
def take_back(*, actor: Actor, complaint: Complaint) -> Complaint:
    """Undo the authority's last step where that can be: acceptance, a question, a rejection or a closing.

    Called by the undo of an act upon many. The complainant reads of it and is told.
    """
    if complaint.state != ComplaintState.CLOSED:
        complaint = WORKFLOW.apply(actor, complaint, "take_back", change=_not_ended, save=["closed_at"])
    else:

        def open_again(row: Complaint) -> None:
            row.outcome = ""
            row.closed_at = None

        complaint = WORKFLOW.apply(
            actor, complaint, "take_back_closing", change=open_again, save=["outcome", "closed_at"]
        )
    tell_complainant(complaint=complaint)
    return complaint


@transaction.atomic
def assign(*, actor: Actor, complaint: Complaint, assignee: User | None) -> Complaint:
    """Give the complaint to a colleague of the same authority, or to nobody; the colleague is told."""
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("authority").get(pk=complaint.pk)
    if not can(actor, "complaints.assign", locked) or locked.authority is None:
        raise NotAllowed()
    if assignee is not None and not colleagues(actor, locked.authority).filter(pk=assignee.pk).exists():
        raise InvalidInput.field("assignee", _("This person does not work on your authority’s cases."))
    locked.assigned_to = assignee
    locked.save(update_fields=["assigned_to", "updated_at"])
    timeline.write(
        actor=actor,
        subject=locked,
        kind="complaints.assigned" if assignee else "complaints.unassigned",
        data={"assignee": str(assignee)} if assignee else {},
        shared=False,
    )
    audit.record(
        actor=actor,
        action="complaints.assign",
        subject=locked,
        chain=chain(locked),
        facts={"assignee": assignee.pk if assignee else None},
    )
    if assignee is not None and assignee.pk != actor.user_id:
        _tell_assignee(locked, "complaints.assigned")
    return locked


def perform(*, actor: Actor, complaint: Complaint, action: str, given: Mapping[str, Any]) -> Complaint:
    """Do an offered action by its name, with what was given for it; the one door of the act page and the API.

    `given` holds already cleaned values: text, dates, and an `Authority` for a referral. Raises InvalidInput for
    an unknown action, WrongState for one that only follows from another service, and what the action refuses.
    """
    rows = WORKFLOW.named(action)
    if not rows:
        raise InvalidInput.field("action", _("There is no such action."))
    if action not in _VERBS:
        raise WrongState(_("This follows from another act and is not done by itself."))
    known = {*rows[0].needs, *rows[0].may_give}
    missing = {name: _("Enter this to go on.") for name in rows[0].needs if given.get(name) in (None, "")}
    if missing and can(actor, f"complaints.{action}", complaint):
        raise InvalidInput(errors=missing)
    values = {name: value for name, value in given.items() if name in known and value not in (None, "")}
    for name in missing:
        values[name] = ""
    return _VERBS[action](actor=actor, complaint=complaint, **values)


_VERBS: dict[str, Callable[..., Complaint]] = {
    "acknowledge": acknowledge,
    "request_information": request_information,
    "reply": reply,
    "accept": accept,
    "conclude": conclude,
    "refer": refer,
    "reject": reject,
    "request_reconsideration": request_reconsideration,
    "withdraw": withdraw,
    "reopen": reopen,
    "request_reopening": request_reopening,
    "decline_reopening": decline_reopening,
}


def _after(complaint: Complaint, action: str) -> None:
    """Let other apps follow up the act that the timeline has just told of."""
    entry = timeline.entries(complaint).filter(kind=f"{WORKFLOW.name}.{action}").first()
    if entry is not None:
        queue.enqueue("complaints.acted", complaint_id=complaint.pk, entry_id=entry.pk, action=action)


def _post(actor: Actor, complaint: Complaint, text: str, **options: Any) -> None:
    try:
        post(actor=actor, complaint=complaint, body=text, **options)
    except InvalidInput as refusal:
        raise InvalidInput(errors={"message": refusal.errors["body"]}) from refusal


def _tell_assignee(complaint: Complaint, kind: str) -> None:
    if complaint.assigned_to_id is not None:
        notifications.notify_users(
            user_ids=[complaint.assigned_to_id],
            kind=kind,
            data={"reference": complaint.reference},
            path=f"/complaints/{complaint.reference}/",
        )
