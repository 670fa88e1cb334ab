"""Appeals against a fine: lodged, and how they ended, with what that does to the ledger."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.selectors import today_at
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.core.wording import written_sum
from caseapp.enforcement.enums import AppealOutcome, FineState, InvestigationState
from caseapp.enforcement.models import Appeal, Fine, Investigation
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.enforcement.services.fines import (
    enter,
    locked_fine,
    money_words,
    settle_if_nothing_is_owed,
    tell_complainants,
)
from caseapp.enforcement.services.instalments import end_plan
from caseapp.enforcement.services.investigations import checked_text
from caseapp.enforcement.services.surcharges import let_go_beyond_cap
from caseapp.enforcement.workflow import FINE, INVESTIGATION
from caseapp.rules import fines as arithmetic

COURT_MAX = 200
GROUNDS_MAX = 4000


@transaction.atomic
def lodge_appeal(*, actor: Actor, fine: Fine, lodged_on: date, court: str, grounds: str = "") -> Appeal:
    """Record that the respondent appealed; payments and the clock rest until it is decided, and a plan of
    instalments ends. Complainants are told.

    Refuses a day before the fine or after today. A decided investigation becomes “under appeal”.
    """
    locked = locked_fine(actor, fine, "fines.lodge_appeal")
    if not locked.imposed_on <= lodged_on <= today_at(locked.authority):
        raise InvalidInput.field("lodged_on", _("Enter a day from the day of the fine until today."))
    court = checked_text("court", court, COURT_MAX)
    updated = FINE.apply(
        actor,
        locked,
        "lodge_appeal",
        given={"lodged_on": lodged_on, "court": court},
        facts={"lodged_on": lodged_on.isoformat()},
    )
    appeal = Appeal.objects.create(
        fine=updated,
        lodged_on=lodged_on,
        court=court,
        grounds=checked_text("grounds", grounds, GROUNDS_MAX) if grounds.strip() else "",
    )
    end_plan(updated)
    _follow(actor, updated, InvestigationState.DECIDED, "lodge_appeal")
    tell_complainants(actor=actor, fine=updated)
    return appeal


@transaction.atomic
def uphold(*, actor: Actor, fine: Fine, decided_on: date) -> Fine:
    """The appeal failed: the fine stands, and is set as due again by `fall_due`."""
    locked = _under_appeal(actor, fine, "fines.uphold", decided_on)
    updated = FINE.apply(actor, locked, "uphold", given={"decided_on": decided_on})
    _end(actor, updated, AppealOutcome.UPHELD, decided_on)
    return updated


@transaction.atomic
def reduce(*, actor: Actor, fine: Fine, decided_on: date, new_amount: Decimal) -> Fine:
    """The fine was lowered to `new_amount`, by an adjustment in the ledger.

    What was added for paying late falls to the cap of the new sum. What was paid is kept: when it covers the new sum
    the fine is paid, and anything above is a credit to pay back. Otherwise the fine is set as due again by `fall_due`.
    """
    locked = _under_appeal(actor, fine, "fines.reduce", decided_on)
    now = standing_of(locked)
    places = arithmetic.places_of(locked.currency)
    if locked.state == FineState.UNDER_APPEAL:
        _check_new_sum(now, new_amount, places)
    updated = FINE.apply(
        actor,
        locked,
        "reduce",
        given={"decided_on": decided_on, "new_amount": new_amount},
        facts={"new_amount": written_sum(new_amount, locked.currency)},
    )
    enter(actor, updated, arithmetic.reduction(now, new_amount, places=places), on=decided_on)
    let_go_beyond_cap(actor, updated)
    _end(actor, updated, AppealOutcome.REDUCED, decided_on, new_amount)
    return settle_if_nothing_is_owed(actor, updated)


@transaction.atomic
def annul(*, actor: Actor, fine: Fine, decided_on: date) -> Fine:
    """The fine fell away: an adjustment brings it to nothing, and what was paid is a credit to pay back."""
    locked = _under_appeal(actor, fine, "fines.annul", decided_on)
    now = standing_of(locked)
    updated = FINE.apply(actor, locked, "annul", given={"decided_on": decided_on})
    enter(actor, updated, arithmetic.annulment(now), on=decided_on)
    _end(actor, updated, AppealOutcome.ANNULLED, decided_on)
    return updated


def _under_appeal(actor: Actor, fine: Fine, policy: str, decided_on: date) -> Fine:
    """The locked fine, the day of the appeal's end checked; without an open appeal the workflow then refuses."""
    locked = locked_fine(actor, fine, policy)
    appeal = Appeal.objects.filter(fine=locked, decided_on=None).first()
    if appeal is not None and not appeal.lodged_on <= decided_on <= today_at(locked.authority):
        raise InvalidInput.field("decided_on", _("Enter a day from the day of the appeal until today."))
    return locked


def _end(
    actor: Actor,
    fine: Fine,
    outcome: AppealOutcome,
    decided_on: date,
    new_amount: Decimal | None = None,
) -> None:
    appeal = Appeal.objects.select_for_update().get(fine=fine, decided_on=None)
    appeal.outcome = outcome
    appeal.decided_on = decided_on
    appeal.new_amount = new_amount
    appeal.save(update_fields=["outcome", "decided_on", "new_amount", "updated_at"])
    _follow(actor, fine, InvestigationState.APPEALED, "resolve_appeal")
    tell_complainants(actor=actor, fine=fine)


def _follow(actor: Actor, fine: Fine, state: InvestigationState, action: str) -> None:
    """The investigation says whether its decision is under appeal, unless it was closed before."""
    investigation: Investigation = fine.decision.investigation
    investigation.refresh_from_db(fields=["state"])
    if investigation.state == state:
        INVESTIGATION.apply(actor, investigation, action)


def _check_new_sum(now: arithmetic.Standing, new_amount: Decimal, places: int) -> None:
    if not 0 < new_amount < now.fine:
        raise InvalidInput.field(
            "new_amount",
            _("Enter a sum above zero and below the present one, %(amount)s %(currency)s.")
            % {"amount": money_words(now.fine, now.currency), "currency": now.currency},
        )
    if not arithmetic.fits(new_amount, places):
        raise InvalidInput.field("new_amount", _("This currency has fewer decimals than you entered."))
