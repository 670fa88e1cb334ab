"""The scanner: found, not found, and every way in which it fails, which never counts as clean."""

import contextlib
import io
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from caseapp.evidence import clamd
from caseapp.evidence.enums import NotScanned, Scan

EICAR = "".join(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"]).encode()
"""Harmless by agreement, and named by every scanner; put together at run time so that no scanner names this file."""

BY = "ClamAV 1.4.3/27500/Thu Nov 26 08:00:00 2026"


class FakeScanner:
    """Speaks as clamd does, and does as it is told."""

    def __init__(self, path: str, answer: bytes | None = None) -> None:
        self.answer = answer
        self.heard = b""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(path)
        self._socket.listen(4)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _from = self._socket.accept()
                with line, contextlib.suppress(OSError, struct.error):
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += line.recv(1)
        if command == b"zVERSION\0":
            line.sendall(BY.encode() + b"\0")
            return
        self.heard = b""
        while length := struct.unpack(">I", line.recv(4, socket.MSG_WAITALL))[0]:
            self.heard += line.recv(length, socket.MSG_WAITALL)
        found = b"Eicar-Test-Signature FOUND" if EICAR in self.heard else b"OK"
        answer = b"stream: " + found + b"\0" if self.answer is None else self.answer
        if answer == b"slow":
            time.sleep(3)
        line.sendall(answer)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def scanner(tmp_path, settings) -> Iterator[FakeScanner]:
    path = str(tmp_path / "clamd")
    settings.CLAMD_URL = f"unix:{path}"
    fake = FakeScanner(path)
    yield fake
    fake.close()


def scanned(content: bytes) -> clamd.Verdict:
    return clamd.scan(io.BytesIO(content), len(content))


def test_without_a_scanner_nothing_is_called_clean(settings):
    settings.CLAMD_URL = ""
    assert scanned(EICAR) == clamd.Verdict(Scan.NOT_SCANNED, NotScanned.NO_SCANNER)


def test_all_bytes_arrive_and_the_answer_is_understood(scanner):
    content = bytes(range(256)) * 1000
    assert scanned(content) == clamd.Verdict(Scan.NOTHING_FOUND, "", BY)
    assert scanner.heard == content
    assert scanned(b"before" * 20_000 + EICAR) == clamd.Verdict(Scan.FOUND, "Eicar-Test-Signature", BY)


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
        b"stream: (null) FOUND\0",
        b"stream: lstat() failed ERROR\0",
        b"nonsense\0",
    ],
)
def test_what_was_not_looked_at_whole_is_not_scanned(scanner, answer):
    scanner.answer = answer
    verdict = scanned(b"bytes")
    assert (verdict.scan, verdict.note) == (Scan.NOT_SCANNED, NotScanned.NOT_WHOLE)


def test_over_the_limit_nothing_is_sent(scanner, settings):
    settings.CLAMD_MAX_BYTES = 10
    assert scanned(b"x" * 11) == clamd.Verdict(Scan.NOT_SCANNED, NotScanned.TOO_LARGE)
    assert scanner.heard == b""


def test_a_scanner_that_is_away_or_hangs_up(settings, tmp_path, scanner):
    scanner.answer = b""
    assert scanned(b"bytes").note == NotScanned.UNREACHABLE
    settings.CLAMD_URL = f"unix:{tmp_path / 'nobody'}"
    assert scanned(b"bytes").note == NotScanned.UNREACHABLE
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    assert scanned(b"bytes").note == NotScanned.UNREACHABLE


def test_a_slow_scanner_is_not_waited_for(scanner, monkeypatch):
    scanner.answer = b"slow"
    monkeypatch.setattr(clamd, "SCAN_SECONDS", 0.3)
    assert scanned(b"bytes").note == NotScanned.SLOW


@pytest.fixture
def real_scanner(tmp_path, settings) -> Iterator[None]:
    """Debian's clamd with a single signature of our own writing."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("clamd is not installed (Debian: apt-get install clamav-daemon)")
    signatures = tmp_path / "signatures"
    signatures.mkdir()
    (signatures / "test.ndb").write_text(f"Test-Signature:0:*:{EICAR.hex()}\n")
    configuration = tmp_path / "clamd.conf"
    configuration.write_text(
        f"LocalSocket {tmp_path}/socket\nDatabaseDirectory {signatures}\nForeground yes\nAlertExceedsMax yes\n"
        f"LogFile {tmp_path}/log\nStreamMaxLength 25M\n"
    )
    running = subprocess.Popen(
        [program, "--config-file", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        settings.CLAMD_URL = f"unix:{tmp_path}/socket"
        deadline = time.monotonic() + 30
        while scanned(b"hello").scan != Scan.NOTHING_FOUND:
            assert running.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait(10)


def test_a_real_scanner_names_the_test_file_bare_and_wrapped(real_scanner):
    from tests.factories.evidence import docx

    assert scanned(EICAR).scan == Scan.FOUND
    assert "Test-Signature" in scanned(EICAR).note
    assert scanned(EICAR).by.startswith("ClamAV")
    assert scanned(docx(**{"word/media/x.bin": EICAR})).scan == Scan.FOUND
    assert scanned(b"nothing to see").scan == Scan.NOTHING_FOUND


@pytest.mark.django_db
def test_evidence_with_malware_is_kept_and_withheld(real_scanner):
    from caseapp.evidence.enums import EvidenceState
    from tests.factories.complaints import ComplaintFactory
    from tests.factories.evidence import examined

    item = examined(ComplaintFactory(), EICAR, "note.txt")
    assert item.state == EvidenceState.REJECTED
    assert item.examination.scan == Scan.FOUND
