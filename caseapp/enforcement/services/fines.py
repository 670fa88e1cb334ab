"""A fine from the day it is imposed until it is paid, written off or published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints_services
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.enforcement.enums import EntryKind, FineState
from caseapp.enforcement.models import Decision, Fine, LedgerEntry
from caseapp.enforcement.selectors.fines import lines_of, open_instalments, standing_of
from caseapp.enforcement.services.publishing import public_summary
from caseapp.enforcement.workflow import FINE, fine_chain
from caseapp.notifications import services as notifications
from caseapp.rules import fines as arithmetic
from caseapp.rules.dates import farthest_day
from caseapp.rules.fines import Line, Refusal

NOTE_MAX = 300

timeline.tell("fines.impose", _("A fine of %(sum)s was imposed."))
timeline.tell("fines.publish", _("The fine was put into the public register."))
timeline.tell("complaints.fine_imposed", _("A fine of %(sum)s was imposed on the respondent."))
notifications.tell("enforcement.fine_news", _("There is news on the fine in complaint %(reference)s."))
notifications.tell("enforcement.fine_overdue", _("Fine %(reference)s was not paid in time."))
notifications.tell("enforcement.fine_paid", _("Fine %(reference)s was paid in full."))

_REFUSALS: dict[Refusal, Any] = {
    Refusal.NOT_POSITIVE: _("Enter a sum above zero."),
    Refusal.TOO_FINE: _("This currency has fewer decimals than you entered."),
    Refusal.NOTHING_OWED: _("Nothing is owed on this fine any more."),
}

_NEWS: dict[str, Any] = {
    FineState.UNDER_APPEAL: _("The respondent appealed against the fine."),
    FineState.UPHELD: _("The appeal failed: the fine stands."),
    FineState.REDUCED: _("On appeal the fine was reduced."),
    FineState.ANNULLED: _("On appeal the fine was annulled."),
    FineState.PAID: _("The respondent paid the fine in full."),
    FineState.WRITTEN_OFF: _("What was still owed on the fine was written off."),
}
for _state, _sentence in _NEWS.items():
    timeline.tell(f"complaints.fine_{_state}", _sentence)


@dataclass(frozen=True)
class Terms:
    """A fine's sum, its currency, and the day to pay by."""

    amount: Decimal
    currency: str
    due_on: date


def impose(*, actor: Actor, decision: Decision, terms: Terms, complaints: Iterable[Complaint]) -> Fine:
    """Make the fine of an approved decision, with the first line of its ledger, and let it fall due. Runs inside the
    transaction of the approval; the joined complaints' timelines say the sum.
    """
    investigation = decision.investigation
    fine = Fine.objects.create(
        decision=decision,
        authority_id=investigation.authority_id,
        respondent_id=investigation.respondent_id,
        currency=terms.currency,
        imposed_on=today_at(investigation.authority),
        due_on=terms.due_on,
    )
    enter(actor, fine, Line(arithmetic.LineKind.IMPOSED, terms.amount, terms.currency))
    facts = {"amount": str(terms.amount), "currency": fine.currency}
    timeline.write(actor=actor, subject=fine, kind="fines.impose", data=facts)
    audit.record(
        actor=actor,
        action="fines.impose",
        subject=fine,
        chain=fine_chain(fine),
        facts={**facts, "investigation": investigation.reference},
    )
    for complaint in complaints:
        timeline.write(actor=actor, subject=complaint, kind="complaints.fine_imposed", data=facts)
    return FINE.apply(actor, fine, "fall_due", facts={"due_on": fine.due_on.isoformat()})


@transaction.atomic
def fall_due(*, actor: Actor, fine: Fine, due_on: date | None = None) -> Fine:
    """Set the fine as due, after it was imposed or an appeal ended; `due_on` moves the day to pay.

    Refuses a day that is past: after an appeal the respondent gets time to pay.
    """
    day = due_on or fine.due_on
    if day < today_at(fine.authority):
        raise InvalidInput.field("due_on", _("Enter a day to pay by that is not past."))

    def move(row: Fine) -> None:
        row.due_on = day

    due = FINE.apply(actor, fine, "fall_due", facts={"due_on": day.isoformat()}, change=move, save=["due_on"])
    ended = due.appeals.exclude(decided_on=None).last()
    if ended is not None:
        ended.due_on = day
        ended.save(update_fields=["due_on", "updated_at"])
    return due


