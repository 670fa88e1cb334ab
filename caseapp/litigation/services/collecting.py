"""The collection ledger of a suit: what was awarded goes in by itself, receipts, interest and waivers by a lawyer."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.core.wording import written_sum
from caseapp.litigation.enums import AwardKind, CollectionKind, FeeBasis
from caseapp.litigation.models import Award, CivilSuit, ClientAccount, CollectionEntry, Judgment
from caseapp.litigation.selectors.collecting import agreed_fee, capped_apart, fee_cap, interest_due, standing_of
from caseapp.litigation.selectors.suit_refusals import NOTHING_OUTSTANDING
from caseapp.litigation.selectors.suits import today_of
from caseapp.litigation.services.collective.covering import hold_uncovered
from caseapp.litigation.services.suit_locks import allowed_suit, locked_suit, refuse_now
from caseapp.litigation.workflow import suit_chain
from caseapp.rules.collection import Refusal, net_to_client, receipt_refusal

timeline.tell("suits.receipt", _("%(sum)s came in."))
timeline.tell("suits.receipt_reversed", _("A receipt of %(sum)s was reversed."))
timeline.tell("suits.interest", _("%(sum)s of interest were added."))
timeline.tell("suits.waived", _("%(sum)s were waived."))
timeline.tell("suits.reckoned", _("It was reckoned what the client gets: %(sum)s."))


def enter_award(actor: Actor, award: Award) -> CollectionEntry:
    """The line that an award makes in the ledger, in the transaction that records the award."""
    kind = CollectionKind.COSTS if award.kind == AwardKind.COSTS else CollectionKind.AWARDED
    return CollectionEntry.objects.create(
        suit=award.suit,
        kind=kind,
        amount=award.amount,
        currency=award.currency,
        on=award.awarded_on,
        award=award,
        recorded_by_id=actor.user_id,
    )


def replace_awards(actor: Actor, suit: CivilSuit, judgment: Judgment) -> None:
    """Set aside what earlier judgments gave, because this one on appeal changed them: an adjustment in the ledger.

    What came in meanwhile may become a credit of the other side.
    """
    standing = suit.awards.filter(replaced_by=None).exclude(judgment=judgment)
    together = sum((award.amount for award in standing), Decimal(0))
    if not together:
        return
    standing.update(replaced_by=judgment)
    CollectionEntry.objects.create(
        suit=suit,
        kind=CollectionKind.ADJUSTMENT,
        amount=-together,
        currency=suit.currency,
        on=judgment.decided_on,
        recorded_by_id=actor.user_id,
    )


@transaction.atomic
def record_receipt(
    *, actor: Actor, suit: CivilSuit, amount: Decimal, on: date, note: str = "", key: str = ""
) -> CollectionEntry:
    """Record a sum that came in; the same `key` twice makes one line. Never more than is outstanding.

    Raises InvalidInput by field. Members of the suit read of it.
    """
    locked = allowed_suit(actor, suit, "record_receipt")
    if key and (held := locked.collection.filter(key=key).first()) is not None:
        return held
    refuse_now(locked, "record_receipt")
    _not_future(locked, on)
    refusal = receipt_refusal(standing_of(locked), amount)
    if refusal is not None:
        raise InvalidInput.field("amount", _REFUSALS[refusal])
    return _enter(actor, locked, CollectionKind.RECEIVED, -amount, on, note=note, key=key, told="suits.receipt")


@transaction.atomic
def reverse_receipt(*, actor: Actor, suit: CivilSuit, number: int, reason: str) -> CollectionEntry:
    """Take back a receipt that was entered wrongly or went back, by a line of its own that says why. Once.

    Distributions that what is left does not cover any more are put on hold.
    """
    locked = locked_suit(actor, suit, "reverse_receipt")
    found = locked.collection.filter(pk=number, kind=CollectionKind.RECEIVED, reverses=None).first()
    if found is None:
        raise InvalidInput.field("number", _("There is no such receipt."))
    if hasattr(found, "reversal"):
        raise WrongState(_("This receipt was reversed before."))
    if not reason.strip():
        raise InvalidInput.field("reason", _("Give the reason."))
    entry = _enter(
        actor,
        locked,
        CollectionKind.RECEIVED,
        -found.amount,
        today_of(locked),
        note=reason.strip()[:300],
        reverses=found,
        told="suits.receipt_reversed",
    )
    hold_uncovered(actor=actor, suit=locked)
    return entry


@transaction.atomic
def add_interest(
    *, actor: Actor, suit: CivilSuit, until: date, amount: Decimal | None = None, note: str = ""
) -> CollectionEntry:
    """Add the interest that ran until a day: by the court's rule where its data state a rate, else a sum that the
    lawyer gives with the source in `note`. The next time it runs from that day.
    """
    locked = locked_suit(actor, suit, "add_interest")
    _not_future(locked, until, "until")
    due = interest_due(locked, until)
    if due is None:
        if amount is None or amount <= 0 or not note.strip():
            raise InvalidInput(
                errors={
                    "amount": _("No rate is known here: enter the sum."),
                    "note": _("Say by which rule and rate it was worked out."),
                }
            )
        due_sum, said = amount, note.strip()
    else:
        due_sum, said = due.amount, note.strip() or due.article
    if due_sum <= 0:
        raise InvalidInput.field("until", _("No interest ran until that day."))
    return _enter(actor, locked, CollectionKind.INTEREST, due_sum, until, note=said, told="suits.interest")


@transaction.atomic
def waive(*, actor: Actor, suit: CivilSuit, reason: str) -> CollectionEntry:
    """Let go of everything that is outstanding, with the reason."""
    locked = locked_suit(actor, suit, "waive")
    if not reason.strip():
        raise InvalidInput.field("reason", _("Give the reason."))
    return _enter(
        actor,
        locked,
        CollectionKind.WAIVED,
        -standing_of(locked).outstanding,
        today_of(locked),
        note=reason.strip()[:300],
        told="suits.waived",
    )


@transaction.atomic
def reckon(
    *,
    actor: Actor,
    suit: CivilSuit,
    costs: Decimal,
    fee_kind: str,
    fee: Decimal,
    basis: str,
) -> ClientAccount:
    """Reckon what the client gets of what came in so far: received − costs − fee. The newest account counts.

    `fee` is a percentage or a sum. A percentage is held to what the law of the client's place allows of all that came
    in for them, over the accounts of all suits of the case file; a sum above that is refused where they agreed to a
    share, as are costs and fee of more than what came in, and a higher percentage than a client agreed to.
    Where the law caps the fee of several clients the invoice of each works it out: a percentage is refused here.
    """
    locked = locked_suit(actor, suit, "reckon")
    if fee_kind not in FeeBasis.values:
        raise InvalidInput.field("fee_kind", _("This is not one of the choices."))
    if not basis.strip():
        raise InvalidInput.field("basis", _("Say what costs and fee rest on; the client reads it."))
    percent = fee if fee_kind == FeeBasis.PERCENT else None
    if percent is not None and not 0 <= percent <= 100:
        raise InvalidInput.field("fee", _("A percentage lies between 0 and 100."))
    agreed = agreed_fee(locked).get("fee")
    if percent is not None and agreed is not None and percent > agreed:
        raise InvalidInput.field("fee", _("The client agreed to %(percent)s per cent.") % {"percent": agreed})
    received = standing_of(locked).received
    if percent is not None and capped_apart(locked, received):
        raise InvalidInput.field(
            "fee_kind",
            _("Several clients share what came in, and the law caps the fee of each: enter the sum of their invoices."),
        )
    cap = fee_cap(locked, received)
    most = cap.most if cap is not None else None
    if percent is None and agreed is not None and most is not None and fee > most:
        raise InvalidInput.field(
            "fee", _("By law at most %(sum)s of what came in.") % {"sum": written_sum(most, locked.currency)}
        )
    try:
        found = net_to_client(received, costs, locked.currency, fee_percent=percent, fee_sum=fee, most=most)
    except ValueError as fault:
        raise InvalidInput.field("fee", _("Costs and fee are more than what came in.")) from fault
    account = ClientAccount.objects.create(
        suit=locked,
        currency=locked.currency,
        received_amount=received,
        costs_amount=costs,
        fee_kind=fee_kind,
        fee_percent=percent,
        fee_amount=found.fee,
        net_amount=found.net,
        basis=basis.strip(),
        made_by_id=actor.user_id,
    )
    told = {"amount": f"{found.net:.2f}", "currency": locked.currency}
    timeline.write(actor=actor, subject=locked, kind="suits.reckoned", data=told)
    audit.record(actor=actor, action="suits.reckon", subject=account, chain=suit_chain(locked), facts=told)
    return account


def _enter(
    actor: Actor, suit: CivilSuit, kind: CollectionKind, amount: Decimal, on: date, *, told: str, **fields: Any
) -> CollectionEntry:
    entry = CollectionEntry.objects.create(
        suit=suit, kind=kind, amount=amount, currency=suit.currency, on=on, recorded_by_id=actor.user_id, **fields
    )
    said = {"amount": f"{abs(amount):.2f}", "currency": suit.currency}
    timeline.write(actor=actor, subject=suit, kind=told, data=said)
    audit.record(
        actor=actor, action=f"suits.{kind}", subject=entry, chain=suit_chain(suit), facts={**said, "on": on.isoformat()}
    )
    return entry


def _not_future(suit: CivilSuit, day: date, field: str = "on") -> None:
    if day > today_of(suit):
        raise InvalidInput.field(field, _("The day must not lie in the future."))


_REFUSALS = {
    Refusal.NOT_POSITIVE: _("Enter a sum above zero."),
    Refusal.TOO_FINE: _("This currency has no such small sums."),
    Refusal.NOTHING_OWED: NOTHING_OUTSTANDING,
    Refusal.TOO_MUCH: _("That is more than what is outstanding."),
}
