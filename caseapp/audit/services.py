"""The one way to write down what somebody did."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Protocol

from django.db import connection, models

from caseapp.audit.models import Entry

SYSTEM_CHAIN = "system"


class Actor(Protocol):
    """Whoever acts, as the audit sees them: a kind, an opaque id, and the moment to write down."""

    @property
    def kind(self) -> str: ...

    @property
    def audit_id(self) -> str: ...

    def now(self) -> dt.datetime: ...


def digest(value: object) -> str:
    """A short fingerprint that lets two values be compared without storing either: 16 hex characters of SHA-256."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:16]


def record(
    *,
    actor: Actor,
    action: str,
    subject: models.Model,
    chain: str = SYSTEM_CHAIN,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry to a chain, in the transaction of the change it describes.

    `facts` holds ids, states, counts, hashes and field names; a personal value only as its `digest`.
    Raises RuntimeError outside a transaction: an act and its record stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must run in the transaction of the change it records")
    return Entry.objects.create(
        chain=chain,
        at=actor.now(),
        actor_kind=actor.kind,
        actor_id=actor.audit_id,
        action=action,
        subject_model=subject._meta.label_lower,
        subject_id=str(subject.pk),
        payload=json.dumps(dict(facts or {}), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str),
    )
