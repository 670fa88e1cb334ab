"""Heads of chains get time-stamps from an outside clock; nobody waits for it, and no bad stamp is believed."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from caseapp.audit.models import ChainHead
from caseapp.core import queue
from caseapp.core.actors import SYSTEM
from caseapp.evidence import services, timestamping
from caseapp.evidence.enums import AnchorState
from caseapp.evidence.models import Anchor
from caseapp.evidence.selectors import check_vault
from tests.factories import tsa as authorities
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import add

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    with authorities.serving(authorities.made(tmp_path_factory.mktemp("tsa"))) as tsa:
        yield tsa


@pytest.fixture
def tsa(clock, settings):
    settings.TSA_URL, settings.TSA_CERTIFICATES = clock.url, str(clock.root)
    clock.asked, clock.down, clock.change = 0, False, lambda answer: answer
    return clock


def test_a_receipt_is_stamped_without_anybody_waiting(tsa):
    item = add(ComplaintFactory())
    anchor = Anchor.objects.get()
    assert (tsa.asked, anchor.state) == (0, AnchorState.WAITING)
    queue.run_pending()
    anchor.refresh_from_db()
    head = ChainHead.objects.get(pk=item.vault.chain)
    assert (anchor.state, anchor.sequence, anchor.hash) == (AnchorState.ANCHORED, head.sequence, head.hash)
    assert abs(anchor.stamped_at - timezone.now()) < timedelta(minutes=1)
    found = check_vault(item.vault)
    assert (found.problems, found.anchors, found.unanchored) == ((), 1, 0)


def test_without_an_authority_nothing_is_promised_and_that_is_said(settings):
    settings.TSA_URL = ""
    item = add(ComplaintFactory())
    assert not Anchor.objects.exists()
    assert services.anchor_heads() == 0
    assert check_vault(item.vault).unanchored == 1


def test_once_a_day_every_chain_that_grew_is_stamped_once(tsa):
    items = [add(ComplaintFactory()) for _ in range(2)]
    queue.run_pending()
    for item in items:
        services.record_act(actor=SYSTEM, act=services.custody.Custody.EXPORTED, item=item)
    before = Anchor.objects.count()
    heads = services.anchor_heads()
    assert heads >= len(items)
    assert services.anchor_heads() == 0
    queue.run_pending()
    assert Anchor.objects.filter(state=AnchorState.ANCHORED).count() == before + heads


def test_an_authority_that_is_away_is_asked_again_later_and_later(tsa):
    tsa.down = True
    add(ComplaintFactory())
    anchor = Anchor.objects.get()
    waits = []
    for _attempt in range(15):
        services.fetch_anchor(anchor_id=anchor.pk)
        message = queue.waiting_messages().filter(task="evidence.fetch_anchor").latest("pk")
        waits.append((message.available_at - timezone.now()).total_seconds())
    assert [round(wait / 60) for wait in waits[:5]] == [1, 2, 4, 8, 16]
    assert max(waits) <= 24 * 3600
    anchor.refresh_from_db()
    assert (anchor.attempts, anchor.state) == (15, AnchorState.WAITING)
    assert anchor.fault
    tsa.down = False
    services.fetch_anchor(anchor_id=anchor.pk)
    anchor.refresh_from_db()
    assert (anchor.state, anchor.fault) == (AnchorState.ANCHORED, "")
    asked = tsa.asked
    services.fetch_anchor(anchor_id=anchor.pk)
    assert tsa.asked == asked


def test_an_entry_behind_a_stamp_that_is_written_anew_is_found(tsa):
    item = add(ComplaintFactory())
    queue.run_pending()
    Anchor.objects.update(hash="0" * 64)
    assert [str(problem) for problem in check_vault(item.vault).problems] == [
        f"chain {item.vault.chain}, time-stamp of entry 1: the entry is not the one that was stamped"
    ]


@pytest.fixture(scope="module")
def another(tmp_path_factory):
    return authorities.made(tmp_path_factory.mktemp("other"))


class TestTwentyBadStamps:
    """Each is refused as an answer, and found by `verify_custody` where it lies in the database."""

    def query(self, statement: bytes) -> bytes:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

        return (
            TimestampRequestBuilder()
            .data(statement)
            .hash_algorithm(HashAlgorithm.SHA256)
            .cert_request(cert_request=True)
            .build()
            .as_bytes()
        )

    @pytest.mark.parametrize("number", range(20))
    def test_is_refused(self, tsa, another, number):
        statement = b"Countenance chain\nchain: vault:x\nentry: 1\nsha256: 00\n"
        good = tsa.reply(self.query(statement))
        draw = random.Random(number)
        spoiled = {
            0: lambda: b"",
            1: lambda: b"<html>503</html>",
            2: lambda: good[: len(good) // 2],
            3: lambda: good[:-1],
            4: lambda: good + b"\0",
            5: lambda: tsa.reply(self.query(statement + b"another")),
            6: lambda: another.reply(self.query(statement)),
            7: lambda: bytes.fromhex("30053003020102"),
            8: lambda: bytes(len(good)),
            9: lambda: good.replace(b"Loopback clock", b"Loopback CLOCK"),
        }

        def flip() -> bytes:
            # In the signed facts and the signature, where every bit counts.
            changed = bytearray(good)
            place = draw.randrange(60, 160) if number % 2 else draw.randrange(len(good) - 60, len(good))
            changed[place] ^= 1 << draw.randrange(8)
            return bytes(changed)

        bad = spoiled.get(number, flip)()
        assert timestamping.verified(good, statement)
        with pytest.raises(timestamping.NoTimestamp):
            timestamping.verified(bad, statement)

    def test_an_answer_to_another_question_is_refused(self, tsa):
        """The right statement, rightly signed, but asked by somebody else: the nonce differs."""
        kept = []

        def replay(answer: bytes) -> bytes:
            kept.append(answer)
            return kept[0]

        tsa.change = replay
        assert timestamping.timestamp(b"the same words")
        with pytest.raises(timestamping.NoTimestamp, match="Nonce"):
            timestamping.timestamp(b"the same words")

    def test_a_bad_stamp_in_the_table_is_found(self, tsa):
        item = add(ComplaintFactory())
        queue.run_pending()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE evidence_anchor SET response = set_byte(response, 100, 0)")
        assert "does not verify" in str(check_vault(item.vault).problems[0])
