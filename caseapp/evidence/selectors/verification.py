"""Whether every original, every row and every custody entry still says the same as on the day it arrived."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from caseapp.audit import selectors as audit
from caseapp.audit.models import ChainHead, Entry
from caseapp.audit.services import digest
from caseapp.evidence import gateways, timestamping
from caseapp.evidence.cipher import Damaged, OpenedFile
from caseapp.evidence.enums import AnchorState, Custody
from caseapp.evidence.models import CHAIN_PREFIX, Anchor, EvidenceItem, Vault

_BATCH = 1000
_LOOKS = 2


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was: where, and what, in plain English for whoever runs the check."""

    chain: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Checked:
    """How much was looked at, how many vaults no outside clock ever stamped, and every problem found."""

    vaults: int = 0
    originals: int = 0
    entries: int = 0
    anchors: int = 0
    unanchored: int = 0
    problems: tuple[Problem, ...] = ()

    def take(self, other: "Checked") -> None:
        self.vaults += other.vaults
        self.originals += other.originals
        self.entries += other.entries
        self.anchors += other.anchors
        self.unanchored += other.unanchored
        self.problems += other.problems


def check_everything() -> Checked:
    """Check every vault, and the chains of vaults that are gone. One original at a time, so memory stays flat."""
    found = Checked()
    for vault in Vault.objects.order_by("created_at").iterator(chunk_size=200):
        found.take(check_vault(vault))
    found.take(_check_chains_without_vault())
    return found


def check_vault(vault: Vault) -> Checked:
    """Recompute a vault's chain, hold each row against its entries, and each original against both.

    May run while people work: rows and entries are read under the lock that every change of a vault takes.
    """
    with transaction.atomic():
        if not Vault.objects.select_for_update().filter(pk=vault.pk).exists():
            # Discarded since it was listed; its chain is checked with those that have no vault.
            return Checked()
        entries = list(audit.entries_of_chain(vault.chain))
        items = list(EvidenceItem.objects.filter(vault=vault).order_by("position"))
    problems = [*_chain_problems(vault.chain, entries)]
    acts = _Acts(entries)
    for item in items:
        problems += _row_problems(vault, item, acts)
        problems += _file_problems(vault, item)
    anchored, more = _anchor_problems(vault.chain, entries)
    problems += more
    here = {str(item.pk) for item in items}
    problems += [
        Problem(vault.chain, f"item {lost}", "its entry says it was received, but there is no item")
        for lost in sorted(acts.held - here)
    ]
    return Checked(
        vaults=1,
        originals=len(items),
        entries=len(entries),
        anchors=anchored,
        unanchored=int(bool(entries) and not anchored),
        problems=tuple(problems),
    )


def _check_chains_without_vault() -> Checked:
    """A vault is only ever discarded empty: whatever its chain says was received must have been removed."""
    found = Checked()
    for chain in _chains_without_vault():
        entries = list(audit.entries_of_chain(chain))
        problems = [*_chain_problems(chain, entries)]
        problems += [Problem(chain, f"item {lost}", "its vault is gone") for lost in sorted(_Acts(entries).held)]
        found.take(Checked(entries=len(entries), problems=tuple(problems)))
    return found


def _chains_without_vault() -> list[str]:
    """Custody chains, by their heads and by their entries, to which no vault belongs; read in batches."""
    heads = ChainHead.objects.filter(pk__startswith=CHAIN_PREFIX).values_list("pk", flat=True)
    written = Entry.objects.filter(chain__startswith=CHAIN_PREFIX).order_by("chain").values_list("chain", flat=True)
    lost: set[str] = set()
    for names in (heads.iterator(chunk_size=_BATCH), written.distinct().iterator(chunk_size=_BATCH)):
        while batch := list(islice(names, _BATCH)):
            ids = {name: _vault_id(name) for name in batch}
            known = set(Vault.objects.filter(pk__in=[pk for pk in ids.values() if pk]).values_list("pk", flat=True))
            lost |= {name for name, pk in ids.items() if pk not in known}
    return sorted(lost)


def _vault_id(chain: str) -> UUID | None:
    try:
        return UUID(chain.removeprefix(CHAIN_PREFIX))
    except ValueError:
        return None


