"""Thirty planted values go through the real site, its broker and its worker, and lie nowhere in the clear afterwards.

Looked at are the logs, every key and the journal of the broker, every file that was there for half a second in the
folders of the site and in its temporary folder, every column of every row, and the files of the database as they lie
on the disk, its journal among them.
"""

import base64
import http.client
import io
import json
import re
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from caseapp.core.launcher import processes
from tests.endurance.test_kills import Site, call, data, site, token
from tests.evidence.malformed import paper
from tests.factories.evidence import picture

__all__ = ["data", "site"]

pytestmark = pytest.mark.endurance

CANARIES = [f"canary{number:02}x{uuid.UUID(int=number * 7919).hex}" for number in range(30)]
NAMED = [f"named{number:02}x{uuid.UUID(int=number * 6037).hex}" for number in range(3)]
"""A file's name, title and words beside it stand in plain columns, by which lists are searched; nowhere else."""

INSIDE = """
import json, sys
from django.apps import apps
from caseapp.celery import app
sought = sys.stdin.read().split()
found = []
for model in apps.get_models():
    if not model._meta.managed or model._meta.proxy:
        continue
    names = [field.attname for field in model._meta.concrete_fields]
    for row in model._base_manager.values(*names).iterator():
        text = json.dumps(
            {key: bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else value
             for key, value in row.items()},
            ensure_ascii=False, default=str,
        )
        found += [[canary, model._meta.label] for canary in sought if canary in text]
broker = app.connection().channel().client
keys = 0
for key in broker.scan_iter(count=1000):
    keys += 1
    read = {b"string": broker.get, b"hash": broker.hgetall, b"set": broker.smembers,
            b"list": lambda name: broker.lrange(name, 0, -1),
            b"zset": lambda name: broker.zrange(name, 0, -1)}[broker.type(key)]
    text = repr((key, read(key)))
    found += [[canary, "broker"] for canary in sought if canary in text]
print(json.dumps({"found": found, "keys": keys}))
"""


class Sight:
    """Looks through the folders of the site again and again, because a temporary file is soon gone."""

    def __init__(self, root: Path) -> None:
        self.root, self.end, self.found = root, threading.Event(), set[tuple[str, str]]()
        self.looks = self.files = 0
        self.sought = re.compile("|".join([*CANARIES, *NAMED]).encode())
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        while not self.end.wait(0.25):
            folders = [folder for folder in self.root.iterdir() if folder.name not in {"server", "static"}]
            self.look(path for folder in folders for path in [folder, *folder.rglob("*")])
            self.looks += 1

    def look(self, paths: Iterator[Path]) -> None:
        for path in paths:
            try:
                content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            except OSError:
                continue
            self.files += bool(content)
            for value in self.sought.findall(content):
                self.found.add((value.decode(), str(path.relative_to(self.root))))


@pytest.fixture(autouse=True)
def _temporary_files(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """Where we look for them."""
    folder = data / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))


