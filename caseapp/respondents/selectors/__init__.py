"""Reads of the registry."""

from caseapp.respondents.selectors.near_names import NearName, likest, near_names
from caseapp.respondents.selectors.registry import (
    NAME_LENGTH,
    contains,
    respondent_by_reference,
    respondents,
    similar,
    tidy_name,
)

__all__ = [
    "NAME_LENGTH",
    "NearName",
    "contains",
    "likest",
    "near_names",
    "respondent_by_reference",
    "respondents",
    "similar",
    "tidy_name",
]
