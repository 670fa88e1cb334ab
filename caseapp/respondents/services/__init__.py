"""What can be done with the registry of organisations, verb by verb."""

from caseapp.respondents.services.merging import merge_respondents, undo_merge, would_move
from caseapp.respondents.services.registry import (
    add_respondent,
    add_site,
    add_supply,
    change_respondent,
    describe_respondent,
    verify_respondent,
)

__all__ = [
    "add_respondent",
    "add_site",
    "add_supply",
    "change_respondent",
    "describe_respondent",
    "merge_respondents",
    "undo_merge",
    "verify_respondent",
    "would_move",
]