@transaction.atomic
def record_payment(
    *,
    actor: Actor,
    fine: Fine,
    amount: Decimal,
    on: date,
    currency: str = "",
    note: str = "",
    key: str = "",
) -> LedgerEntry:
    """Enter a payment that arrived, in the fine's currency, at most what is owed; the last one marks the fine as paid.

    The fine's row is locked, so payments entered at the same moment cannot together exceed what is owed. `key` makes
    entering safe to repeat: the same key gives the first line again. `on` is the day it arrived, from the day of the
    fine until today. Of a plan, the day to pay becomes that of the next part. When all is paid, the lead of
    the investigation and the complainants are told.
    """
    locked = locked_fine(actor, fine, "fines.record_payment")
    currency = currency or locked.currency
    if key:
        earlier = LedgerEntry.objects.filter(fine=locked, key=key).first()
        if earlier is not None:
            if (earlier.kind, earlier.amount, earlier.on) != (EntryKind.PAYMENT, -amount, on):
                raise WrongState(_("This form was sent before with other figures. Open it again."))
            return earlier
    if not locked.imposed_on <= on <= today_at(locked.authority):
        raise InvalidInput.field("on", _("Enter a day from the day of the fine until today."))
    if len(note) > NOTE_MAX:
        raise InvalidInput.field("note", _("Use at most 300 characters."))
    facts = {"amount": str(amount), "currency": currency}
    now = standing_of(locked)
    places = arithmetic.places_of(locked.currency)
    refusal = arithmetic.payment_refusal(now, amount, currency, places=places)
    if refusal is not None and _takes_payments(locked):
        raise _refused(refusal, now, currency)
    updated = FINE.apply(actor, locked, "record_payment", given={"amount": amount, "on": on}, facts=facts)
    entry = enter(actor, updated, arithmetic.payment(now, amount, currency, places=places), on=on, note=note, key=key)
    if standing_of(updated).settled:
        _settle(actor, updated)
    elif parts := open_instalments(updated):
        updated.due_on = parts[0].due_on
        updated.save(update_fields=["due_on", "updated_at"])
    return entry


@transaction.atomic
def mark_overdue(*, actor: Actor, fine: Fine) -> Fine:
    """Mark a fine whose day to pay has passed; the lead of the investigation is told. Refuses one that is in time."""
    locked: Fine = Fine.objects.select_for_update().get(pk=fine.pk)
    if locked.due_on >= today_at(locked.authority):
        raise WrongState(_("The day to pay has not passed."))
    locked = FINE.apply(actor, locked, "become_overdue", facts={"due_on": locked.due_on.isoformat()})
    _tell_lead(locked, "enforcement.fine_overdue")
    return locked


def mark_overdue_fines() -> int:
    """Mark every fine whose day to pay has passed, each in its own transaction; returns how many. Safe to run again."""
    late = Fine.objects.filter(
        state__in=[FineState.DUE, FineState.PART_PAID], due_on__lt=farthest_day(timezone.now())
    ).values_list("pk", flat=True)
    marked = 0
    for pk in list(late):
        try:
            mark_overdue(actor=SYSTEM, fine=Fine(pk=pk))
        except WrongState:
            continue  # Paid, appealed or given more time since the list was made.
        marked += 1
    return marked


@transaction.atomic
def write_off(*, actor: Actor, fine: Fine, reason: str) -> Fine:
    """Let go of what is still owed, with a reason; a supervisor's act. What was paid stays paid."""
    locked = locked_fine(actor, fine, "fines.write_off")
    now = standing_of(locked)
    updated = FINE.apply(
        actor,
        locked,
        "write_off",
        given={"reason": reason.strip()},
        facts={"amount": str(now.owed), "currency": locked.currency},
    )
    if now.owed == 0:
        raise WrongState(_REFUSALS[Refusal.NOTHING_OWED])
    enter(actor, updated, arithmetic.write_off(now), note=reason.strip()[:NOTE_MAX])
    tell_complainants(actor=actor, fine=updated)
    return updated


