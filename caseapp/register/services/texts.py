"""A public text is written by one person and published by another, who reads it beside what it was made from."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import supervisors, today_at
from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.wording import written_day
from caseapp.enforcement import services as enforcement
from caseapp.enforcement.enums import UNISSUED_ORDER_STATES, FineState, InvestigationState
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine
from caseapp.notifications import services as notifications
from caseapp.register.enums import Kind, TextState
from caseapp.register.models import PublicText
from caseapp.register.services.redaction import redacted
from caseapp.register.workflow import TEXT

notifications.tell("register.proposed", _("A text for the public register waits to be read over: %(reference)s."))
notifications.tell("register.sent_back", _("A text for the public register was sent back: %(reference)s."))

_NOT_FINAL = _("This is not final: the decision is not approved, or it is under appeal. It cannot be published yet.")


@transaction.atomic
def propose_text(
    *,
    actor: Actor,
    kind: str,
    decision: Decision,
    text: str,
    left_out: str = "",
    fine: Fine | None = None,
    order: ComplianceOrder | None = None,
) -> PublicText:
    """Propose what the public is to read about a decision, its fine or an order; also the next version of it.

    For an investigator or supervisor; the supervisors of the authority are told. A text that was proposed before and
    not read over yet is replaced by this one. Refuses what is not final, and texts that name somebody (see `redacted`).
    """
    locked = Decision.objects.select_for_update(of=("self",)).select_related("investigation").get(pk=decision.pk)
    if not can(actor, "register.propose", locked):
        raise NotAllowed()
    _final(locked, fine, order)
    written = redacted(text, locked)
    subject = {"kind": kind, "decision": locked, "fine": fine, "order": order}
    waiting = PublicText.objects.filter(state=TextState.PROPOSED, **subject).first()
    made = waiting or PublicText(authority_id=locked.investigation.authority_id, **subject)
    made.text, made.left_out, made.author_id = written, left_out.strip()[:2_000], actor.user_id
    made.save()
    audit.record(
        actor=actor,
        action="register.propose",
        subject=made,
        chain=TEXT.chain(made),
        facts={"kind": kind, "text": audit.digest(written)},
    )
    notifications.notify_users(
        user_ids=supervisors(made.authority_id).exclude(pk=actor.user_id or 0).values_list("pk", flat=True),
        kind="register.proposed",
        data={"reference": made.reference},
        path=f"/register/review/{made.reference}/",
    )
    return made


def record_reply(*, actor: Actor, decision: Decision, text: str, received_on: dt.date | None = None) -> PublicText:
    """Record the respondent's reply to what is public about a decision: its right of reply.

    Called by an officer's page, or for the respondent by the system's actor; then nobody is its author. It is shown
    beside every entry of the decision once a supervisor read it over; a later reply replaces an earlier one.
    """
    if received_on is not None and received_on > today_at(decision.investigation.authority):
        raise InvalidInput.field("received_on", _("This day has not come yet."))
    note = "" if received_on is None else _("Received: %(day)s") % {"day": written_day(received_on)}
    return propose_text(actor=actor, kind=Kind.REPLY, decision=decision, text=text, left_out=str(note))


@transaction.atomic
def approve_text(*, actor: Actor, text: PublicText) -> PublicText:
    """Publish a proposed text: a supervisor's act, never the author's. The version before stays readable.

    The fine or order goes into the register with it. Refuses what is no longer final.
    """
    decision = Decision.objects.select_for_update(of=("self",)).select_related("investigation").get(pk=text.decision_id)
    if not can(actor, "public_texts.approve", text):
        raise NotAllowed()
    _final(decision, text.fine, text.order)
    redacted(text.text, decision)
    before = PublicText.objects.filter(
        kind=text.kind, decision=decision, fine=text.fine, order=text.order, state=TextState.PUBLISHED
    ).first()
    if before is not None:
        TEXT.apply(actor, before, "replace")

    def sign(row: PublicText) -> None:
        row.reviewer_id, row.reviewed_at = actor.user_id, timezone.now()

    published = TEXT.apply(actor, text, "approve", change=sign, save=["reviewer", "reviewed_at"])
    if text.fine is not None:
        enforcement.publish(actor=actor, fine=text.fine, summary=text.text)
    if text.order is not None:
        enforcement.publish_order(actor=actor, order=text.order, summary=text.text)
    return published


@transaction.atomic
def send_back_text(*, actor: Actor, text: PublicText, reason: str) -> PublicText:
    """Send a proposed text back to its author with a reason; a supervisor's act."""

    def sign(row: PublicText) -> None:
        row.reviewer_id, row.reviewed_at, row.reason = actor.user_id, timezone.now(), reason.strip()

    done = TEXT.apply(
        actor, text, "send_back", given={"reason": reason}, change=sign, save=["reviewer", "reviewed_at", "reason"]
    )
    if done.author_id is not None:
        notifications.notify_users(
            user_ids=[done.author_id],
            kind="register.sent_back",
            data={"reference": done.reference},
            path=f"/register/review/{done.reference}/",
        )
    return done


def perform_on_text(*, actor: Actor, text: PublicText, action: str, given: Mapping[str, Any]) -> PublicText:
    """Do an action of the table by name."""
    if action == "approve":
        return approve_text(actor=actor, text=text)
    if action == "send_back":
        return send_back_text(actor=actor, text=text, reason=given.get("reason", ""))
    raise InvalidInput.field("action", _("There is no such action."))


def _final(decision: Decision, fine: Fine | None, order: ComplianceOrder | None) -> None:
    if decision.approved_at is None or decision.investigation.state == InvestigationState.APPEALED:
        raise WrongState(_NOT_FINAL)
    if fine is not None and fine.state in {FineState.IMPOSED, FineState.UNDER_APPEAL}:
        raise WrongState(_NOT_FINAL)
    if order is not None and order.state in UNISSUED_ORDER_STATES:
        raise WrongState(_NOT_FINAL)
