"""Whatever is changed in store, rows or chain behind the software's back is found and named."""

import io
import random
import shutil
from contextlib import contextmanager

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from caseapp.audit import selectors as audit
from caseapp.audit.models import ChainHead, Entry
from caseapp.core.actors import SYSTEM, VISITOR
from caseapp.evidence import cipher, gateways, selectors, services
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.rules.hash_chain import Fault
from tests.factories.evidence import add, picture, stored_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(complaint):
    return [
        add(complaint, picture(colour=colour) + bytes(150_000), name=f"{colour}.png") for colour in ("red", "green")
    ]


@contextmanager
def behind_the_back():
    """As somebody does who owns the tables: the triggers that refuse changes are put aside."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        try:
            yield cursor
        finally:
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


def entry(item: EvidenceItem) -> Entry:
    return Entry.objects.get(subject_id=str(item.pk), action="evidence.received")


def problems(vault: Vault) -> list[str]:
    return [str(problem) for problem in selectors.check_vault(Vault.objects.get(pk=vault.pk)).problems]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_custody", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def failed(*arguments: str) -> tuple[str, CommandError]:
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("verify_custody", *arguments, stdout=out, no_color=True)
    return out.getvalue(), refused.value


def test_all_is_well_and_counted(items, complaint):
    services.record_opened(actor=SYSTEM, item=items[0])
    lying = add()
    services.remove_item(actor=VISITOR, item=lying)
    looked = "2 vaults, 2 originals, 5 custody entries, 0 time-stamps (2 vaults without one)"
    assert run() == f"All is as it was received: {looked}.\n"
    assert "1 vaults, 2 originals, 3 custody entries" in run("--complaint", complaint.reference.lower())


def test_nothing_at_all_is_well_too():
    assert "0 vaults, 0 originals, 0 custody entries, 0 time-stamps" in run()


def test_one_changed_byte_is_found_and_named_with_exit_code_one(items, complaint):
    path = stored_path(items[1])
    sealed = bytearray(path.read_bytes())
    sealed[100_000] ^= 1
    path.write_bytes(sealed)
    told, fault = failed()
    assert (
        told
        == f"{complaint.reference}: item {items[1].pk}: its file was altered or cut: frame 1 is not what was written\n"
    )
    assert fault.returncode == 1
    assert "1 problems in 1 vaults, 2 originals" in str(fault)
    assert failed("--complaint", complaint.reference)[1].returncode == 1


def test_a_hundred_random_changes_of_the_stored_bytes_are_all_found(items):
    dice = random.Random(7)
    item = items[0]
    path = stored_path(item)
    whole = path.read_bytes()
    for _ in range(100):
        sealed = bytearray(whole)
        sealed[dice.randrange(len(sealed))] ^= 1 << dice.randrange(8)
        path.write_bytes(sealed)
        assert len(problems(item.vault)) == 1
    path.write_bytes(whole)
    assert problems(item.vault) == []


def test_a_missing_file_a_cut_one_and_one_in_anothers_place_are_found(items):
    one, two = (stored_path(item) for item in items)
    held = one.read_bytes()
    one.unlink()
    assert problems(items[0].vault) == [f"item {items[0].pk}: its file is missing"]
    one.write_bytes(held[: cipher.HEADER_BYTES + cipher.SEALED_FRAME_BYTES])
    assert "altered or cut" in problems(items[0].vault)[0]
    shutil.copy(two, one)
    assert "altered or cut" in problems(items[0].vault)[0]
    one.write_bytes(b"")
    assert "altered or cut" in problems(items[0].vault)[0]


def test_bytes_sealed_anew_by_somebody_who_has_the_key_are_found(items):
    item = items[0]
    with stored_path(item).open("wb") as file:
        sealer = cipher.Sealer(file, key=item.vault.key(), item_id=item.pk)
        sealer.write(picture(colour="blue"))
        sealer.finish()
    found = problems(item.vault)
    assert any("bytes, not" in problem for problem in found)
    assert any("another SHA-256" in problem for problem in found)


@pytest.mark.parametrize(
    ("field", "value"),
    [("sha256", "0" * 64), ("size", 5), ("media_type", "text/html"), ("file_name", "other.png"), ("side", "authority")],
)
def test_a_row_that_was_changed_no_longer_matches_its_arrival(items, field, value):
    EvidenceItem.objects.filter(pk=items[0].pk).update(**{field: value})
    assert any(f"differs from the entry of its arrival: {field}" in problem for problem in problems(items[0].vault))


def test_a_row_pointed_at_another_file_is_found(items):
    name = items[1].storage_name
    EvidenceItem.objects.filter(pk=items[1].pk).update(storage_name="elsewhere")
    EvidenceItem.objects.filter(pk=items[0].pk).update(storage_name=name)
    assert len(problems(items[0].vault)) == 2


def test_a_row_deleted_is_missed(items):
    EvidenceItem.objects.filter(pk=items[0].pk).delete()
    assert problems(items[1].vault) == [f"item {items[0].pk}: its entry says it was received, but there is no item"]


def test_a_row_slipped_in_has_no_entry(items):
    item = items[0]
    EvidenceItem.objects.filter(pk=item.pk).update(position=9)
    stranger = EvidenceItem.objects.create(
        vault=item.vault,
        position=1,
        file_name="planted.png",
        media_type="image/png",
        size=1,
        sha256="0" * 64,
        side="authority",
        storage_name="planted",
    )
    found = problems(item.vault)
    assert f"item {stranger.pk}: no entry says that it was received" in found
    assert f"item {stranger.pk}: its file is missing" in found


def test_the_database_refuses_to_change_or_delete_entries(items):
    with pytest.raises(Exception, match="Cannot update"):
        Entry.objects.filter(pk=entry(items[0]).pk).update(payload="{}")


ALTERED = {
    "actor_id": "7",
    "actor_kind": "user",
    "action": "evidence.opened",
    "payload": '{"sha256":"0"}',
    "at": "2020-01-01T00:00:00Z",
    "hash": "0" * 64,
    "previous_hash": "1" * 64,
    "subject_id": "somebody else",
}


@pytest.mark.parametrize("field", ALTERED)
def test_an_altered_entry_is_found(items, field):
    with pgtrigger.ignore("audit.Entry:append_only"):
        Entry.objects.filter(pk=entry(items[0]).pk).update(**{field: ALTERED[field]})
    assert any(problem.startswith(f"chain {items[0].vault.chain}, entry ") for problem in problems(items[0].vault))


def test_an_entry_taken_out_is_found(items):
    with behind_the_back():
        Entry.objects.filter(pk=entry(items[0]).pk).delete()
    found = problems(items[0].vault)
    assert any("missing or reordered entry" in problem for problem in found)
    assert f"item {items[0].pk}: no entry says that it was received" in found


def test_entries_cut_off_the_end_are_found(items):
    services.record_opened(actor=SYSTEM, item=items[1])
    with behind_the_back():
        Entry.objects.filter(chain=items[0].vault.chain).order_by("sequence").last().delete()
    assert any("cut off the end" in problem for problem in problems(items[0].vault))


def test_entries_in_another_order_are_found(items):
    first, second = entry(items[0]), entry(items[1])
    with behind_the_back() as cursor:
        cursor.execute("UPDATE audit_entry SET sequence = 99 WHERE id = %s", [first.pk])
        cursor.execute("UPDATE audit_entry SET sequence = %s WHERE id = %s", [first.sequence, second.pk])
        cursor.execute("UPDATE audit_entry SET sequence = %s WHERE id = %s", [second.sequence, first.pk])
    assert any("does not follow" in problem for problem in problems(items[0].vault))


def test_a_head_set_back_or_taken_away_is_found(items):
    chain = items[0].vault.chain
    first = entry(items[0])
    ChainHead.objects.filter(pk=chain).update(sequence=first.sequence, hash=first.hash)
    assert any("head was altered" in problem for problem in problems(items[0].vault))
    ChainHead.objects.filter(pk=chain).delete()
    assert problems(items[0].vault) == [f"chain {chain}: its head is gone"]


def test_a_whole_chain_taken_away_is_missed_by_its_items(items):
    with behind_the_back():
        Entry.objects.filter(chain=items[0].vault.chain).delete()
    ChainHead.objects.filter(pk=items[0].vault.chain).delete()
    assert len(problems(items[0].vault)) == 2


def test_a_vault_taken_away_with_all_its_rows_is_missed_by_its_chain(items, complaint):
    vault = items[0].vault
    EvidenceItem.objects.filter(vault=vault).delete()
    Vault.objects.filter(pk=vault.pk).delete()
    told, fault = failed()
    assert told.count("its vault is gone") == 2
    assert vault.chain in told
    assert fault.returncode == 1
    assert failed("--complaint", complaint.reference)[1].returncode == 2


def test_a_key_that_does_not_open_is_named(items):
    Vault.objects.filter(pk=items[0].vault_id).update(sealed_key=services.open_vault(actor=VISITOR).sealed_key)
    found = problems(items[0].vault)
    assert [problem for problem in found if "key of its vault" in problem] == found


def test_a_complaint_that_is_not_there_is_said_so(complaint):
    for typed in (complaint.reference, "CN-2026-0000-0000", "nonsense"):
        assert failed("--complaint", typed)[1].returncode == 2


def test_an_entry_that_is_no_json_is_a_finding_and_not_a_crash(items):
    with pgtrigger.ignore("audit.Entry:append_only"):
        Entry.objects.filter(pk=entry(items[0]).pk).update(payload="not json")
    assert any("differs from the entry" in problem for problem in problems(items[0].vault))


def test_the_store_is_asked_by_name_only(items):
    assert set(gateways.kept_files()) >= {item.storage_name for item in items}


def test_an_entry_written_while_the_chain_is_read_is_no_finding(items, monkeypatch):
    look = audit.chain_faults
    answers = iter([[Fault(items[0].vault.chain, 3, "entries were cut off the end, or the head was altered")]])
    monkeypatch.setattr(audit, "chain_faults", lambda chain: next(answers, None) or look(chain))
    assert problems(items[0].vault) == []


def test_a_file_taken_out_of_a_draft_while_it_is_looked_for_is_no_finding(monkeypatch):
    item = add()

    def gone(name):
        EvidenceItem.objects.filter(pk=item.pk).delete()
        raise FileNotFoundError(name)

    monkeypatch.setattr(gateways, "opened", gone)
    assert problems(item.vault) == []


def test_a_vault_discarded_since_it_was_listed_counts_for_nothing():
    vault = services.open_vault(actor=VISITOR)
    services.discard_vault(vault=vault)
    assert selectors.check_vault(vault).vaults == 0