class _Acts:
    """What a chain says about items: who was received with which facts, and who was removed."""

    def __init__(self, entries: list[Entry]) -> None:
        self.received: dict[str, list[Entry]] = {}
        removed: set[str] = set()
        for entry in entries:
            if entry.action == Custody.RECEIVED:
                self.received.setdefault(entry.subject_id, []).append(entry)
            elif entry.action in {Custody.REMOVED, Custody.ERASED}:
                removed.add(entry.subject_id)
        self.removed = removed
        self.held = self.received.keys() - removed


def _chain_problems(chain: str, entries: list[Entry]) -> Iterator[Problem]:
    if entries and not ChainHead.objects.filter(pk=chain).exists():
        yield Problem(chain, f"chain {chain}", "its head is gone")
    faults = audit.chain_faults(chain)
    for _again in range(_LOOKS):
        if not faults:
            return
        # An entry written between two of its reads looks like a cut; what is really wrong stays wrong.
        faults = audit.chain_faults(chain)
    for fault in faults:
        yield Problem(chain, f"chain {chain}, entry {fault.sequence}", fault.problem)


def _anchor_problems(chain: str, entries: list[Entry]) -> tuple[int, list[Problem]]:
    """How many time-stamps hold for this chain, and those that do not: another entry, or not what was stamped."""
    hashes = {entry.sequence: entry.hash for entry in entries}
    held, problems = 0, []
    for anchor in Anchor.objects.filter(chain=chain, state=AnchorState.ANCHORED):
        where = f"chain {chain}, time-stamp of entry {anchor.sequence}"
        if hashes.get(anchor.sequence) != anchor.hash:
            problems.append(Problem(chain, where, "the entry is not the one that was stamped"))
            continue
        try:
            timestamping.verified(bytes(anchor.response), anchor.statement)
        except timestamping.NoTimestamp as fault:
            problems.append(Problem(chain, where, f"it does not verify: {fault}"))
        else:
            held += 1
    return held, problems


def _row_problems(vault: Vault, item: EvidenceItem, acts: _Acts) -> Iterator[Problem]:
    where = f"item {item.pk}"
    received = acts.received.get(str(item.pk), [])
    if not received:
        yield Problem(vault.chain, where, "no entry says that it was received")
        return
    if len(received) > 1:
        yield Problem(vault.chain, where, "it was received more than once")
    if str(item.pk) in acts.removed:
        yield Problem(vault.chain, where, "its entry says it was removed, but it is there")
    told = _facts(received[0])
    now = {
        "sha256": item.sha256,
        "size": item.size,
        "media_type": item.media_type,
        "file_name": digest(item.file_name),
        "side": item.side,
    }
    changed = sorted(name for name, value in now.items() if told.get(name) != value)
    if changed:
        yield Problem(vault.chain, where, f"differs from the entry of its arrival: {', '.join(changed)}")


def _file_problems(vault: Vault, item: EvidenceItem) -> Iterator[Problem]:
    where = f"item {item.pk}"
    try:
        key = vault.key()
    except ValueError:
        yield Problem(vault.chain, where, "the key of its vault cannot be opened")
        return
    sha256, size = hashlib.sha256(), 0
    try:
        with OpenedFile(gateways.opened(item.storage_name), key=key, item_id=item.pk) as opened:
            for frame in opened.frames():
                sha256.update(frame)
                size += len(frame)
    except FileNotFoundError:
        # Taken out of a draft since the rows were read, it is rightly gone.
        if EvidenceItem.objects.filter(pk=item.pk).exists():
            yield Problem(vault.chain, where, "its file is missing")
    except Damaged as fault:
        yield Problem(vault.chain, where, f"its file was altered or cut: {fault}")
    else:
        if size != item.size:
            yield Problem(vault.chain, where, f"its file has {size} bytes, not {item.size}")
        if sha256.hexdigest() != item.sha256:
            yield Problem(vault.chain, where, "its file has another SHA-256")


def _facts(entry: Entry) -> dict[str, Any]:
    try:
        return audit.facts(entry)
    except ValueError:
        return {}
