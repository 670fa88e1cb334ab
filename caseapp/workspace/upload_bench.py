"""Measures what a 2 GiB upload costs a web server of its own: its memory, and its speed beside the machine's own."""

import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from caseapp.core.actors import VISITOR
from caseapp.core.references import new_receipt_code
from caseapp.evidence import gateways, tickets
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.services import delete_file
from caseapp.intake.models import Draft
from caseapp.intake.services import discard

MIB = 1024 * 1024
SIZE = 2048 * MIB
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
PIECE = "application/offset+octet-stream"


def measure_upload(size: int = SIZE) -> list[str]:
    """Send one file of `size` bytes to a web server started for it; answers lines of a table. Leaves nothing behind."""
    sha256, disk = _sha256_rate(), _disk_rate(gateways.uploads() / "bench")
    draft = Draft(lookup="", expires_at=timezone.now() + timedelta(hours=1))
    draft.code = new_receipt_code()
    draft.lookup = Draft.lookup_of(draft.code)
    draft.save()
    try:
        with _web_server() as (port, pids):
            ticket = tickets.issue("draft", draft.pk)
            rest = max(map(_resident, pids))
            _send(port, ticket, 4 * MIB)
            before = max(map(_resident, pids))
            start = time.perf_counter()
            _send(port, ticket, size)
            took = time.perf_counter() - start
            growth = max(map(_peak, pids)) - before
        draft.refresh_from_db()
        kept = EvidenceItem.objects.filter(vault=draft.vault, size=size).count()
    finally:
        draft.refresh_from_db()
        names = list(EvidenceItem.objects.filter(vault=draft.vault).values_list("storage_name", flat=True))
        discard(actor=VISITOR, draft=draft)
        # Files go by a job, and no worker runs beside the measurement.
        for name in names:
            delete_file(storage_name=name)
    rate = size / MIB / took
    return [
        f"| SHA-256 of this machine | {sha256:.0f} MiB/s |",
        f"| writing to this disk, synced | {disk:.0f} MiB/s |",
        f"| upload of {size // MIB:,} MiB in one piece, sealed, hashed, kept {kept} | {rate:.0f} MiB/s, "
        f"{100 * rate / min(sha256, disk):.0f} % of the slower (at least 60) |",
        f"| memory of the web server grew by | {growth:.0f} MiB (at most 64) |",
        f"| memory of one of its processes at rest | {rest:.0f} MiB (at most 130) |",
    ]


def _send(port: int, ticket: str, size: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Ticket": ticket}
    name = b64encode(b"bench.png").decode()
    told = {"Upload-Length": str(size), "Upload-Metadata": f"filename {name}"}
    line.request("POST", "/uploads/", headers={**headers, **told})
    begun = line.getresponse()
    begun.read()
    if begun.status != 201:
        raise RuntimeError(f"the upload could not begin: {begun.status}")
    line.putrequest("PATCH", begun.headers["Location"])
    for header, value in {**headers, "Content-Type": PIECE, "Upload-Offset": "0", "Content-Length": str(size)}.items():
        line.putheader(header, value)
    line.endheaders()
    block, left = os.urandom(MIB), size - len(PNG)
    line.send(PNG)
    while left > 0:
        line.send(block[: min(MIB, left)])
        left -= MIB
    done = line.getresponse()
    if done.status != 204:
        raise RuntimeError(f"the upload was answered {done.status} {done.read()[:300]!r}")
    line.close()


@contextmanager
def _web_server() -> Iterator[tuple[int, list[int]]]:
    """A web server as `make run` starts it, with one process that serves; its port and the ids of its processes."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    argv = [
        *(sys.executable, "-m", "gunicorn", "caseapp.wsgi", "--config", "python:caseapp.core.web_server"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--timeout", "600"),
    ]
    server = subprocess.Popen(argv, cwd=settings.BASE_DIR)
    try:
        _wait(port)
        yield port, [server.pid, *_children(server.pid)]
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int) -> None:
    for _attempt in range(600):
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            line.request("GET", "/healthz/live")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server for the measurement did not start")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _status(pid: int, name: str) -> float:
    for told in Path(f"/proc/{pid}/status").read_text().splitlines():
        if told.startswith(f"{name}:"):
            return int(told.split()[1]) / 1024
    return 0.0


def _resident(pid: int) -> float:
    return _status(pid, "VmRSS")


def _peak(pid: int) -> float:
    return _status(pid, "VmHWM")


def _sha256_rate() -> float:
    block, digest = os.urandom(MIB), hashlib.sha256()
    start = time.perf_counter()
    for _block in range(512):
        digest.update(block)
    return 512 / (time.perf_counter() - start)


def _disk_rate(path: Path) -> float:
    block = os.urandom(MIB)
    start = time.perf_counter()
    try:
        with path.open("wb", buffering=0) as file:
            for _block in range(1024):
                file.write(block)
            os.fsync(file.fileno())
        return 1024 / (time.perf_counter() - start)
    finally:
        path.unlink(missing_ok=True)
