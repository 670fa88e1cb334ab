"""A suit from stage to stage: filed, served, answered, heard, judged, appealed, settled, collected."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import AppealOutcome, AwardKind, JudgmentResult, SuitSide, SuitState
from caseapp.litigation.models import CivilSuit, Judgment, SuitAppeal, SuitStage
from caseapp.litigation.selectors.procedures import procedure_of, stage_names, stages_at
from caseapp.litigation.selectors.suits import today_of
from caseapp.litigation.services.collecting import replace_awards
from caseapp.litigation.services.limitation_suits import met_by_filing, run_after_suit
from caseapp.litigation.services.suit_locks import locked_suit
from caseapp.litigation.services.suits.awards import make_award
from caseapp.litigation.services.suits.checking import not_future
from caseapp.litigation.services.suits.lapsing import lapse_offers
from caseapp.litigation.services.suits.reaching import reach
from caseapp.litigation.services.suits.telling import tell_clients
from caseapp.litigation.workflow import SUIT, suit_chain

timeline.tell("suits.stage", _("The suit reached this stage on %(day)s: %(stage)s."))


@transaction.atomic
def file(*, actor: Actor, suit: CivilSuit, docket_number: str, filed_on: date) -> CivilSuit:
    """Record that the suit was filed, under which docket number and when; clients are told.

    The limitation dates of the clients it is brought for are met by it.
    """

    def put(row: CivilSuit) -> None:
        row.docket_number = docket_number.strip()
        row.filed_on = filed_on

    not_future("filed_on", filed_on, suit)
    suit = SUIT.apply(
        actor,
        suit,
        "file",
        given={"docket_number": docket_number.strip(), "filed_on": filed_on},
        facts={"docket_number": docket_number.strip()},
        change=put,
        save=["docket_number", "filed_on"],
    )
    # Entered later than it happened: it was prepared by the day on which it was filed.
    suit.stages.filter(reached_on__gt=filed_on).update(reached_on=filed_on)
    met_by_filing(actor=actor, suit=suit, filed_on=filed_on)
    reach(actor, suit, filed_on)
    tell_clients(suit)
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
    pay_by: date | None = None,
    appeal_outcome: str = "",
) -> CivilSuit:
    """Record a judgment of this instance; clients are told. An earlier one stands beside it, never changed. Open offers
    lapse.

    On appeal it says what became of the first: where that was changed or set aside, its awards do not stand any more.
    """
    not_future("decided_on", decided_on, suit)
    if result and result not in JudgmentResult.values:
        raise InvalidInput.field("result", _("This is not one of the choices."))
    if pay_by is not None and pay_by < decided_on:
        raise InvalidInput.field("pay_by", _("The last day must not be before the first."))
    on_appeal = SuitAppeal.objects.filter(suit=suit, decided_on=None).first()
    ends = {AppealOutcome.UPHELD, AppealOutcome.CHANGED, AppealOutcome.SET_ASIDE}
    if on_appeal is not None and appeal_outcome not in ends and can(actor, "suits.record_judgment", suit):
        raise InvalidInput.field("appeal_outcome", _("Say what became of the judgment that was appealed."))
    given = {"decided_on": decided_on, "result": result, "summary": summary.strip()}
    suit = SUIT.apply(actor, suit, "record_judgment", given=given, facts={"decided_on": str(decided_on)})
    judgment = Judgment.objects.create(suit=suit, final=final, pay_by=pay_by, **given)
    if on_appeal is not None:
        _end_appeal(on_appeal, decided_on, appeal_outcome)
        if appeal_outcome != AppealOutcome.UPHELD:
            replace_awards(actor, suit, judgment)
    lapse_offers(actor, suit)
    reach(actor, suit, decided_on)
    tell_clients(suit)
    return suit


@transaction.atomic
def appeal(*, actor: Actor, suit: CivilSuit, lodged_on: date, side: str, court: str, grounds: str = "") -> CivilSuit:
    """Record an appeal against the newest judgment, by which side and to which court. Clients are told."""
    not_future("lodged_on", lodged_on, suit)
    if side not in SuitSide.values:
        raise InvalidInput.field("side", _("This is not one of the choices."))
    judgment = suit.judgments.order_by("decided_on", "pk").last()
    suit = SUIT.apply(
        actor,
        suit,
        "appeal",
        given={"lodged_on": lodged_on, "side": side, "court": court.strip()},
        facts={"lodged_on": str(lodged_on), "side": side},
    )
    if judgment is None:
        raise WrongState(_("Record the judgment first."))
    SuitAppeal.objects.create(
        suit=suit, judgment=judgment, lodged_on=lodged_on, side=side, court=court.strip(), grounds=grounds.strip()
    )
    reach(actor, suit, lodged_on)
    tell_clients(suit)
    return suit


@transaction.atomic
def settle(*, actor: Actor, suit: CivilSuit, amount: Decimal, awarded_on: date) -> CivilSuit:
    """Record a settlement with its sum, in the suit's currency; clients are told. Open offers lapse."""
    not_future("awarded_on", awarded_on, suit)
    suit = SUIT.apply(actor, suit, "settle", given={"amount": amount, "awarded_on": awarded_on})
    make_award(actor, suit, AwardKind.SETTLEMENT, amount, awarded_on, None)
    lapse_offers(actor, suit)
    tell_clients(suit)
    return suit


