"""Writing down which stage of the court's procedure a suit reached, and when."""

from datetime import date

from caseapp.core.actors import Actor
from caseapp.litigation.models import CivilSuit, SuitStage
from caseapp.litigation.selectors.procedures import procedure_of, stages_at
from caseapp.litigation.selectors.suits import today_of


def reach(actor: Actor, suit: CivilSuit, on: date | None = None) -> None:
    """The first stage of the suit's present state is reached on that day (today); nothing where none is described."""
    stages = stages_at(procedure_of(suit), suit.state)
    if stages:
        SuitStage.objects.create(
            suit=suit, stage=stages[0]["code"], reached_on=on or today_of(suit), recorded_by_id=actor.user_id
        )
