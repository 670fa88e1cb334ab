"""Fifty kills of the worker while it looks at files: nothing lost, nothing done twice, each taken up within 60 s.

Every fifth kill takes the worker's leader, the others the very process that has a file in its hands. A watcher inside
the site writes down, four times a second, who holds which message and how often it was tried; somebody goes on filing
until the last kill, so that there is always a file at work.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from caseapp.core.launcher import processes
from caseapp.core.launcher.plan import PROJECT
from tests.endurance.test_kills import WORKER, Site, call, data, site, token  # noqa: F401 - two of them are fixtures
from tests.evidence.malformed import paper

pytestmark = pytest.mark.endurance

KILLS = int(os.environ.get("KILLS", "50"))
FILES_EACH, PAGES, BACKLOG = 19, 15, 6
RECOVERED_WITHIN = 60.0
BEATS_WITHIN = 6.0
"""A process at work renews its lease every two seconds; the leases of others only run out."""

WITHIN = [sys.executable, "-m", "caseapp.core.launcher", "run"]

WATCH = """
import json, time
from caseapp.core.models import OutboxMessage
while True:
    rows = OutboxMessage.objects.filter(task="evidence.examine_item")
    now = time.time()
    print(json.dumps([now, {
        row.pk: [row.attempts, row.state, row.leased_until.timestamp() - now if row.leased_until else 0, row.leased_by]
        for row in rows
    }]), flush=True)
    time.sleep(0.25)
