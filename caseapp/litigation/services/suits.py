"""Suits: opened in a case file, carried from stage to stage, with hearings, judgments and awards."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from moneyed import CURRENCIES

from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import TAKING_PART, AwardKind, CaseFileState, JudgmentResult, SuitState
from caseapp.litigation.models import Award, CaseFile, CivilSuit, CollectiveMember, Hearing, Judgment
from caseapp.litigation.selectors.suits import today_of
from caseapp.litigation.workflow import SUIT, suit_chain
from caseapp.notifications import services as notifications

timeline.tell("suits.opened", _("A suit against the respondent is being prepared."))
timeline.tell("suits.hearing", _("A hearing was set for %(day)s."))
timeline.tell("suits.award", _("%(sum)s were awarded."))
notifications.tell("litigation.suit_news", _("There is news on your suit %(reference)s."))


@transaction.atomic
def open_suit(
    *,
    actor: Actor,
    case_file: CaseFile,
    court: str,
    cause: str,
    claimed_amount: Decimal | None,
    currency: str,
    docket_number: str = "",
) -> CivilSuit:
    """Begin to prepare a suit in an open case file; the sum claimed may still be unknown. Clients are told.

    Raises InvalidInput by field, WrongState in a closed case file.
    """
    if not can(actor, "case_files.open_suit", case_file):
        raise NotAllowed()
    if case_file.state != CaseFileState.OPEN:
        raise WrongState(_("Reopen the case file first."))
    faults: dict[str, Any] = {}
    if not court.strip():
        faults["court"] = _("Name the court.")
    if not cause.strip():
        faults["cause"] = _("Name the cause of action.")
    faults.update(_sum_faults("claimed_amount", claimed_amount, currency))
    if faults:
        raise InvalidInput(errors=faults)
    suit = CivilSuit.objects.create(
        case_file=case_file,
        court=court.strip(),
        cause=cause.strip(),
        claimed_amount=claimed_amount,
        currency=currency,
        docket_number=docket_number.strip(),
    )
    timeline.write(actor=actor, subject=suit, kind="suits.opened")
    audit.record(
        actor=actor, action="suits.open", subject=suit, chain=suit_chain(suit), facts={"case_file": case_file.reference}
    )
    _tell_clients(suit)
    return suit


@transaction.atomic
def file(*, actor: Actor, suit: CivilSuit, docket_number: str, filed_on: date) -> CivilSuit:
    """Record that the suit was filed, under which docket number and when; clients are told."""

    def put(row: CivilSuit) -> None:
        row.docket_number = docket_number.strip()
        row.filed_on = filed_on

    _not_future("filed_on", filed_on, suit)
    suit = SUIT.apply(
        actor,
        suit,
        "file",
        given={"docket_number": docket_number.strip(), "filed_on": filed_on},
        facts={"docket_number": docket_number.strip()},
        change=put,
        save=["docket_number", "filed_on"],
    )
    _tell_clients(suit)
    return suit


@transaction.atomic
def record_judgment(
    *,
    actor: Actor,
    suit: CivilSuit,
    decided_on: date,
    result: str,
    summary: str,
    final: bool = False,
) -> CivilSuit:
    """Record a judgment of this instance; clients are told. An earlier final one stands beside it, never changed."""
    _not_future("decided_on", decided_on, suit)
    if result and result not in JudgmentResult.values:
        raise InvalidInput.field("result", _("This is not one of the choices."))
    given = {"decided_on": decided_on, "result": result, "summary": summary.strip()}
    suit = SUIT.apply(actor, suit, "record_judgment", given=given, facts={"decided_on": str(decided_on)})
    Judgment.objects.create(suit=suit, final=final, **given)
    _tell_clients(suit)
    return suit


@transaction.atomic
def settle(*, actor: Actor, suit: CivilSuit, amount: Decimal, awarded_on: date) -> CivilSuit:
    """Record a settlement with its sum, in the suit's currency; clients are told."""
    _not_future("awarded_on", awarded_on, suit)
    suit = SUIT.apply(actor, suit, "settle", given={"amount": amount, "awarded_on": awarded_on})
    _award(actor, suit, AwardKind.SETTLEMENT, amount, awarded_on, None)
    _tell_clients(suit)
    return suit


@transaction.atomic
def record_award(*, actor: Actor, suit: CivilSuit, kind: str, amount: Decimal | None, awarded_on: date) -> Award:
    """Record a sum that the newest judgment gives, by head of claim, in the suit's currency; clients are told.

    Refused before a judgment, and for a judgment that went to the respondent.
    """
    locked = CivilSuit.objects.select_for_update().get(pk=suit.pk)
    if not can(actor, "suits.record_award", locked):
        raise NotAllowed()
    judgment = locked.judgments.order_by("decided_on", "pk").last()
    if judgment is None or locked.state not in {SuitState.JUDGMENT, SuitState.APPEALED, SuitState.COLLECTING}:
        raise WrongState(_("Record the judgment first."))
    if judgment.result == JudgmentResult.FOR_RESPONDENT:
        raise WrongState(_("This judgment gives the claimant nothing."))
    _not_future("awarded_on", awarded_on, suit)
    award = _award(actor, locked, kind, amount, awarded_on, judgment)
    _tell_clients(locked)
    return award


