"""Reads of evidence: lists, single items, their custody, and whether everything still is as it arrived."""

from caseapp.evidence.selectors.custody import CustodyStep, custody
from caseapp.evidence.selectors.items import (
    Limits,
    Totals,
    item,
    items_in_vault,
    items_of,
    limits,
    totals,
)
from caseapp.evidence.selectors.uploads import upload
from caseapp.evidence.selectors.verification import Checked, Problem, check_everything, check_vault

__all__ = [
    "Checked",
    "CustodyStep",
    "Limits",
    "Problem",
    "Totals",
    "check_everything",
    "check_vault",
    "custody",
    "item",
    "items_in_vault",
    "items_of",
    "limits",
    "totals",
    "upload",
]