"""

FOUND = """
import json
from collections import Counter
from caseapp.audit.models import Entry
from caseapp.evidence.models import Derivative, EvidenceItem
acts = Counter(Entry.objects.filter(action="evidence.finish_examination").values_list("subject_id", flat=True))
print(json.dumps({
    "states": dict(Counter(EvidenceItem.objects.values_list("state", flat=True))),
    "twice": [pk for pk, count in acts.items() if count != 1],
    "acts": len(acts),
    "pages": Derivative.objects.filter(kind="page").count(),
}))
"""


@dataclass(frozen=True)
class Message:
    """The outbox row of one file, as the watcher saw it."""

    attempts: int
    state: str
    lease: float
    holder: str

    @property
    def at_work(self) -> bool:
        return self.state == "published" and self.lease > 20 - BEATS_WITHIN

    @property
    def pid(self) -> int:
        return int(self.holder.split(":")[1])


@dataclass
class Watched:
    """All that the watcher saw, newest last."""

    seen: list[tuple[float, dict[str, Message]]] = field(default_factory=list)

    def follow(self, lines: Any) -> None:
        for line in lines:
            at, rows = json.loads(line)
            self.seen.append((at, {key: Message(*row) for key, row in rows.items()}))

    @property
    def newest(self) -> dict[str, Message]:
        """What was seen last; nothing where that is long ago."""
        if not self.seen or time.time() - self.seen[-1][0] > 5:
            return {}
        return self.seen[-1][1]

    def undone(self) -> int:
        return sum(message.state != "done" for message in self.newest.values())

    def at_work(self) -> list[int]:
        """The processes that hold a file now and still live: a kill that hits nobody proves nothing."""
        pids = [message.pid for message in self.newest.values() if message.at_work]
        return [pid for pid in pids if processes.is_running(pid)]

    def recovery(self, killed_at: float, victims: set[int]) -> float:
        """The longest time from a kill until each message that the victims held was tried again or done."""
        before = next((rows for at, rows in reversed(self.seen) if at <= killed_at), {})
        slowest = 0.0
        for key, held in before.items():
            if not held.at_work or held.pid not in victims:
                continue
            slowest = max(slowest, next(self._taken_up(key, held.attempts, killed_at), float("inf")) - killed_at)
        return slowest

    def _taken_up(self, key: str, attempts: int, since: float) -> Iterator[float]:
        for at, rows in self.seen:
            if at > since and (rows[key].attempts > attempts or rows[key].state == "done"):
                yield at


class Feeder(threading.Thread):
    """Files complaints with documents of many pages, as fast as they are looked at."""

    def __init__(self, site: Site, watched: Watched) -> None:  # noqa: F811
        super().__init__(daemon=True)
        self.site, self.watched, self.end = site, watched, threading.Event()
        self.headers = {"Authorization": f"Token {token(site)}"}
        self.fault = ""
        self.count = 0

    def run(self) -> None:
        try:
            while not self.end.is_set():
                reference = self.file()
                for _number in range(FILES_EACH):
                    while self.watched.undone() >= BACKLOG and not self.end.is_set():
                        time.sleep(0.2)
                    if self.end.is_set():
                        return
                    self.upload(reference)
        except Exception as fault:
            self.fault = repr(fault)

    def file(self) -> str:
        statement = {
            "jurisdiction": "CN",
            "respondent": {"name": "Haishu Estates", "country": "CN", "sector": "property_management"},
            "venue": {"kind": "sales_office", "name": "Show flat"},
            "occurred_on": "2026-03-14",
            "actor": "private",
            "use": "identification",
            "consent_defect": ["no_consent"],
            "narrative": f"The camera knew me, {self.count}.",
        }
        headers = {**self.headers, "Idempotency-Key": str(uuid.uuid4())}
        status, answer = call(self.site.port, "POST", "/api/v1/complaints/", json.dumps(statement).encode(), headers)
        assert status == 201, answer
        return str(json.loads(answer)["reference"])

    def upload(self, reference: str) -> None:
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="letter.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        body = head.encode() + paper(f"Letter {self.count}", pages=PAGES) + f"\r\n--{boundary}--\r\n".encode()
        headers = {**self.headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}
        status, answer = call(self.site.port, "POST", f"/api/v1/complaints/{reference}/evidence/", body, headers)
        assert status == 201, answer
        self.count += 1


@pytest.fixture
def watched(site: Site) -> Iterator[Watched]:  # noqa: F811
    """What a process inside the site sees of the outbox while the test runs."""
    watcher = subprocess.Popen(
        [*WITHIN, sys.executable, "manage.py", "shell", "--verbosity=0", "--command", WATCH],
        cwd=PROJECT,
        env=site.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    seen = Watched()
    threading.Thread(target=seen.follow, args=(watcher.stdout,), daemon=True).start()
    yield seen
    watcher.kill()
    watcher.wait()


def kill_who_works(site: Site, watched: Watched, *, leading: bool) -> tuple[float, set[int]]:  # noqa: F811
    """Kill the leader, or a process that has a file in its hands; answers when, and whose files are cut off by it."""
    working: list[int] = []

    def there() -> bool:
        working[:] = watched.at_work()
        return bool(working) and bool(site.part(WORKER, leading=True))

    time.sleep(random.uniform(0.5, 4.0))
    assert processes.wait_until(there, 120, 0.05), site.said
    victim = site.part(WORKER, leading=True)[0] if leading else random.choice(working)
    at = time.time()
    os.kill(victim, signal.SIGKILL)
    return at, set(working) if leading else {victim}


def test_fifty_kills_of_the_worker(
    site: Site,  # noqa: F811
    watched: Watched,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun = time.monotonic()
    feeder = Feeder(site, watched)
    feeder.start()
    kills = [kill_who_works(site, watched, leading=number % 5 == 4) for number in range(KILLS)]
    feeder.end.set()
    feeder.join(60)
    assert not feeder.fault, feeder.fault
    count = feeder.count
    assert processes.wait_until(lambda: len(watched.newest) == count and not watched.undone(), 180, 0.5), site.said
    dump = site.manage("shell", "--verbosity=0", "--command", FOUND)
    assert dump.returncode == 0, dump.stderr
    kept = json.loads(dump.stdout)
    recoveries = sorted(watched.recovery(at, victims) for at, victims in kills)
    cut_off = sum(message.attempts - 1 for message in watched.newest.values())
    custody = site.manage("verify_custody")
    with capsys.disabled():
        print(
            f"\n{len(kills)} kills, {cut_off} attempts cut off, {count} files, {kept}, recovered within "
            f"{recoveries[len(recoveries) // 2]:.1f} s (half of them) and {recoveries[-1]:.1f} s (all), "
            f"{custody.stdout.strip()} {time.monotonic() - begun:.0f} s"
        )
    assert kept["states"] == {"ready": count}
    assert (kept["acts"], kept["twice"], kept["pages"]) == (count, [], count * PAGES)
    assert cut_off >= len(kills) // 2, "the kills hit nothing"
    assert recoveries[-1] < RECOVERED_WITHIN
    assert custody.returncode == 0, custody.stdout
