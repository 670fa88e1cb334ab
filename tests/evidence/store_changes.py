"""Single changes to what is really kept, rows and sealed files, each taken back after it was looked for."""

import random
from collections.abc import Callable

from django.db import connection, transaction

from caseapp.audit.models import ChainHead, Entry
from caseapp.core.actors import SYSTEM
from caseapp.evidence import selectors, services
from caseapp.evidence.models import EvidenceItem, Vault
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add, picture, stored_path

_TEXTS = ["actor_kind", "actor_id", "action", "subject_model", "subject_id", "payload", "previous_hash", "hash"]


class _Back(Exception):
    """Ends a transaction without a trace."""


def not_found(count: int, seed: int) -> list[str]:
    """Make so many changes, one at a time; answers those that no check of the vault found."""
    vault = _vault()
    assert selectors.check_vault(vault).problems == ()
    draw = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        missed = [told for told in (_tried(vault, draw) for _number in range(count)) if told]
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
    assert selectors.check_vault(vault).problems == (), "everything was put back"
    return missed


def _vault() -> Vault:
    complaint = ComplaintFactory()
    for number, colour in enumerate(("red", "green", "blue")):
        item = add(complaint, picture(colour=colour) + random.Random(number).randbytes(70_000), name=f"{colour}.png")
        services.open_content(actor=SYSTEM, item=item).close()
    return item.vault


def _tried(vault: Vault, draw: random.Random) -> str:
    """One change, looked for and taken back; empty when it was found."""
    change: Callable[[Vault, random.Random], str] = draw.choice([_file, _file, _entry, _entry, _order, _row])
    if change is _file:
        return _file(vault, draw)
    told = ""
    try:
        with transaction.atomic():
            words = change(vault, draw)
            told = "" if selectors.check_vault(vault).problems else words
            raise _Back
    except _Back:
        return told


def _file(vault: Vault, draw: random.Random) -> str:
    """A bit, a byte more, a byte less, the end gone, or all of a sealed file."""
    path = stored_path(draw.choice(list(EvidenceItem.objects.filter(vault=vault))))
    sealed = path.read_bytes()
    spoiled, place = bytearray(sealed), draw.randrange(len(sealed))
    kind = draw.choice(["bit", "bit", "bit", "more", "less", "cut", "gone"])
    if kind == "bit":
        spoiled[place] ^= 1 << draw.randrange(8)
    elif kind == "more":
        spoiled.insert(place, draw.randrange(256))
    elif kind == "less":
        del spoiled[place]
    else:
        del spoiled[place:]
    try:
        path.unlink() if kind == "gone" else path.write_bytes(bytes(spoiled))
        return "" if selectors.check_vault(vault).problems else f"file, {kind} at {place}"
    finally:
        path.write_bytes(sealed)


def _entry(vault: Vault, draw: random.Random) -> str:
    """One field of one entry."""
    entry = draw.choice(list(Entry.objects.filter(chain=vault.chain)))
    name = draw.choice([*_TEXTS, "at", "sequence"])
    value = getattr(entry, name)
    if name == "at":
        value = value.replace(microsecond=(value.microsecond + draw.randrange(1, 999_999)) % 1_000_000)
    elif name == "sequence":
        value += 100
    else:
        place = draw.randrange(max(len(value), 1))
        value = value[:place] + ("y" if value[place : place + 1] == "x" else "x") + value[place + 1 :]
    Entry.objects.filter(pk=entry.pk).update(**{name: value})
    return f"entry {entry.sequence}, {name}"


def _order(vault: Vault, draw: random.Random) -> str:
    """An entry gone, two in each other's place, the end cut with its head, or the head set back."""
    entries = list(Entry.objects.filter(chain=vault.chain).order_by("sequence"))
    kind = draw.choice(["gone", "swapped", "cut", "head"])
    one, other = draw.sample(entries, 2)
    if kind == "gone":
        Entry.objects.filter(pk=one.pk).delete()
    elif kind == "swapped":
        Entry.objects.filter(pk=one.pk).update(sequence=10_000)
        Entry.objects.filter(pk=other.pk).update(sequence=one.sequence)
        Entry.objects.filter(pk=one.pk).update(sequence=other.sequence)
    elif kind == "cut":
        Entry.objects.filter(chain=vault.chain, sequence__gt=draw.randrange(1, len(entries))).delete()
    else:
        ChainHead.objects.filter(pk=vault.chain).delete()
    return f"order, {kind}"


def _row(vault: Vault, draw: random.Random) -> str:
    """What the row of an item says of it, or the row itself."""
    items = list(EvidenceItem.objects.filter(vault=vault))
    item, other = draw.sample(items, 2)
    changes = {
        "sha256": f"{draw.getrandbits(256):064x}",
        "size": item.size + draw.choice([-1, 1]),
        "media_type": "image/gif",
        "file_name": f"{draw.getrandbits(32):x}.png",
        "side": "authority",
    }
    kind = draw.choice([*changes, "gone", "files swapped"])
    row = EvidenceItem.objects.filter(pk=item.pk)
    if kind == "gone":
        row.delete()
    elif kind == "files swapped":
        row.update(storage_name="elsewhere")
        EvidenceItem.objects.filter(pk=other.pk).update(storage_name=item.storage_name)
        row.update(storage_name=other.storage_name)
    else:
        row.update(**{kind: changes[kind]})
    return f"row, {kind}"
