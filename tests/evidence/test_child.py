"""The child process: what it may not do, and that it ends when it should."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from caseapp.evidence import confined
from caseapp.evidence.child import confinement
from tests.evidence.malformed import paper

FORBIDDEN = {
    "network": "import socket; socket.socket()",
    "files": "open('/etc/hostname')",
    "writing": "import os; os.open('/tmp/escaped', os.O_CREAT | os.O_WRONLY)",
    "programs": "import os; os.execv('/bin/true', ['true'])",
    "processes": "import os; os.fork()",
    "others": "import os, signal; os.kill(os.getppid(), 0)",
}


def confined_python(code: str, **limits: int) -> "subprocess.CompletedProcess[bytes]":
    """Run code in a process that shut itself in; exit code 3 when it was refused."""
    script = f"""
import ctypes, sys
from caseapp.evidence.child import confinement
confinement.limit(**{limits!r})
kept_in = confinement.shut_in()
if kept_in != confinement.SECCOMP: sys.exit(4)
try:
    exec({code!r})
except (PermissionError, MemoryError):
    sys.exit(3)
"""
    return subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30, check=False)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_way_out_is_shut(what):
    ended = confined_python(FORBIDDEN[what])
    if ended.returncode == 4:
        pytest.skip("this kernel or machine offers no filter of system calls")
    assert ended.returncode == 3, ended.stderr.decode()


def test_memory_and_time_have_an_end():
    assert confined_python("bytearray(2_000_000_000)").returncode == 3
    assert confined_python("while True: pass", cpu_seconds=1).returncode == -signal.SIGXCPU


def test_threads_still_start():
    assert confined_python("import threading; t = threading.Thread(target=int); t.start(); t.join()").returncode in {
        0,
        4,
    }


def test_without_a_filter_sockets_are_blocked_and_it_says_so(monkeypatch):
    code = """
import platform; platform.machine = lambda: "other"
import socket
from caseapp.evidence.child import confinement
assert confinement.shut_in() == "sockets blocked"
try: socket.create_connection(("127.0.0.1", 9))
except PermissionError: print("refused")
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=True)
    assert ended.stdout.strip() == b"refused"


class Slow(io.BytesIO):
    """A file whose bytes never come."""

    def read(self, size: int | None = -1) -> bytes:
        time.sleep(0.2)
        return super().read(size)


def looked(stream: io.BytesIO, **more) -> confined.Answer:
    return confined.run(
        stream, task="look", media_type="application/pdf", output=_Forget, size=stream.getbuffer().nbytes, **more
    )


class _Forget:
    def __init__(self, told):
        pass

    def write(self, data):
        pass

    def finish(self):
        pass


def test_it_tells_what_kept_it_in_and_calls_home_while_it_works():
    beats: list[float] = []
    answer = looked(Slow(paper("words", pages=30)), beat=lambda: beats.append(time.monotonic()))
    assert answer.finding == ""
    assert answer.facts["pages"] == 30
    assert answer.kept_in in {confinement.SECCOMP, confinement.SOCKETS_BLOCKED}


def test_too_slow_is_not_the_files_fault():
    with pytest.raises(confined.Interrupted, match="too long"):
        looked(Slow(paper("words")), wall_seconds=0.05)


def test_using_up_its_time_is():
    answer = looked(io.BytesIO(paper("words", pages=40)), limits={"cpu_seconds": 0})
    assert answer.finding == "costly"


def test_a_child_killed_from_outside_says_nothing_of_the_file():
    victims: list[int] = []

    class Killing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            for pid in _children():
                victims.append(pid)
                os.kill(pid, signal.SIGKILL)
            return super().read(size)

    with pytest.raises(confined.Interrupted):
        looked(Killing(paper("words")))
    assert victims
    assert not _children()


def _children() -> list[int]:
    me = threading.get_native_id()
    told = Path(f"/proc/self/task/{me}/children").read_text()
    return [int(each) for each in told.split() if b"caseapp.evidence.child" in _command(int(each))]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize(
    "code",
    [
        FORBIDDEN["network"],
        FORBIDDEN["processes"],
        FORBIDDEN["others"],
        "import os; os.write(os.open('/tmp', os.O_TMPFILE | os.O_WRONLY), b'x')",
    ],
)
def test_a_program_that_reads_pictures_for_us_is_shut_in_as_well(code):
    asked = [sys.executable, "-I", "-S", confinement.__file__, "5", str(1024**3), sys.executable, "-I", "-S", "-c"]
    assert subprocess.run([*asked, "print(1)"], capture_output=True, check=True).stdout == b"1\n"
    refused = subprocess.run([*asked, code], capture_output=True, check=False)
    assert refused.returncode != 0
    assert b"PermissionError" in refused.stderr or b"File too large" in refused.stderr
