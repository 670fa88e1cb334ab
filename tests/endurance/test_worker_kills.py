"""Fifty kills of the worker while it looks at files: nothing lost, nothing done twice, each taken up within 60 s.

Every fifth kill takes the worker's leader, the others one of its processes. A watcher inside the site writes down,
twice a second, which messages are held by a lease and how often each was tried.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from caseapp.core.launcher import processes
from caseapp.core.launcher.plan import PROJECT
from tests.endurance.test_kills import WORKER, Site, call, data, site  # noqa: F401 - two of them are fixtures
from tests.evidence.malformed import paper

pytestmark = pytest.mark.endurance

KILLS = 50
COMPLAINTS, FILES_EACH = 5, 19
RECOVERED_WITHIN = 60.0

WITHIN = [sys.executable, "-m", "caseapp.core.launcher", "run"]

WATCH = """
import json, sys, time
from caseapp.core.models import OutboxMessage
while True:
    rows = OutboxMessage.objects.filter(task="evidence.examine_item")
    held = {row.pk: [row.attempts, row.state, row.leased_until is not None] for row in rows}
    print(json.dumps([time.time(), held]), flush=True)
    time.sleep(0.5)
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


def file_some(site: Site) -> int:  # noqa: F811
    """Complaints without a name, each with documents of many pages; answers how many files were acknowledged."""
    count = 0
    for number in range(COMPLAINTS):
        statement = {
            "jurisdiction": "CN",
            "respondent": {"name": "Haishu Estates", "country": "CN", "sector": "property_management"},
            "venue": {"kind": "sales_office", "name": "Show flat"},
            "occurred_on": "2026-03-14",
            "actor": "private",
            "use": "identification",
            "consent_defect": ["no_consent"],
            "narrative": f"The camera knew me, {number}.",
            "anonymous": True,
        }
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        status, answer = call(site.port, "POST", "/api/v1/complaints/", json.dumps(statement).encode(), headers)
        assert status == 201, answer
        filed: dict[str, Any] = json.loads(answer)
        for file in range(FILES_EACH):
            count += upload(site, filed, paper(f"Letter {number}.{file}", pages=40))
    return count


def upload(site: Site, filed: dict[str, Any], content: bytes) -> int:  # noqa: F811
    boundary = uuid.uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="letter.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    headers = {
        "X-Receipt-Code": filed["receipt_code"],
        "Content-Type": f"multipart/form-data; boundary={boundary}",
    }
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    status, answer = call(site.port, "POST", f"/api/v1/complaints/{filed['reference']}/evidence/", body, headers)
    assert status == 201, answer
    return 1


def waited_for(site: Site, *, leading: bool) -> list[int]:  # noqa: F811
    """The worker's leader, or the processes it leads, as soon as there are any."""
    found: list[int] = []

    def there() -> bool:
        found[:] = site.part(WORKER, leading=leading)
        return bool(found)

    assert processes.wait_until(there, 120, 0.1), site.said
    return found


def at_work(said: Path) -> bool:
    """Whether a file is being looked at now: a kill that hits nobody proves nothing."""
    complete = said.read_text().rpartition("\n")[0]
    if not complete:
        return False
    at, held = json.loads(complete.rpartition("\n")[2])
    return time.time() - at < 5 and any(leased and state == "published" for _tries, state, leased in held.values())


def slowest_recovery(watched: list[tuple[float, dict[str, Any]]], kills: list[float]) -> float:
    """The longest time from a kill until every message held at that moment was tried again or done."""
    slowest = 0.0
    for killed_at in kills:
        before = next((held for at, held in reversed(watched) if at <= killed_at), {})
        for key, (attempts, state, leased) in before.items():
            if not leased or state != "published":
                continue
            again = next(
                (at for at, held in watched if at > killed_at and (held[key][0] > attempts or held[key][1] == "done")),
                float("inf"),
            )
            slowest = max(slowest, again - killed_at)
    return slowest


def test_fifty_kills_of_the_worker(site: Site, data: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    begun = time.monotonic()
    said = data / "watched.jsonl"
    with said.open("w") as log:
        watcher = subprocess.Popen(
            [*WITHIN, sys.executable, "manage.py", "shell", "--verbosity=0", "--command", WATCH],
            cwd=PROJECT,
            env=site.env,
            stdout=log,
            stderr=subprocess.DEVNULL,
        )
    try:
        count = file_some(site)
        kills: list[float] = []
        for number in range(KILLS):
            assert processes.wait_until(lambda: at_work(said), 180, 0.2), site.said
            time.sleep(random.uniform(0.2, 1.5))
            victims = waited_for(site, leading=number % 5 == 4)
            kills.append(time.time())
            os.kill(random.choice(victims), signal.SIGKILL)

        def all_done() -> bool:
            last = said.read_text().rpartition("\n")[0].rpartition("\n")[2]
            return all(state == "done" for _attempts, state, _leased in json.loads(last)[1].values())

        assert processes.wait_until(all_done, 300, 1.0), said.read_text()[-2000:]
    finally:
        watcher.kill()
        watcher.wait()
    complete = said.read_text().rpartition("\n")[0]
    watched = [(at, held) for at, held in map(json.loads, complete.splitlines())]
    dump = site.manage("shell", "--verbosity=0", "--command", FOUND)
    assert dump.returncode == 0, dump.stderr
    kept = json.loads(dump.stdout)
    slowest = slowest_recovery(watched, kills)
    custody = site.manage("verify_custody")
    with capsys.disabled():
        print(
            f"\n{len(kills)} kills, {count} files, {kept}, slowest recovery {slowest:.1f} s, "
            f"{custody.stdout.strip()} {time.monotonic() - begun:.0f} s"
        )
    assert kept["states"] == {"ready": count}
    assert (kept["acts"], kept["twice"], kept["pages"]) == (count, [], count * 40)
    assert slowest < RECOVERED_WITHIN
    assert custody.returncode == 0, custody.stdout
