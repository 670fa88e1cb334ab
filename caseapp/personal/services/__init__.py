"""Taking everything away, having it erased, and disposing of what need not be kept."""

from caseapp.personal.services.disposing import (
    add_retention_rule,
    end_retention_rule,
    perform_on_disposal,
    propose_disposal,
    run_disposal,
)
from caseapp.personal.services.erasing import erase_complaint
from caseapp.personal.services.taking_out import (
    expire_take_outs,
    make_take_out,
    request_take_out,
    take_away,
)

__all__ = [
    "add_retention_rule",
    "end_retention_rule",
    "erase_complaint",
    "expire_take_outs",
    "make_take_out",
    "perform_on_disposal",
    "propose_disposal",
    "request_take_out",
    "run_disposal",
    "take_away",
]
