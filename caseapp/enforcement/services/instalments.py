"""Paying a fine in parts: the plan, and the day to pay that follows from plan and ledger."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.enforcement.models import Fine, Instalment, InstalmentPlan
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.enforcement.services.fines import locked_fine
from caseapp.enforcement.workflow import FINE
from caseapp.rules import fines as arithmetic

MOST_PARTS = 60


@transaction.atomic
def agree_instalments(*, actor: Actor, fine: Fine, number: int, due_on: date) -> InstalmentPlan:
    """Let what is owed be paid in equal monthly parts, the first by `due_on`; a supervisor's act.

    The parts add up to what is owed today, and the fine's day to pay is that of the next part. An earlier plan ends,
    and a fine that was overdue is due again.
    """
    locked = locked_fine(actor, fine, "fines.agree_instalments")
    if due_on <= today_at(locked.authority):
        raise InvalidInput.field("due_on", _("Choose a day after today."))
    if not 2 <= number <= MOST_PARTS:
        raise InvalidInput.field("number", _("Choose between 2 and 60 parts."))
    owed = standing_of(locked).owed
    try:
        parts = arithmetic.monthly_parts(owed, number, due_on, places=arithmetic.places_of(locked.currency))
    except (ValueError, OverflowError):
        raise InvalidInput.field("number", _("What is owed cannot be paid in so many parts.")) from None

    def move(row: Fine) -> None:
        row.due_on = due_on

    updated = FINE.apply(
        actor,
        locked,
        "agree_instalments",
        given={"number": number, "due_on": due_on},
        facts={"number": number, "due_on": due_on.isoformat(), "amount": str(owed), "currency": locked.currency},
        change=move,
        save=["due_on"],
    )
    end_plan(updated)
    plan = InstalmentPlan.objects.create(fine=updated, made_by_id=actor.user_id)
    Instalment.objects.bulk_create(Instalment(plan=plan, due_on=part.due_on, amount=part.amount) for part in parts)
    return plan


def end_plan(fine: Fine) -> None:
    """No plan holds any more, if one did."""
    InstalmentPlan.objects.filter(fine=fine, ended_at=None).update(ended_at=timezone.now())
