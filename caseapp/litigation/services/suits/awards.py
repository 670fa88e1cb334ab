"""Sums that judgments and settlements give; each makes its line in the collection ledger."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.litigation.enums import AwardKind
from caseapp.litigation.models import Award, CivilSuit, Judgment
from caseapp.litigation.services.collecting import enter_award
from caseapp.litigation.services.suit_locks import locked_suit
from caseapp.litigation.services.suits.checking import not_future, sum_faults
from caseapp.litigation.services.suits.telling import tell_clients
from caseapp.litigation.workflow import suit_chain

timeline.tell("suits.award", _("%(sum)s were awarded."))


@transaction.atomic
def record_award(*, actor: Actor, suit: CivilSuit, kind: str, amount: Decimal | None, awarded_on: date) -> Award:
    """Record a sum that the newest judgment gives, by head of claim, in the suit's currency; clients are told.

    Refused before a judgment, and for a judgment that went to the respondent.
    """
    locked = locked_suit(actor, suit, "record_award")
    judgment = locked.judgments.order_by("decided_on", "pk").last()
    not_future("awarded_on", awarded_on, locked)
    award = make_award(actor, locked, kind, amount, awarded_on, judgment)
    tell_clients(locked)
    return award


def make_award(
    actor: Actor, suit: CivilSuit, kind: str, amount: Decimal | None, awarded_on: date, judgment: Judgment | None
) -> Award:
    if kind not in AwardKind.values:
        raise InvalidInput.field("kind", _("This is not one of the choices."))
    if amount is None or amount <= 0:
        raise InvalidInput.field("amount", _("Enter a sum above zero."))
    faults = sum_faults("amount", amount, suit.currency)
    if faults:
        raise InvalidInput(errors=faults)
    award = Award.objects.create(
        suit=suit, judgment=judgment, kind=kind, amount=amount, currency=suit.currency, awarded_on=awarded_on
    )
    enter_award(actor, award)
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
