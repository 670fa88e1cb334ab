"""Twenty times `kill -9` of the web server at random offsets of resumable uploads: each goes on, to the same hash."""

import base64
import contextlib
import hashlib
import http.client
import json
import os
import random
import threading
import time
import uuid
from typing import Any

import pytest

from caseapp.core.launcher import processes
from tests.endurance.test_kills import WEB, Refused, Site, call, data, kill, site, token
from tests.factories.evidence import picture

__all__ = ["data", "site"]

pytestmark = pytest.mark.endurance

KILLS = 20
SIZE = 24_000_000
PIECE = 256 * 1024
PATIENCE = 180.0


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    """More files than a complaint holds otherwise, for the site that is started."""
    monkeypatch.setenv("EVIDENCE_MAX_FILES", "1000")


class Uploader(threading.Thread):
    """Sends file after file as a telephone does, and goes on at the server's offset whenever the line breaks."""

    def __init__(self, port: int, token: str, reference: str, end: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.reference, self.end = port, reference, end
        self.headers = {"Authorization": f"Token {token}", "Tus-Resumable": "1.0.0"}
        self.kept: dict[str, str] = {}
        self.resumed: list[int] = []
        self.faults: list[str] = []

    def run(self) -> None:
        try:
            while not self.end.is_set():
                self.upload(picture() + os.urandom(SIZE))
        except Exception as fault:
            self.faults.append(repr(fault))

    def upload(self, content: bytes) -> None:
        name = base64.b64encode(f"{uuid.uuid4()}.png".encode()).decode()
        told = f"filename {name},complaint {base64.b64encode(self.reference.encode()).decode()}"
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": told}
        place = self.insist(lambda: self.request("POST", "/uploads/", headers))["Location"]
        item = ""
        while not item:
            offset = int(self.insist(lambda: self.request("HEAD", place, {}))["Upload-Offset"])
            if offset == len(content):
                item = json.loads(self.insist(lambda: self.body(place))["body"])["evidence"]
                break
            if offset:
                self.resumed.append(offset)
            with contextlib.suppress(*Refused):
                item = self.send(place, content, offset)
        self.kept[hashlib.sha256(content).hexdigest()] = item

    def send(self, place: str, content: bytes, offset: int) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.putrequest("PATCH", place)
        length = str(len(content) - offset)
        told = {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Content-Length": length,
        }
        for header, value in {**self.headers, **told}.items():
            line.putheader(header, value)
        line.endheaders()
        # A pace of its own, so that what was committed when the line breaks lies somewhere else each time.
        pause = random.uniform(0.02, 0.09)
        for start in range(offset, len(content), PIECE):
            line.send(content[start : start + PIECE])
            time.sleep(pause)
        answer = line.getresponse()
        # 423 and 409: what a killed process held is let go in a moment.
        if answer.status not in {204, 409, 423}:
            raise AssertionError(f"PATCH was answered {answer.status} {answer.read()[:300]!r}")
        return answer.headers.get("Evidence-Item", "") or ""

    def request(self, method: str, path: str, headers: dict[str, str]) -> dict[str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, headers={**self.headers, **headers})
        answer = line.getresponse()
        answer.read()
        assert answer.status in {200, 201}, f"{method} was answered {answer.status}"
        return dict(answer.headers)

    def body(self, path: str) -> dict[str, str]:
        status, answer = call(self.port, "GET", path, headers=self.headers)
        assert status == 200
        return {"body": answer.decode()}

    def insist(self, asked: Any) -> dict[str, str]:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer: dict[str, str] = asked()
                return answer
            except Refused:
                assert time.monotonic() < end, "the site did not come back"
                time.sleep(0.2)


def test_twenty_kills_at_random_offsets_resume_to_the_same_hash(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    secret = token(site)
    statement = {
        "jurisdiction": "CN",
        "respondent": {"name": "Haishu Estates", "country": "CN", "sector": "property_management"},
        "venue": {"kind": "sales_office", "name": "Show flat"},
        "occurred_on": "2026-03-14",
        "actor": "private",
        "use": "identification",
        "consent_defect": ["no_consent"],
        "narrative": "The camera knew me.",
        "anonymous": False,
    }
    identity = {"Authorization": f"Token {secret}"}
    status, answer = call(site.port, "POST", "/api/v1/complaints/", json.dumps(statement).encode(), identity)
    assert status == 201, answer
    end = threading.Event()
    uploader = Uploader(site.port, secret, json.loads(answer)["reference"], end)
    uploader.start()
    for number in range(KILLS):
        time.sleep(random.uniform(2.2, 5.0))  # what came is written down every two seconds
        kill(site, WEB, leading=bool(number % 4 == 3))
        assert processes.wait_until(site.answers, 120, 0.25), site.said
    end.set()
    uploader.join(PATIENCE)
    assert not uploader.faults, uploader.faults
    assert not uploader.is_alive()
    assert processes.wait_until(site.answers, 120, 0.25), site.said
    status, answer = call(site.port, "GET", f"/api/v1/complaints/{uploader.reference}/evidence/", headers=identity)
    rows = {row["sha256"]: row["id"] for row in json.loads(answer)["results"]}
    custody = site.manage("verify_custody")
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, {len(uploader.kept)} files of {SIZE} bytes kept, resumed at {sorted(uploader.resumed)}"
        )
    assert rows == uploader.kept
    # Some kills meet a file between its last byte and the next one's first commit.
    assert len(uploader.resumed) > KILLS // 4
    assert len(set(uploader.resumed)) > KILLS // 10
    assert custody.returncode == 0, custody.stdout + custody.stderr
