"""The arithmetic of the custody and audit chain, so that anyone can check it without our database."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Link:
    """One entry of a chain as it was written down. `at` is an aware time; hashes are lower-case hexadecimal SHA-256."""

    chain: str
    sequence: int
    at: datetime
    actor_kind: str
    actor_id: str
    action: str
    subject_model: str
    subject_id: str
    payload: str
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a chain and at which sequence number."""

    chain: str
    sequence: int
    problem: str


def genesis_hash(chain: str) -> str:
    """The `previous_hash` of a chain's first link."""
    return hashlib.sha256(f"countenance chain {chain}".encode()).hexdigest()


def link_hash(link: Link) -> str:
    """SHA-256 over the link's fields as netstrings (`<bytes>:<text>,`), the time in UTC with microseconds."""
    parts = [
        link.chain,
        str(link.sequence),
        link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        link.actor_kind,
        link.actor_id,
        link.action,
        link.subject_model,
        link.subject_id,
        link.payload,
        link.previous_hash,
    ]
    told = "".join(f"{len(part.encode())}:{part}," for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def faults(chain: str, links: Iterable[Link], head: tuple[int, str] | None) -> list[Fault]:
    """Every fault of a chain given in order of sequence: an altered, missing, reordered or cut-off entry.

    `head` is the newest (sequence, hash) as recorded apart from the entries; None where no head was kept.
    """
    found: list[Fault] = []
    expected, previous = 1, genesis_hash(chain)
    for link in links:
        if link.sequence != expected:
            found.append(Fault(chain, expected, "missing or reordered entry"))
        if link.previous_hash != previous:
            found.append(Fault(chain, link.sequence, "does not follow the entry before it"))
        if link_hash(link) != link.hash:
            found.append(Fault(chain, link.sequence, "altered entry"))
        expected, previous = link.sequence + 1, link.hash
    if head is not None and head != (expected - 1, previous):
        found.append(Fault(chain, expected, "entries were cut off the end, or the head was altered"))
    return found
