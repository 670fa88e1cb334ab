"""A thousand random single changes to entries, order and stored bytes: a thousand are found. No canary is left."""

import io
import json
import random
import uuid
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from caseapp.core.actors import VISITOR
from caseapp.core.models import OutboxMessage
from caseapp.evidence import cipher, gateways, services, tickets
from caseapp.evidence.models import Upload
from caseapp.rules.hash_chain import Link, faults, genesis_hash, link_hash
from tests.api.test_tus import Tus
from tests.evidence.store_changes import not_found
from tests.factories.evidence import files_on_disk, picture
from tests.factories.intake import draft as draft_of

CHAIN = "vault:00000000-0000-0000-0000-000000000000"
KEY, ITEM = b"k" * 32, uuid.UUID(int=3)


def chain(length: int = 40) -> list[Link]:
    """A chain as the database writes it."""
    links: list[Link] = []
    previous = genesis_hash(CHAIN)
    for number in range(1, length + 1):
        bare = Link(
            chain=CHAIN,
            sequence=number,
            at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number),
            actor_kind="user",
            actor_id=str(number % 5),
            action="evidence.opened",
            subject_model="evidence.evidenceitem",
            subject_id=str(uuid.UUID(int=number)),
            payload=json.dumps({"sha256": f"{number:064x}", "size": number}),
            previous_hash=previous,
            hash="",
        )
        previous = link_hash(bare)
        links.append(replace(bare, hash=previous))
    return links


def changed(value: object, draw: random.Random) -> object:
    """Another value of the same kind."""
    if isinstance(value, int):
        return value + draw.choice([-1, 1, 100])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=draw.choice([-1, 1, 10**6]))
    text = str(value)
    place = draw.randrange(len(text))
    return text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]


def one_change(links: list[Link], draw: random.Random) -> list[Link]:
    """One field of one entry, one entry gone, one twice, two in each other's place, or an entry put in."""
    spoiled = list(links)
    place, other = draw.sample(range(len(links)), 2)
    match draw.choice(["field"] * 6 + ["gone", "twice", "swapped", "end cut", "put in"]):
        case "field":
            name = draw.choice([field.name for field in fields(Link)])
            spoiled[place] = replace(spoiled[place], **{name: changed(getattr(spoiled[place], name), draw)})
        case "gone":
            del spoiled[place]
        case "twice":
            spoiled.insert(place, spoiled[place])
        case "swapped":
            spoiled[place], spoiled[other] = spoiled[other], spoiled[place]
        case "end cut":
            del spoiled[-draw.randint(1, 5) :]
        case "put in":
            spoiled.insert(place, replace(spoiled[other], sequence=place + 1))
    return spoiled


def test_six_hundred_changes_of_entries_and_their_order_are_found():
    links = chain()
    head = (len(links), links[-1].hash)
    assert faults(CHAIN, links, head) == []
    draw = random.Random(20260302)
    missed = [number for number in range(600) if not faults(CHAIN, one_change(links, draw), head)]
    assert missed == []


def test_four_hundred_changes_of_stored_bytes_are_found():
    sink = io.BytesIO()
    sealer = cipher.Sealer(sink, key=KEY, item_id=ITEM)
    sealer.write(random.Random(1).randbytes(3 * cipher.FRAME_BYTES + 77))
    sealer.finish()
    sealed = sink.getvalue()
    draw = random.Random(20260303)
    found = 0
    for _number in range(400):
        spoiled = bytearray(sealed)
        place = draw.randrange(len(sealed))
        match draw.choice(["bit", "bit", "bit", "gone", "more", "cut"]):
            case "bit":
                spoiled[place] ^= 1 << draw.randrange(8)
            case "gone":
                del spoiled[place]
            case "more":
                spoiled.insert(place, draw.randrange(256))
            case "cut":
                del spoiled[place:]
        try:
            b"".join(cipher.OpenedFile(io.BytesIO(bytes(spoiled)), key=KEY, item_id=ITEM).frames())
        except cipher.Damaged:
            found += 1
    assert found == 400


@pytest.mark.django_db
def test_forty_changes_of_what_is_really_kept_are_found():
    """The thousand are tried by `make endurance`."""
    assert not_found(40, seed=20260304) == []


@pytest.mark.django_db
def test_thirty_planted_values_are_in_no_log_message_temporary_file_or_plain_column(caplog, capfd, settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.EVIDENCE_ROOT},
        },
    }
    canaries = [f"canary-{number:02}-{uuid.UUID(int=number * 7919).hex}" for number in range(30)]
    with caplog.at_level("DEBUG"):
        # Ten in an original, ten in what is still arriving, ten in what was told of an upload and of a request.
        vault = services.open_vault(actor=VISITOR)
        row = draft_of(vault=vault)

        tus = Tus(**{"Upload-Ticket": tickets.issue("draft", row.pk)})
        whole = picture() + "\n".join(canaries[:10]).encode() * 400
        place = tus.begin(len(whole), {"filename": "a.png"})["Location"]
        assert tus.send(place, 0, whole).status_code == 204
        part = picture() + "\n".join(canaries[10:20]).encode() * 400
        told = {"filename": f"{canaries[20]}.png", "description": " ".join(canaries[21:30])}
        place = tus.begin(len(part) + 10, told)["Location"]
        assert tus.send(place, 0, part).status_code == 204
        assert Upload.objects.filter(finished_at=None).count() == 1
    places = {
        "log": caplog.text + "".join(capfd.readouterr()),
        "broker": json.dumps(list(OutboxMessage.objects.values("arguments", "fault"))),
        "files": b"".join(path.read_bytes() for path in files_on_disk()).decode("latin-1"),
        "temporary": b"".join(p.read_bytes() for p in gateways.arrivals().rglob("*") if p.is_file()).decode("latin-1"),
        "columns": "".join(plain_columns()),
    }
    found = [(canary, where) for where, text in places.items() for canary in canaries if canary in text]
    assert found == []


def plain_columns():
    """Every value of every row of every table, as text; bytes as they lie there."""
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values(*names)[:2000]:
            for value in row.values():
                if isinstance(value, bytes | memoryview):
                    yield bytes(value).decode("latin-1")
                else:
                    yield json.dumps(value, ensure_ascii=False, default=str)