@transaction.atomic
def move(*, actor: Actor, suit: CivilSuit, action: str, reason: str = "", on: date | None = None) -> CivilSuit:
    """A stage that needs nothing more than a day or a reason: serve, answer, mediation, hearing, withdraw, dismiss,
    withdraw the appeal, collect, conclude. Clients are told. Withdrawn or dismissed without a decision, the limitation
    dates that the filing had met run again, and open offers lapse."""
    not_future("on", on, suit)
    suit = SUIT.apply(actor, suit, action, given={"reason": reason})
    if action == "withdraw_appeal":
        for found in SuitAppeal.objects.filter(suit=suit, decided_on=None):
            _end_appeal(found, today_of(suit), AppealOutcome.WITHDRAWN)
    elif action in {"withdraw", "dismiss"}:
        run_after_suit(actor=actor, suit=suit, ended_on=today_of(suit))
        lapse_offers(actor, suit)
    elif suit.state != SuitState.CONCLUDED:
        reach(actor, suit, on)
    tell_clients(suit)
    return suit


@transaction.atomic
def record_stage(*, actor: Actor, suit: CivilSuit, stage: str, reached_on: date) -> SuitStage:
    """Write down that the suit reached a further stage within its state, such as the exchange of evidence."""
    locked = locked_suit(actor, suit, "record_stage")
    not_future("reached_on", reached_on, locked)
    names = dict(stage_names(stages_at(procedure_of(locked), locked.state)))
    if stage not in names:
        raise InvalidInput.field("stage", _("This is not one of the choices."))
    made = SuitStage.objects.create(suit=locked, stage=stage, reached_on=reached_on, recorded_by_id=actor.user_id)
    timeline.write(
        actor=actor,
        subject=locked,
        kind="suits.stage",
        data={"stage": names[stage], "day": reached_on.isoformat()},
    )
    audit.record(
        actor=actor,
        action="suits.record_stage",
        subject=locked,
        chain=suit_chain(locked),
        facts={"stage": stage, "reached_on": reached_on.isoformat()},
    )
    return made


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
    return move(actor=actor, suit=suit, action=action, reason=values.get("reason", ""), on=values.get("on"))


_VERBS: dict[str, Callable[..., CivilSuit]] = {
    "file": file,
    "record_judgment": record_judgment,
    "settle": settle,
    "appeal": appeal,
}


def _end_appeal(found: SuitAppeal, day: date, outcome: str) -> None:
    found.decided_on, found.outcome = day, outcome
    found.save(update_fields=["decided_on", "outcome", "updated_at"])
