"""What was answered with success outlives `kill -9`: the real site is killed while people file and upload.

Ten rounds; in each, one process of the web server and one of the worker is killed at a random moment, in turn the one
that leads and one that it leads. Clients do what a careful program does: file again under the same Idempotency-Key, and
look whether a file arrived before they send it again.
"""

import contextlib
import hashlib
import http.client
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from caseapp.core.launcher import processes
from caseapp.core.launcher.folder import RUN_MARK
from caseapp.core.launcher.plan import PROJECT

pytestmark = pytest.mark.endurance

ROUNDS = 10
# Below what a visitor may file in an hour, with room for attempts that a kill cut off.
ANONYMOUS_FILINGS = 40
PIXELS = (340_000, 1_660_000)
"""Three bytes each: files of one to five megabytes."""
PATIENCE = 180.0
WEB, WORKER = "gunicorn caseapp.wsgi", "celery -A caseapp worker"
ACCOUNT, PASSWORD = "keeper@example.org", "a long pass phrase"

Refused = (urllib.error.URLError, http.client.HTTPException, OSError)


@dataclass
class Filed:
    """A complaint that was answered with 201, and the hashes of the files that were."""

    reference: str
    headers: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Tally:
    """What happened, from several threads."""

    filed: list[Filed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lock: Any = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


class Site:
    """The launcher in a process of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        outside = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", RUN_MARK)
        self.env = {name: value for name, value in os.environ.items() if name not in outside}
        self.env |= {"COUNTENANCE_DATA": str(data), "PORT": str(self.port), "COUNTENANCE_DEMO": "0"}
        self.log = data / "launcher.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "caseapp.core.launcher"],
                cwd=PROJECT,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> None:
        def ready() -> bool:
            return "Countenance is ready at" in self.said or self.process.poll() is not None

        assert processes.wait_until(ready, 600, 0.5), self.said
        assert self.process.poll() is None, self.said

    def manage(self, *command: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """A management command with the database and the keys of this start."""
        return subprocess.run(
            [sys.executable, "-m", "caseapp.core.launcher", "run", sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env=self.env,
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def running(self) -> list[int]:
        """Every process that this start has begun and that still lives."""
        run = json.loads((self.data / "run.json").read_text())["run"]
        return [pid for pid in processes.with_environment(RUN_MARK, run) if processes.is_running(pid)]

    def servers(self) -> list[int]:
        """The embedded database and broker, which carry no mark."""
        postgres = processes.working_in(self.data / "server/postgres/cluster", "postgres")
        return postgres + processes.working_in(self.data / "server/valkey", "valkey")

    def part(self, program: str, *, leading: bool) -> list[int]:
        """The processes of a program: the one that the launcher started, or those that it leads itself."""
        found = [pid for pid in self.running() if program in command_of(pid)]
        return [pid for pid in found if (parent_of(pid) == self.process.pid) == leading]

    def answers(self) -> bool:
        """Whether web and worker stand again: those that a killed leader left behind answer too, for a moment."""
        if not all(self.part(program, leading=True) for program in (WEB, WORKER)):
            return False
        try:
            status, _body = call(self.port, "GET", "/healthz/ready", timeout=10)
        except Refused:
            return False
        return status == 200

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(120)


def command_of(pid: int) -> str:
    try:
        return (processes.PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    try:
        return int((processes.PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def call(
    port: int, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, timeout: float = 60
) -> tuple[int, bytes]:
    """One call in a connection of its own; raises one of `Refused` when it was cut off."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        data=body,
        headers={"Content-Type": "application/json", **(headers or {})},
        method=method,
    )
    try:
        with urllib.request.urlopen(asked, timeout=timeout) as answer:  # noqa: S310  # our own address
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read()


def photograph() -> bytes:
    """A PNG of random pixels, one to five megabytes: no two are the same, and nothing can be left out."""
    width, height = 1000, random.randint(*PIXELS) // 1000
    held = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)).save(held, "PNG", compress_level=0)
    return held.getvalue()


def slowly(content: bytes) -> Iterator[bytes]:
    """The bytes as a telephone sends them, so that a kill finds uploads half-way."""
    for start in range(0, len(content), 128 * 1024):
        yield content[start : start + 128 * 1024]
        time.sleep(0.01)


