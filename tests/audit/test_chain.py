"""The record cannot be changed, cannot fork, and says so when somebody with the keys to the database tries."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from caseapp.audit import services as audit
from caseapp.audit.models import ChainHead, Entry
from caseapp.audit.selectors import chain_faults, entries_of_chain
from caseapp.core.actors import SYSTEM
from tests.factories.accounts import UserFactory

CHAIN = "test:1"


def record(action: str = "test.act", **facts: object) -> Entry:
    with transaction.atomic():
        return audit.record(actor=SYSTEM, action=action, subject=UserFactory(), chain=CHAIN, facts=facts)


@pytest.mark.django_db
class TestAppendOnly:
    def test_entries_are_linked_and_hold(self):
        for number in range(5):
            record(number=number, text="名字, with: commas 🙂")
        assert [entry.sequence for entry in entries_of_chain(CHAIN)] == [1, 2, 3, 4, 5]
        assert chain_faults(CHAIN) == []

    @pytest.mark.parametrize(
        "sql", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
    )
    def test_the_database_refuses_to_change_it(self, sql):
        record()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert chain_faults(CHAIN) == []

    def test_the_heads_move_with_the_rights_of_their_owner_alone(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT prosecdef, proconfig FROM pg_proc WHERE proname LIKE 'pgtrigger_link_%'")
            assert cursor.fetchall() == [(True, ["search_path=pg_catalog, public, pg_temp"])]
            cursor.execute("SELECT has_table_privilege('app', 'audit_chainhead', 'INSERT, UPDATE, DELETE')")
            assert cursor.fetchone() == (False,)

    @pytest.mark.parametrize(
        ("sql", "problem"),
        [
            ("UPDATE audit_entry SET payload = '{}' WHERE sequence = 2", "altered entry"),
            ("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE sequence = 2", "altered entry"),
            ("DELETE FROM audit_entry WHERE sequence = 2", "missing or reordered entry"),
            ("DELETE FROM audit_entry WHERE sequence = 3", "entries were cut off the end"),
        ],
    )
    def test_what_the_owner_of_the_table_alters_is_found(self, sql, problem):
        for number in range(3):
            record(number=number)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
            cursor.execute(sql)
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
        assert any(fault.problem.startswith(problem) for fault in chain_faults(CHAIN))


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_recording_outside_a_transaction_is_refused(self):
        with pytest.raises(RuntimeError):
            audit.record(actor=SYSTEM, action="test.act", subject=UserFactory())

    def test_parallel_writers_make_one_chain(self):
        def write() -> None:
            for _number in range(10):
                record()
            connection.close()

        writers = [threading.Thread(target=write) for _writer in range(4)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert ChainHead.objects.get(pk=CHAIN).sequence == 40
        assert chain_faults(CHAIN) == []