def photograph() -> bytes:
    """A picture with words in its EXIF, a position, and a comment that no reader shows."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x013B] = CANARIES[:4]
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 52.0, 6.0), 3: "E", 4: (121.0, 32.0, 38.4)})
    held = io.BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(held, "JPEG", exif=exif, comment=CANARIES[4].encode())
    return held.getvalue()


def mail() -> bytes:
    head = f"From: {CANARIES[12]}@example.org\r\nSubject: {CANARIES[13]}\r\nDate: Mon, 2 Mar 2026 10:00:00 +0800\r\n"
    return f"{head}To: office@example.org\r\n\r\n{CANARIES[14]}\r\n".encode()


def files() -> dict[str, bytes]:
    """Files of each kind with the planted values inside."""
    return {
        "photo.jpg": photograph(),
        "letter.pdf": paper(" ".join(CANARIES[5:7]), pages=2),
        f"{NAMED[0]}.txt": "\n".join([*CANARIES[7:12], CANARIES[22]]).encode() * 500,
        "mail.eml": mail(),
        "shop.png": picture() + "\n".join(CANARIES[15:20]).encode() * 4000,
    }


class Visitor:
    """Somebody with a token who files and adds."""

    def __init__(self, site: Site) -> None:
        self.port, self.headers = site.port, {"Authorization": f"Token {token(site)}"}

    def ask(self, method: str, path: str, body: Any = None, wanted: int = 200, **headers: str) -> Any:
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        status, answer = call(self.port, method, path, content, {**self.headers, **headers})
        assert status == wanted, (method, path, status, answer[:500])
        return json.loads(answer or b"null")

    def file(self) -> str:
        statement = {
            "jurisdiction": "CN",
            "respondent": {"name": "Haishu Estates", "country": "CN", "sector": "property_management"},
            "venue": {"kind": "sales_office", "name": "Show flat"},
            "occurred_on": "2026-03-14",
            "actor": "private",
            "use": "identification",
            "consent_defect": ["no_consent"],
            "narrative": "The camera knew me.",
            "contact": {"name": CANARIES[20], "email": f"{CANARIES[21]}@example.org"},
        }
        return str(self.ask("POST", "/api/v1/complaints/", statement, 201)["reference"])

    def upload(self, reference: str, name: str, content: bytes) -> str:
        edge = uuid.uuid4().hex
        told = "".join(
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in (("title", NAMED[1]), ("description", NAMED[2]))
        )
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = told.encode() + head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return str(self.ask("POST", f"/api/v1/complaints/{reference}/evidence/", body, 201, **kind)["id"])

    def send_half(self, reference: str) -> None:
        """A resumable upload that never ends, with its words."""
        told = {"filename": f"{CANARIES[23]}.png", "complaint": reference, "description": " ".join(CANARIES[24:27])}
        written = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        content = picture() + "\n".join(CANARIES[27:30]).encode() * 4000
        headers = {**self.headers, "Tus-Resumable": "1.0.0"}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = {"Upload-Length": str(len(content) + 10), "Upload-Metadata": written}
        line.request("POST", "/uploads/", headers={**headers, **begun})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 201
        piece = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        line.request("PATCH", answer.headers["Location"], content, {**headers, **piece})
        assert line.getresponse().status == 204

    def wait(self, path: str, done: set[str]) -> Any:
        answer: Any = {}

        def finished() -> bool:
            answer.update(self.ask("GET", path))
            return answer["state"] in done

        assert processes.wait_until(finished, 300, 0.5), answer
        return answer


def test_thirty_planted_values_lie_nowhere_in_the_clear(
    site: Site,
    data: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sight = Sight(data)
    visitor = Visitor(site)
    reference = visitor.file()
    items = {name: visitor.upload(reference, name, content) for name, content in files().items()}
    visitor.send_half(reference)
    for item in items.values():
        assert visitor.wait(f"/api/v1/evidence/{item}/", {"ready", "failed", "rejected"})["state"] == "ready"
    copied = visitor.ask("POST", f"/api/v1/evidence/{items['photo.jpg']}/redactions/", {"strip": True}, 202)
    assert visitor.wait(f"/api/v1/redactions/{copied['id']}/", {"in_use", "failed"})["state"] == "in_use"
    asked = {"items": list(items.values())}
    bag = visitor.ask("POST", f"/api/v1/complaints/{reference}/evidence-exports/", asked, 202)
    assert visitor.wait(f"/api/v1/evidence-exports/{bag['id']}/", {"done", "failed"})["state"] == "done"
    inside = site.manage("shell", "--verbosity=0", "--command", INSIDE, given=" ".join(CANARIES))
    assert inside.returncode == 0, inside.stderr
    told = json.loads(inside.stdout)
    sight.end.set()
    sight.thread.join(60)
    # What the broker has ever been given stands in its journal, what the database has, in its own.
    servers = [path for path in (data / "server").rglob("*") if path.is_file()]
    named = {pair for pair in sight.found if pair[0] in NAMED}
    sight.look(iter(servers))
    journal = [path for path in servers if "valkey" in path.parts and path.stat().st_size]
    with capsys.disabled():
        print(
            f"\n{len(items)} files and a half, {sight.looks} looks at the folders, {sight.files} files read, "
            f"{told['keys']} keys of the broker, {len(servers)} files of the servers"
        )
    assert sight.looks > 10
    assert journal, "the broker keeps a journal"
    assert any(b"evidence.examine_item" in path.read_bytes() for path in journal), "and it was read"
    assert {value for value, _place in sight.found} >= set(NAMED), "what stands in a plain column is found"
    in_broker = {pair for pair in sight.found if pair[0] in NAMED and "valkey" in pair[1]}
    assert not named | in_broker
    assert not {pair for pair in sight.found if pair[0] in CANARIES}
    assert told["found"] == []
