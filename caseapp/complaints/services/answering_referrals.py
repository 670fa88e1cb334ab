"""Acts upon a referral by their names: the one door of its page, the acts upon many and the API."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Referral
from caseapp.complaints.services.handling import acknowledge
from caseapp.complaints.services.referring import recall_referral, refer, return_referral
from caseapp.complaints.workflow import REFERRALS
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can


@transaction.atomic
def confirm_referral(*, actor: Actor, referral: Referral, reason: str) -> Referral:
    """Refer as the rule proposed; a new complaint is acknowledged first, so that its complainant hears of both."""
    _allowed(actor, referral, "confirm")
    if not reason.strip():
        raise InvalidInput.field("reason", _("Enter this to go on."))
    complaint = referral.complaint
    if complaint.state == ComplaintState.SUBMITTED:
        complaint = acknowledge(actor=actor, complaint=complaint)
    refer(actor=actor, complaint=complaint, authority=referral.to_authority, reason=reason)
    return _again(referral)


@transaction.atomic
def dismiss_referral(*, actor: Actor, referral: Referral, reason: str) -> Referral:
    """Leave the complaint here although a rule proposed to refer it; the reason stays with the proposal."""

    def keep(row: Referral) -> None:
        row.answer = reason.strip()

    return REFERRALS.apply(actor, referral, "dismiss", given={"reason": reason.strip()}, change=keep, save=["answer"])


@transaction.atomic
def accept_referral(*, actor: Actor, referral: Referral) -> Referral:
    """Take the complaint on: it is under review here, the sender has a receipt, and the complainant is told."""
    _allowed(actor, referral, "accept")
    acknowledge(actor=actor, complaint=referral.complaint)
    return _again(referral)


def perform_on_referral(*, actor: Actor, referral: Referral, action: str, given: Mapping[str, Any]) -> Referral:
    """Do an act by its name. Raises InvalidInput for an unknown one and for what is missing."""
    if action not in _VERBS:
        raise InvalidInput.field("action", _("There is no such action."))
    names = REFERRALS.named(action)[0].needs
    return _VERBS[action](actor=actor, referral=referral, **{name: given.get(name, "") for name in names})


def _allowed(actor: Actor, referral: Referral, action: str) -> None:
    """Refuse before anything moves: the complaint's own table asks only after it."""
    if not can(actor, f"referrals.{action}", referral):
        raise NotAllowed()
    locked = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    row = REFERRALS.named(action)[0]
    if locked.state not in row.sources:
        raise WrongState(
            _("“%(action)s” is not possible while this is “%(state)s”.")
            % {"action": row.label, "state": locked.get_state_display()}
        )


def _again(referral: Referral) -> Referral:
    return Referral.objects.select_related("from_authority", "to_authority", "complaint").get(pk=referral.pk)


_VERBS: dict[str, Callable[..., Referral]] = {
    "confirm": confirm_referral,
    "dismiss": dismiss_referral,
    "accept": accept_referral,
    "return": return_referral,
    "recall": recall_referral,
}
