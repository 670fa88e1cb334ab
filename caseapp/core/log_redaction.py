"""Keeps personal data and secrets out of the logs, whoever logs."""

import re
from collections.abc import MutableMapping
from typing import Any

_SECRET_NAMES = re.compile(
    r"pass(word)?|token|secret|code|authorization|cookie|email|phone|contact|narrative|^ip$|address|user_agent",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_RECEIPT = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}[ -]?){6}\b", re.IGNORECASE)
REDACTED = "[redacted]"


def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: blanks values under telling names, and addresses and receipt codes anywhere."""
    for key, value in event.items():
        if key in {"event", "code"} and not isinstance(value, str):
            continue
        if key not in {"event", "status_code"} and _SECRET_NAMES.search(key):
            event[key] = REDACTED
        elif isinstance(value, str):
            event[key] = _RECEIPT.sub(REDACTED, _EMAIL.sub(REDACTED, value))
    return event
