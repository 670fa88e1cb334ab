"""What is known of a suit beside its stages: judge, counsel, the heads of what is claimed, and the docket."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.litigation.enums import AwardKind, DocketKind, DocketSide, SuitState
from caseapp.litigation.models import CivilSuit, ClaimHead, DocketEntry
from caseapp.litigation.services.conflicts import somebody_added
from caseapp.litigation.services.suit_locks import locked_suit
from caseapp.litigation.services.suits.checking import not_future, sum_faults
from caseapp.litigation.workflow import suit_chain

timeline.tell("suits.docket_entry", _("Entered in the docket for %(day)s: %(title)s."))


@dataclass(frozen=True)
class SuitFacts:
    """Court, docket number, judge, counsel of the other side and cause, as they are now; what is None stays."""

    court: str | None = None
    docket_number: str | None = None
    judge: str | None = None
    adverse_counsel: str | None = None
    cause: str | None = None


@transaction.atomic
def change_suit(*, actor: Actor, suit: CivilSuit, facts: SuitFacts) -> CivilSuit:
    """Put right what is known of a suit; the record keeps which fields. A new judge or counsel
    has the firm's conflict checks run again. Not in a suit that has ended."""
    locked = locked_suit(actor, suit, "change")
    sent = {name: getattr(facts, name) for name in SuitFacts.__dataclass_fields__}
    values = {name: getattr(locked, name) if value is None else value.strip() for name, value in sent.items()}
    faults = {name: _("Enter this to go on.") for name in ("court", "cause") if not values[name]}
    if locked.state != SuitState.PREPARING and not values["docket_number"]:
        faults["docket_number"] = _("Enter this to go on.")
    if faults:
        raise InvalidInput(errors=faults)
    changed = sorted(name for name, value in values.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=[*changed, "updated_at"])
        if {"judge", "adverse_counsel"} & set(changed):
            somebody_added(firm_id=locked.case_file.firm_id)
        audit.record(
            actor=actor, action="suits.change", subject=locked, chain=suit_chain(locked), facts={"fields": changed}
        )
    return locked


@transaction.atomic
def record_head(*, actor: Actor, suit: CivilSuit, kind: str, cause: str, amount: Decimal, basis: str = "") -> ClaimHead:
    """Add a head of claim; the sum claimed is from now on the sum of the heads, in the suit's currency."""
    locked = locked_suit(actor, suit, "record_head")
    faults: dict[str, Any] = sum_faults("amount", amount, locked.currency)
    if amount <= 0:
        faults["amount"] = _("Enter a sum above zero.")
    if kind not in AwardKind.values or kind == AwardKind.SETTLEMENT:
        faults["kind"] = _("This is not one of the choices.")
    if not cause.strip():
        faults["cause"] = _("Name the cause of action.")
    if faults:
        raise InvalidInput(errors=faults)
    head = ClaimHead.objects.create(suit=locked, kind=kind, cause=cause.strip(), amount=amount, basis=basis.strip())
    _claim_the_sum(actor, locked, {"head": head.pk, "kind": kind, "amount": f"{amount:.2f}"})
    return head


@transaction.atomic
def remove_head(*, actor: Actor, suit: CivilSuit, number: int) -> None:
    """Take a head of claim out again while the suit is being prepared."""
    locked = locked_suit(actor, suit, "remove_head")
    if not locked.heads.filter(pk=number).delete()[0]:
        raise InvalidInput.field("number", _("There is no such head."))
    _claim_the_sum(actor, locked, {"removed": number})


@transaction.atomic
def record_docket_entry(
    *,
    actor: Actor,
    suit: CivilSuit,
    kind: str,
    side: str,
    title: str,
    on: date,
    answer_by: date | None = None,
    note: str = "",
) -> DocketEntry:
    """Enter a filing, a service or an order, with the day by which it has to be answered."""
    locked = locked_suit(actor, suit, "change")
    not_future("on", on, locked)
    faults: dict[str, Any] = {}
    if kind not in DocketKind.values:
        faults["kind"] = _("This is not one of the choices.")
    if side not in DocketSide.values:
        faults["side"] = _("This is not one of the choices.")
    if not title.strip():
        faults["title"] = _("Enter this to go on.")
    if answer_by is not None and answer_by < on:
        faults["answer_by"] = _("The last day must not be before the first.")
    if faults:
        raise InvalidInput(errors=faults)
    entry = DocketEntry.objects.create(
        suit=locked,
        kind=kind,
        side=side,
        title=title.strip(),
        on=on,
        answer_by=answer_by,
        note=note.strip(),
        recorded_by_id=actor.user_id,
    )
    timeline.write(
        actor=actor,
        subject=locked,
        kind="suits.docket_entry",
        data={"title": entry.title, "day": on.isoformat()},
        shared=False,
    )
    audit.record(
        actor=actor,
        action="suits.docket_entry",
        subject=entry,
        chain=suit_chain(locked),
        facts={"kind": kind, "side": side, "on": on.isoformat()},
    )
    return entry


def _claim_the_sum(actor: Actor, suit: CivilSuit, facts: dict[str, Any]) -> None:
    suit.claimed_amount = suit.heads.aggregate(total=Sum("amount"))["total"]
    suit.save(update_fields=["claimed_amount", "updated_at"])
    audit.record(actor=actor, action="suits.claim", subject=suit, chain=suit_chain(suit), facts=facts)
