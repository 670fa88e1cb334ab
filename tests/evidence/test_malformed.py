"""Hostile and broken files: each ends in a clear state, soon, in little memory, its original as it arrived."""

import hashlib
import re
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import pytest

from caseapp.core.actors import SYSTEM
from caseapp.evidence import confined, services
from caseapp.evidence.enums import EvidenceState, Finding
from caseapp.evidence.models import Derivative
from caseapp.evidence.services.reading import opened_original
from tests.evidence.malformed import Malformed, generated
from tests.factories.evidence import arrive

pytestmark = pytest.mark.django_db

SAMPLE = 30
MOST_SECONDS = 10.0
MOST_RESIDENT_KB = 512 * 1024


class Weighed(subprocess.Popen):
    """A child whose greatest memory is read before it ends; what `resource` tells begins with its parent's."""

    resident_kb: ClassVar[list[int]] = []

    def kill(self) -> None:
        if found := re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text()):
            self.resident_kb.append(int(found[1]))
        super().kill()


def outcome(file: Malformed, vault) -> str:
    """What became of one file: refused at the door with words, or kept and looked at."""
    begun = time.monotonic()
    incoming = arrive(vault, file.content, file.name)
    if incoming.refusal is not None:
        assert file.name in str(incoming.refusal.message), file
        incoming.close()
        return "refused"
    item = services.add_item(actor=SYSTEM, vault=vault, incoming=incoming)
    services.examine_item(item_id=item.pk)
    assert time.monotonic() - begun < MOST_SECONDS, file
    item.refresh_from_db()
    assert item.state in {EvidenceState.READY, EvidenceState.REJECTED}, (file, item.state)
    with opened_original(item) as opened:
        kept = b"".join(opened.frames())
    assert hashlib.sha256(kept).hexdigest() == item.sha256 == hashlib.sha256(file.content).hexdigest(), file
    finding = item.examination.finding
    shown = Derivative.objects.filter(item=item).exists()
    assert shown == (finding == Finding.NONE), (file, finding)
    return finding or "shown"


def tried(count: int) -> Counter[str]:
    found: Counter[str] = Counter()
    Weighed.resident_kb.clear()
    with patch.object(confined.subprocess, "Popen", Weighed):
        for file in generated(count):
            found[outcome(file, services.open_vault(actor=SYSTEM))] += 1
    assert 0 < max(Weighed.resident_kb) < MOST_RESIDENT_KB
    return found


def test_no_file_breaks_the_house():
    found = tried(SAMPLE)
    assert found["refused"] > 3
    assert found["damaged"] > 2
    assert found["shown"] > 2


def test_the_same_seed_makes_the_same_files():
    first, second = ([hashlib.sha256(file.content).digest() for file in generated(30)] for _again in range(2))
    assert first == second
