"""Suits: opened in a case file, carried from stage to stage, with hearings, judgments, appeals and awards."""

from caseapp.litigation.services.suits.awards import record_award
from caseapp.litigation.services.suits.docket import (
    SuitFacts,
    change_suit,
    record_docket_entry,
    record_head,
    remove_head,
)
from caseapp.litigation.services.suits.hearings import schedule_hearing
from caseapp.litigation.services.suits.opening import open_suit
from caseapp.litigation.services.suits.stages import (
    appeal,
    file,
    move,
    perform,
    record_judgment,
    record_stage,
    settle,
)
from caseapp.litigation.services.suits.telling import tell_clients

__all__ = [
    "SuitFacts",
    "appeal",
    "change_suit",
    "file",
    "move",
    "open_suit",
    "perform",
    "record_award",
    "record_docket_entry",
    "record_head",
    "record_judgment",
    "record_stage",
    "remove_head",
    "schedule_hearing",
    "settle",
    "tell_clients",
]
