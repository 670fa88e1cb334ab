"""Reads of the record: what happened to a thing, and whether a chain still holds."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import models

from caseapp.audit.models import ChainHead, Entry
from caseapp.rules.hash_chain import Fault, Link, faults


def entries_about(subject: models.Model) -> models.QuerySet[Entry]:
    """Entries about one thing, newest first."""
    return Entry.objects.filter(subject_model=subject._meta.label_lower, subject_id=str(subject.pk))


def entries_of_chain(chain: str) -> models.QuerySet[Entry]:
    """Entries of one chain in the order they were written."""
    return Entry.objects.filter(chain=chain).order_by("sequence")


def facts(entry: Entry) -> dict[str, Any]:
    """An entry's payload as a dictionary."""
    loaded: dict[str, Any] = json.loads(entry.payload)
    return loaded


def chain_faults(chain: str) -> list[Fault]:
    """Recompute a chain from its first entry to its head; empty when it holds.

    Looks a second time before it finds fault: an entry written between two reads is no fault.
    """
    return _look(chain) and _look(chain)


def _look(chain: str) -> list[Fault]:
    head = ChainHead.objects.filter(pk=chain).values_list("sequence", "hash").first()
    return faults(chain, _links(entries_of_chain(chain)), head)


def _links(entries: models.QuerySet[Entry]) -> Iterable[Link]:
    for entry in entries.iterator(chunk_size=2000):
        yield Link(
            chain=entry.chain,
            sequence=entry.sequence,
            at=entry.at,
            actor_kind=entry.actor_kind,
            actor_id=entry.actor_id,
            action=entry.action,
            subject_model=entry.subject_model,
            subject_id=entry.subject_id,
            payload=entry.payload,
            previous_hash=entry.previous_hash,
            hash=entry.hash,
        )
