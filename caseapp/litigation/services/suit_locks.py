"""The one way to a suit's row for whoever changes what hangs on it: locked, allowed, and possible now."""

from caseapp.core.actors import Actor
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.selectors.suit_refusals import refusal_of


def locked_suit(actor: Actor, suit: CivilSuit, action: str) -> CivilSuit:
    """The suit, locked until the transaction ends. Raises NotAllowed, and WrongState where it does not allow that now.

    Who locks an offer, a receipt or an award too locks its suit first.
    """
    locked = allowed_suit(actor, suit, action)
    refuse_now(locked, action)
    return locked


def allowed_suit(actor: Actor, suit: CivilSuit, action: str) -> CivilSuit:
    """The suit, locked, for an act that asks `refuse_now` itself."""
    locked = CivilSuit.objects.select_for_update(of=("self",)).select_related("case_file__jurisdiction").get(pk=suit.pk)
    if not can(actor, f"suits.{action}", locked):
        raise NotAllowed()
    return locked


def refuse_now(suit: CivilSuit, action: str) -> None:
    """Raises WrongState where the suit does not allow the action now, in the words of its page."""
    refusal = refusal_of(suit, action)
    if refusal is not None:
        raise WrongState(refusal)
