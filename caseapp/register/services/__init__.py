"""Making things public: proposing a text, reading it over, publishing; the daily copies."""

from caseapp.register.services.snapshots import make_snapshot, open_snapshot, prune_snapshots
from caseapp.register.services.texts import (
    approve_text,
    perform_on_text,
    propose_text,
    record_reply,
    send_back_text,
)

__all__ = [
    "approve_text",
    "make_snapshot",
    "open_snapshot",
    "perform_on_text",
    "propose_text",
    "prune_snapshots",
    "record_reply",
    "send_back_text",
]