class Client(threading.Thread):
    """Files and uploads until told to end; never ends while a call of its own is unanswered."""

    def __init__(self, site: Site, tally: Tally, end: threading.Event, *, token: str = "") -> None:
        super().__init__(daemon=True)
        self.site, self.tally, self.end, self.token = site, tally, end, token

    def run(self) -> None:
        try:
            filings = 0
            while not self.end.is_set() and (self.token or filings < ANONYMOUS_FILINGS):
                filed = self.file()
                filings += 1
                with self.tally.lock:
                    self.tally.filed.append(filed)
                for _number in range(random.randint(1, 2)):
                    self.upload(filed)
        except Exception as fault:
            self.tally.faults.append(repr(fault))

    def file(self) -> Filed:
        identity = {"Authorization": f"Token {self.token}"} if self.token else {}
        statement = {
            "jurisdiction": "CN",
            "respondent": {"name": "Haishu Estates", "country": "CN", "sector": "property_management"},
            "venue": {"kind": "sales_office", "name": "Show flat"},
            "occurred_on": "2026-03-14",
            "actor": "private",
            "use": "identification",
            "consent_defect": ["no_consent"],
            "narrative": f"The camera knew me. 摄像头认出了我。 {uuid.uuid4()}",
            "anonymous": not self.token,
        }
        body, headers = json.dumps(statement).encode(), {**identity, "Idempotency-Key": str(uuid.uuid4())}
        filed = json.loads(self.insist("POST", "/api/v1/complaints/", 201, lambda: body, headers))
        code = filed["receipt_code"]
        return Filed(filed["reference"], identity or {"X-Receipt-Code": code})

    def upload(self, filed: Filed) -> None:
        content = photograph()
        digest = hashlib.sha256(content).hexdigest()
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{digest[:8]}.png"\r\n'
            "Content-Type: image/png\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            **filed.headers,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(body)),
        }
        path = f"/api/v1/complaints/{filed.reference}/evidence/"

        def arrived() -> bytes | None:
            rows = json.loads(self.insist("GET", path, 200, lambda: None, filed.headers))["results"]
            return next((json.dumps(row).encode() for row in rows if row["sha256"] == digest), None)

        item = json.loads(self.insist("POST", path, 201, lambda: slowly(body), headers, arrived))
        if item["sha256"] != digest:
            self.tally.faults.append(f"{filed.reference}: {item['sha256']} for {digest}")
        filed.files[digest] = item["id"]

    def insist(
        self, method: str, path: str, wanted: int, body: Any, headers: dict[str, str], arrived: Any = lambda: None
    ) -> bytes:
        """Call until it is answered; when a call was cut off, `arrived` may find that it was done all the same."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                status, answer = call(self.site.port, method, path, body(), headers)
            except Refused:
                self.tally.count("cut off" if method == "POST" else "reads cut off")
            else:
                if status == wanted:
                    return answer
                self.tally.faults.append(f"{method} {path}: {status} {answer[:300]!r}")
                raise RuntimeError(f"{method} {path} was answered {status}")
            if time.monotonic() > end:
                raise RuntimeError(f"{method} {path} was not answered within {PATIENCE:.0f} s")
            time.sleep(0.5)
            found = arrived()
            if found is not None:
                self.tally.count("arrived though cut off")
                return bytes(found)


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that the servers' user can reach, unlike pytest's own temporary folders."""
    path = Path(tempfile.mkdtemp(prefix="countenance-kills-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def site(data: Path) -> Iterator[Site]:
    started = Site(data)
    try:
        started.wait_until_ready()
        yield started
    finally:
        if started.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.stop()
        processes.end([*started.running(), *started.servers()], grace=5)


def token(site: Site) -> str:
    """An account of the site, signed in."""
    made = site.manage("create_administrator", ACCOUNT, "--name", "Keeper", given=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    asked = json.dumps({"email": ACCOUNT, "password": PASSWORD, "scopes": ["read", "write"]}).encode()
    status, answer = call(site.port, "POST", "/api/v1/tokens/", asked)
    assert status == 201, answer
    return str(json.loads(answer)["token"])


def kill(site: Site, program: str, *, leading: bool) -> None:
    """One process of the program, as soon as there is one, by SIGKILL."""
    found: list[int] = []

    def there() -> bool:
        found[:] = site.part(program, leading=leading)
        return bool(found)

    assert processes.wait_until(there, 180, 0.1), f"{program} is not there\n{site.said}"
    os.kill(random.choice(found), signal.SIGKILL)


def once_looked_at(site: Site, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    """An original, which is handed out once the worker has looked at it."""
    answer = 409, b""

    def handed_out() -> bool:
        nonlocal answer
        answer = call(site.port, "GET", path, headers=headers)
        return answer[0] != 409

    processes.wait_until(handed_out, PATIENCE, 1)
    return answer


KEPT = """
import json
from collections import Counter
from caseapp.complaints.models import Complaint
from caseapp.evidence.models import EvidenceItem
items = EvidenceItem.objects.values_list("vault__complaint__reference", "sha256")
print(json.dumps({
    "complaints": list(Complaint.objects.values_list("reference", flat=True)),
    "narratives": Complaint.objects.values("narrative").distinct().count(),
    "items": [list(pair) for pair in items],
}))
"""


def test_ten_rounds_of_kills_lose_and_double_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    begun, tally, end = time.monotonic(), Tally(), threading.Event()
    clients = [Client(site, tally, end), Client(site, tally, end, token=token(site))]
    for client in clients:
        client.start()
    kills = Counter[str]()
    for number in range(ROUNDS):
        time.sleep(random.uniform(0.5, 4.0))
        leading = bool(number % 2)
        kill(site, WEB, leading=leading)
        kills["web server" if leading else "web process"] += 1
        time.sleep(random.uniform(0.0, 1.0))
        kill(site, WORKER, leading=leading)
        kills["worker" if leading else "worker process"] += 1
        assert processes.wait_until(site.answers, 120, 0.25), site.said
    end.set()
    for client in clients:
        client.join(2 * PATIENCE)
    under_way = [client for client in clients if client.is_alive()]
    assert not under_way
    assert not tally.faults, tally.faults[:5]
    assert tally.counts["cut off"], "no call was cut off: the kills hit nothing"

    # All that was answered with success is there, once, and nothing else is.
    dump = site.manage("shell", "--verbosity=0", "--command", KEPT)
    assert dump.returncode == 0, dump.stderr
    kept = json.loads(dump.stdout)
    complaints, items = Counter(kept["complaints"]), Counter(tuple(pair) for pair in kept["items"])
    files = [(filed.reference, digest) for filed in tally.filed for digest in filed.files]
    lost = [one.reference for one in tally.filed if not complaints[one.reference]] + [
        one for one in files if not items[one]
    ]
    doubled = len(kept["complaints"]) - len(tally.filed), len(kept["items"]) - len(files)

    # By its own door as well, and with the same bytes.
    differ: list[str] = []
    for filed in tally.filed:
        status, answer = call(site.port, "GET", f"/api/v1/complaints/{filed.reference}/", headers=filed.headers)
        if status != 200 or json.loads(answer)["reference"] != filed.reference:
            lost.append(filed.reference)
        for digest, item in filed.files.items():
            status, content = once_looked_at(site, f"/api/v1/evidence/{item}/content/", filed.headers)
            if status != 200 or hashlib.sha256(content).hexdigest() != digest:
                differ.append(item)
    custody = site.manage("verify_custody")
    ended = site.stop()
    left = [*site.running(), *site.servers()]
    with capsys.disabled():
        print(
            f"\n{sum(kills.values())} kills {dict(kills)}, {tally.counts['cut off']} writes cut off "
            f"({tally.counts['arrived though cut off']} had arrived), {len(tally.filed)} filings and "
            f"{len(files)} files acknowledged; lost {len(lost)}, doubled {doubled[0]} filings and {doubled[1]} files, "
            f"altered {len(differ)}; {custody.stdout.strip()} {time.monotonic() - begun:.0f} s"
        )
    assert not lost
    assert doubled == (0, 0)
    assert kept["narratives"] == len(tally.filed)
    assert not differ
    assert custody.returncode == 0, custody.stdout + custody.stderr
    assert ended == 0
    assert not left