@transaction.atomic
def schedule_hearing(
    *, actor: Actor, suit: CivilSuit, starts_at: datetime, time_zone: str, place: str, purpose: str
) -> Hearing:
    """Set a hearing; `starts_at` is aware, `time_zone` the court's IANA zone. Clients are told the day."""
    if not can(actor, "suits.schedule_hearing", suit):
        raise NotAllowed()
    faults: dict[str, Any] = {}
    if time_zone not in available_timezones():
        faults["time_zone"] = _("Choose a time zone.")
    if not place.strip():
        faults["place"] = _("Say where the hearing is.")
    if not purpose.strip():
        faults["purpose"] = _("Say what the hearing is for.")
    if suit.state in {SuitState.CONCLUDED, SuitState.WITHDRAWN, SuitState.DISMISSED}:
        raise WrongState(_("This suit has ended."))
    if faults:
        raise InvalidInput(errors=faults)
    hearing = Hearing.objects.create(
        suit=suit, starts_at=starts_at, time_zone=time_zone, place=place.strip(), purpose=purpose.strip()
    )
    timeline.write(actor=actor, subject=suit, kind="suits.hearing", data={"day": starts_at.date().isoformat()})
    audit.record(
        actor=actor,
        action="suits.schedule_hearing",
        subject=suit,
        chain=suit_chain(suit),
        facts={"hearing": hearing.pk, "starts_at": starts_at.isoformat()},
    )
    _tell_clients(suit)
    return hearing


@transaction.atomic
def move(*, actor: Actor, suit: CivilSuit, action: str, reason: str = "") -> CivilSuit:
    """A stage that needs nothing more than a reason: serve, answer, mediation, hearing, withdraw, dismiss, appeal,
    collect, conclude. Clients are told."""
    suit = SUIT.apply(actor, suit, action, given={"reason": reason})
    _tell_clients(suit)
    return suit


def perform(*, actor: Actor, suit: CivilSuit, action: str, given: Mapping[str, Any]) -> CivilSuit:
    """Do an offered action by its name, for the act page and the API."""
    rows = SUIT.named(action)
    if not rows:
        raise InvalidInput.field("action", _("There is no such action."))
    known = {*rows[0].needs, *rows[0].may_give}
    values = {name: value for name, value in given.items() if name in known and value is not None}
    missing = {name: _("Enter this to go on.") for name in rows[0].needs if values.get(name) in (None, "")}
    if missing and can(actor, f"suits.{action}", suit):
        raise InvalidInput(errors=missing)
    if missing:
        raise NotAllowed()
    verb = _VERBS.get(action)
    if verb is not None:
        return verb(actor=actor, suit=suit, **values)
    return move(actor=actor, suit=suit, action=action, reason=values.get("reason", ""))


_VERBS: dict[str, Callable[..., CivilSuit]] = {
    "file": file,
    "record_judgment": record_judgment,
    "settle": settle,
}


def _award(
    actor: Actor, suit: CivilSuit, kind: str, amount: Decimal | None, awarded_on: date, judgment: Judgment | None
) -> Award:
    if kind not in AwardKind.values:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    if amount is None or amount <= 0:
        raise InvalidInput.field("amount", _("Enter a sum above zero."))
    faults = _sum_faults("amount", amount, suit.currency)
    if faults:
        raise InvalidInput(errors=faults)
    award = Award.objects.create(
        suit=suit, judgment=judgment, kind=kind, amount=amount, currency=suit.currency, awarded_on=awarded_on
    )
    timeline.write(
        actor=actor, subject=suit, kind="suits.award", data={"amount": f"{amount:.2f}", "currency": suit.currency}
    )
    audit.record(
        actor=actor,
        action="suits.record_award",
        subject=suit,
        chain=suit_chain(suit),
        facts={"award": award.pk, "kind": kind, "amount": f"{amount:.2f}", "currency": suit.currency},
    )
    return award


def _sum_faults(field: str, amount: Decimal | None, currency: str) -> dict[str, Any]:
    if currency not in CURRENCIES:
        return {"currency": _("Use a three-letter currency code, such as CNY.")}
    if amount is None:
        return {}
    if amount < 0:
        return {field: _("A sum cannot be negative.")}
    if amount >= Decimal(10) ** 16:
        return {field: _("This sum is too large.")}
    return {}


def _not_future(field: str, day: date | None, suit: CivilSuit) -> None:
    if day is not None and day > today_of(suit):
        raise InvalidInput.field(field, _("The day must not lie in the future."))


def _tell_clients(suit: CivilSuit) -> None:
    clients = {one.complaint_id: one.complaint for one in suit.case_file.engagements.select_related("complaint")}
    members = CollectiveMember.objects.filter(action__suit=suit, state__in=TAKING_PART).select_related("complaint")
    clients.update((one.complaint_id, one.complaint) for one in members)
    for complaint in clients.values():
        complaints.tell_complainant(
            complaint=complaint,
            kind="litigation.suit_news",
            data={"reference": suit.reference},
            path=f"/suits/{suit.reference}/",
        )
