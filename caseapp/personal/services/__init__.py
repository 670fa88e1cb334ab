"""Taking everything away, and having it erased."""

from caseapp.personal.services.erasing import erase_complaint
from caseapp.personal.services.taking_out import (
    expire_take_outs,
    make_take_out,
    request_take_out,
    take_away,
)

__all__ = ["erase_complaint", "expire_take_outs", "make_take_out", "request_take_out", "take_away"]
