"""Finds and ends what an earlier, killed run left behind, without ever touching a stranger that reuses a process id."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")


def all_pids() -> Iterator[int]:
    """Yield the ids of the processes that run now (Linux; nothing elsewhere)."""
    if not PROC.is_dir():
        return
    for entry in os.listdir(PROC):
        if entry.isdigit():
            yield int(entry)


def is_running(pid: int) -> bool:
    """Tell whether `pid` runs; a zombie that waits for its parent does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return not PROC.is_dir()
    return state not in {"Z", "X"}


def with_working_folder(folder: Path) -> list[int]:
    """Return the processes that work in `folder`: every PostgreSQL process works in its data folder."""
    wanted = os.path.realpath(folder)
    found = []
    for pid in all_pids():
        with contextlib.suppress(OSError):
            if os.readlink(PROC / str(pid) / "cwd") == wanted:
                found.append(pid)
    return found


def with_environment(name: str, value: str) -> list[int]:
    """Return the processes started with `name=value` in their environment, ourselves left out."""
    wanted = f"{name}={value}".encode()
    found = []
    for pid in all_pids():
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if wanted in (PROC / str(pid) / "environ").read_bytes().split(b"\0"):
                found.append(pid)
    return found


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.02) -> bool:
    """Wait at most `seconds` for `condition`; tell whether it came true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def end(pids: Iterable[int], grace: float = 5.0) -> None:
    """End `pids`: ask with TERM, and after `grace` seconds insist with KILL."""
    left = list(pids)
    for number, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, 5.0)):
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        wait_until(lambda: not any(is_running(pid) for pid in left), seconds)
        left = [pid for pid in left if is_running(pid)]
        if not left:
            return
