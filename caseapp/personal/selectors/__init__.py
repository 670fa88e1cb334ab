"""Reads of what is a person's own: take-outs, what an erasure would do, and the stubs that are left."""

from caseapp.personal.selectors.contents import contents
from caseapp.personal.selectors.erasures import Plan, PlanLine, erasure_by_reference, erasure_plan, rule_words
from caseapp.personal.selectors.take_outs import newest_take_out, take_out

__all__ = [
    "Plan",
    "PlanLine",
    "contents",
    "erasure_by_reference",
    "erasure_plan",
    "newest_take_out",
    "rule_words",
    "take_out",
]