@transaction.atomic
def publish(*, actor: Actor, fine: Fine, summary: str) -> Fine:
    """Put the fine into the public register with a summary that names nobody; publishing again corrects the summary.

    A supervisor's act. Refuses a fine under appeal, and a summary with an e-mail address or a complaint's reference.
    """
    locked = locked_fine(actor, fine, "fines.publish")
    if locked.state in {FineState.IMPOSED, FineState.UNDER_APPEAL}:
        raise WrongState(_("A fine under appeal is not final and cannot be published yet."))
    summary = public_summary(summary)
    locked.summary = summary
    locked.published_at = locked.published_at or timezone.now()
    locked.save(update_fields=["summary", "published_at", "updated_at"])
    timeline.write(actor=actor, subject=locked, kind="fines.publish")
    audit.record(
        actor=actor,
        action="fines.publish",
        subject=locked,
        chain=fine_chain(locked),
        facts={"summary": audit.digest(summary)},
    )
    return locked


def locked_fine(actor: Actor, fine: Fine, policy: str) -> Fine:
    """The fine's row, locked until the transaction ends; NotAllowed by policy."""
    locked: Fine = (
        Fine.objects.select_for_update(of=("self",)).select_related("decision__investigation").get(pk=fine.pk)
    )
    if not can(actor, policy, locked):
        raise NotAllowed()
    return locked


def enter(
    actor: Actor, fine: Fine, line: Line, *, on: date | None = None, note: str = "", key: str = ""
) -> LedgerEntry:
    """Add a line to the ledger of a fine whose row is locked. Raises CurrencyMismatch rather than mix currencies."""
    if line.currency != fine.currency:
        raise arithmetic.CurrencyMismatch(f"{line.currency} in a ledger of {fine.currency}")
    return LedgerEntry.objects.create(
        fine=fine,
        kind=line.kind.value,
        amount=line.amount,
        currency=line.currency,
        on=on or today_at(fine.authority),
        note=note.strip(),
        key=key,
        recorded_by_id=actor.user_id,
    )


def settle_if_nothing_is_owed(actor: Actor, fine: Fine) -> Fine:
    """After a sum went down: mark as paid when what was paid covers it."""
    return _settle(actor, fine) if arithmetic.standing(lines_of(fine), fine.currency).settled else fine


def tell_complainants(*, actor: Actor, fine: Fine) -> None:
    """Tell everyone whose complaint led to the fine what it has come to; their timelines say it in a sentence."""
    joined = Complaint.objects.filter(investigation_links__investigation__decision__fine=fine).order_by("pk")
    for complaint in joined:
        timeline.write(actor=actor, subject=complaint, kind=f"complaints.fine_{fine.state}")
        complaints_services.tell_complainant(complaint=complaint, kind="enforcement.fine_news")


def money_words(amount: Decimal, currency: str) -> str:
    """A sum as sentences hold it: thousands apart, in the currency's decimals."""
    return f"{amount:,.{arithmetic.places_of(currency)}f}"


def _settle(actor: Actor, fine: Fine) -> Fine:
    paid = FINE.apply(actor, fine, "settle")
    _tell_lead(paid, "enforcement.fine_paid")
    tell_complainants(actor=actor, fine=paid)
    return paid


def _tell_lead(fine: Fine, kind: str) -> None:
    lead = fine.decision.investigation.lead_id
    if lead is not None:
        notifications.notify_users(
            user_ids=[lead], kind=kind, data={"reference": fine.reference}, path=f"/fines/{fine.reference}/"
        )


def _takes_payments(fine: Fine) -> bool:
    return any(fine.state in row.sources for row in FINE.named("record_payment"))


def _refused(refusal: Refusal, now: arithmetic.Standing, currency: str) -> InvalidInput:
    if refusal is Refusal.WRONG_CURRENCY:
        return InvalidInput.field(
            "currency",
            _("This fine is in %(fine)s; a payment in %(paid)s cannot be entered.")
            % {"fine": now.currency, "paid": currency},
        )
    if refusal is Refusal.TOO_MUCH:
        return InvalidInput.field(
            "amount",
            _("This is more than is owed: %(owed)s %(currency)s.")
            % {"owed": money_words(now.owed, now.currency), "currency": now.currency},
        )
    return InvalidInput.field("amount", _REFUSALS[refusal])
